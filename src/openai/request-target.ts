/** The last check before a request leaves: its target stays below the base URL, its header values are single lines. */

import { ownCommand } from '../model/own-command.ts';
import { ApiError } from './api-error.ts';

/** A key that a header can carry; anything else would end up, whole, in an error of the HTTP library. */
const KEY = /^[\x21-\x7e]{1,512}$/;
const HEADER_VALUE = /^[\x21-\x7e]{1,200}$/;

const PATH = /^(?:\/(?:[\w.~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+)+$/;
/** Nothing in it that a parser could resolve: most requests, and parsing takes longer than all that is done with one here. */
const PLAIN_PATH = /^(?:\/[\w-]+)+$/;
/** Encoded slashes, backslashes and control characters: some servers decode before they split a path. */
const DANGEROUS_OCTET = /%(?:2f|5c|[01][0-9a-f]|7f)/i;
const QUERY = /^[\x21-\x7e]*$/;

function refuse(message: string): ApiError {
  return new ApiError({ kind: 'invalid', outcome: 'not_sent', message });
}

/**
 * The request's path and query as they go on the wire.
 * @throws {ApiError} when the target is not plainly below the base path
 */
export function requestTarget(base: URL, basePath: string, path: string, query: string): string {
  const fullPath = `${basePath}${path}`;
  const target = query === '' ? fullPath : `${fullPath}?${query}`;
  const wellFormed =
    PATH.test(path) && !DANGEROUS_OCTET.test(path) && QUERY.test(query) && !query.includes('#');
  if (wellFormed) {
    if (PLAIN_PATH.test(path)) return target;
    // The URL parser resolves dot segments, encoded ones too; what it changes was not what it seemed.
    const url = new URL(`${base.origin}${target}`);
    if (url.origin === base.origin && url.pathname === fullPath) return target;
  }
  throw refuse(
    'The address of this request is malformed, so it was not sent. An ID among the arguments holds characters that IDs do not have: check the IDs.',
  );
}

/** @throws {ApiError} kind `auth`, without any part of the key */
export function checkKey(key: string): string {
  if (KEY.test(key)) return key;
  throw new ApiError({
    kind: 'auth',
    outcome: 'not_sent',
    message: `The key holds a line break, a blank or another character that no key has, so nothing was sent. Store it again with "${ownCommand('auth login')}".`,
  });
}

/** @throws {ApiError} when an organization or project id cannot be the value of a header */
export function checkHeaderValue(name: string, value: string): string {
  if (HEADER_VALUE.test(value)) return value;
  throw refuse(`The ${name} id holds a character that no id has, so nothing was sent. Check the ${name} id.`);
}
