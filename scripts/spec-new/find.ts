/** Finding the SDK's operation that somebody named, by its method or by its request. */
import { nearestFew } from '../../src/text/nearest.ts';
import type { SdkOperation } from '../sdk/operations.ts';

/** The operation, or the names that come closest. Capitals and names inside `{}` don't count. */
export function findOperation(
  wanted: string,
  operations: SdkOperation[],
): SdkOperation | { nearest: string[] } {
  const byRequest = /^(\w+)\s+(\/.*)$/.exec(wanted);
  const names = operations.map((operation) => (byRequest ? requestOf(operation) : operation.name));
  const index = byRequest
    ? names.findIndex((name) => shape(name) === shape(wanted))
    : names.findIndex((name) => name.toLowerCase() === wanted.replace(/^client\./, '').toLowerCase());
  return operations[index] ?? { nearest: nearestFew(wanted, names, 5) };
}

function requestOf(operation: SdkOperation): string {
  return `${operation.httpMethod} ${operation.path}`;
}

function shape(request: string): string {
  const [method = '', path = ''] = request.split(/\s+/);
  return `${method.toUpperCase()} ${path.replace(/^\/v1(?=\/)/, '').replace(/\{[^}]*\}/g, '{}')}`;
}
