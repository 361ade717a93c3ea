/** The way from a method and a path to a declared operation. */
import { ApiFault } from './api-fault.ts';
import type { Operation } from './operation.ts';

type Route = { operation: Operation; pathValues: Record<string, string> };
export type Router = (method: string, path: string) => Route;

/**
 * Builds the lookup over the declared operations. A path is given without `/v1`. The lookup throws 404
 * for a path that nobody declared and 405 for a method that this path does not have.
 */
export function createRouter(operations: readonly Operation[]): Router {
  const declared = operations.map((operation) => ({ operation, pattern: operation.path.split('/') }));
  return (method, path) => {
    const segments = path.split('/').map(decodeSegment);
    const otherMethods: string[] = [];
    for (const { operation, pattern } of declared) {
      const pathValues = match(pattern, segments);
      if (pathValues === undefined) continue;
      if (operation.method === method) return { operation, pathValues };
      otherMethods.push(operation.method);
    }
    if (otherMethods.length === 0) {
      throw new ApiFault({ status: 404, message: `Invalid URL (${method} /v1${path})`, code: 'unknown_url' });
    }
    throw new ApiFault({
      status: 405,
      message: `Not allowed to ${method} on /v1${path}.`,
      code: 'method_not_supported',
      headers: { allow: otherMethods.join(', ') },
    });
  };
}

function match(pattern: string[], segments: string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const actual = segments[index] ?? '';
    if (expected.startsWith('{')) {
      if (actual === '') return undefined;
      values[expected.slice(1, -1)] = actual;
    } else if (expected !== actual) {
      return undefined;
    }
  }
  return values;
}

/** A malformed escape stays as it came; no declared segment and no id matches it. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
