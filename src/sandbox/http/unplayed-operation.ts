/** Operations that exist at OpenAI and that the sandbox does not play: it says so, with 501. */
import { ApiFault } from './api-fault.ts';
import type { Operation } from './operation.ts';

/** An operation by name: `path` is written without `/v1`, with `{name}` for each id. */
export type KnownOperation = Pick<Operation, 'method' | 'path' | 'key'>;

/** Those of `known` that are not among `played`. */
export function unplayedOperations(
  known: readonly KnownOperation[],
  played: readonly Operation[],
): Operation[] {
  const names = new Set(played.map(nameOf));
  return known
    .filter((operation) => !names.has(nameOf(operation)))
    .map(({ method, path, key }) => ({ method, path, key, readsOnly: method === 'GET' }));
}

export function notPlayed({ method, path }: Operation): ApiFault {
  return new ApiFault({
    status: 501,
    message: `The sandbox has no answer for ${method} /v1${path}: it does not play this operation. With a real key the request goes to OpenAI.`,
    type: 'server_error',
    code: 'not_implemented',
  });
}

/** The same operation may call its ids differently. */
function nameOf({ method, path }: KnownOperation): string {
  return `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`;
}
