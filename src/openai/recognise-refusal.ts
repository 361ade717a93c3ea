/** Recognising what a refusal is about: the caller's situation, what the call names, or the address it went to. */

import type { Cause } from './causes.ts';
import type { ErrorForm } from './error-body.ts';
import { unquoted } from './read-cause.ts';

/** An answer with an error status, as far as a reason can be seen in it. */
export type Refusal = {
  status: number;
  /** The words of the answer, cleaned; empty for none. */
  words: string;
  code: string | undefined;
  type: string | undefined;
  param: string | undefined;
  form: ErrorForm;
  cause: Cause | undefined;
  write: boolean;
  /** Whether an ID of the call may be what the answer is about. */
  namesId: boolean;
  /** Where the asked page begins, when that is not the first. */
  cursor: string | undefined;
  /** Whether the base URL has the part `/v1`, below which the API lies. */
  versioned: boolean;
};

/** Statuses that say that there is nothing at the address. */
const ABSENT_ADDRESS = [404, 405, 410];

/** A reason that shows in code or type, or else in the words. */
function byNameOrWords(name: RegExp, words: RegExp): (refusal: Refusal) => boolean {
  return ({ code = '', type = '', words: told }) =>
    name.test(code) || name.test(type) || words.test(unquoted(told));
}

/** Refusals of this kind come under several statuses; a status of another kind says something else. */
function isAboutValues({ status }: Refusal): boolean {
  return status === 400 || status === 409 || status === 422;
}

/** Whoever calls is refused, whatever is called for. */
export function refusesCaller({ status }: Pick<Refusal, 'status'>): boolean {
  return status === 401 || status === 403;
}

/** OpenAI writes no pages for people, and errors in one form only. */
export function isOfAnother({ form }: Refusal): boolean {
  return form === 'page' || form === 'foreign';
}

/** What another than OpenAI answered in its place, save where its status says enough. */
export function isFromTheWay(refusal: Refusal): boolean {
  return isOfAnother(refusal) && !ABSENT_ADDRESS.includes(refusal.status);
}

/** What ends a sentence inside of quotes ends none. */
const SENTENCES = /(?:"[^"]*"|“[^”]*”|`[^`]*`|[.!?](?!\s|$)|[^.!?])+/g;

/** The scopes that the key lacks, if the words name them. */
export function missingScopes({ status, words }: Refusal): string | undefined {
  if (!refusesCaller({ status })) return undefined;
  const listed = /missing (?:scopes?|permissions?):\s*([\w.:-]+(?:,\s*[\w.:-]+)*)/i.exec(
    unquoted(words),
  )?.[1];
  if (listed !== undefined) return listed.replace(/\.$/, '');
  const sentence = words
    .match(SENTENCES)
    ?.find((text) => LACKS.test(unquoted(text)) && SCOPE.test(unquoted(text)));
  const names = [...(sentence ?? '').matchAll(SCOPE_NAME)].map(([name]) => name);
  return names.length === 0 ? undefined : names.join(', ');
}

const LACKS = /\b(?:missing|lacks?|requires?|required|needs?)\b/i;
const SCOPE = /\b(?:scopes?|permissions?)\b/i;
/** `api.management.read`, and no address of a page. */
const SCOPE_NAME = /(?<![\w/.@])[a-z_]+(?:[.:][a-z_]+)+(?<!\.(?:com|org))(?![\w/])/g;

const PAGE_NAMES = new Set(['after', 'before', 'page', 'cursor', 'next_page']);
/** Shorter ones may stand in the words by chance. */
const MIN_CURSOR_LENGTH = 6;

/** An asked page whose beginning the API does not know any more. */
export function isAboutCursor(refusal: Refusal): boolean {
  const { cursor, status, words, param, code } = refusal;
  if (cursor === undefined || !(isAboutValues(refusal) || status === 404 || status === 410)) return false;
  return (
    PAGE_NAMES.has(param ?? '') ||
    /cursor|page_?token/i.test(code ?? '') ||
    /\bcursor\b|\bpage.?token\b|\bnext_page\b|['"`](?:after|page)['"`]|\binvalid page\b/i.test(words) ||
    (cursor.length >= MIN_CURSOR_LENGTH && words.includes(cursor))
  );
}

/** The address itself leads nowhere: OpenAI says so, another server answered, or the base URL is cut short. */
export function isAboutPath(refusal: Refusal): boolean {
  const { status, words, code, versioned } = refusal;
  if (status === 405) return true;
  if (!ABSENT_ADDRESS.includes(status)) return false;
  if (isOfAnother(refusal)) return true;
  return (
    status === 404 &&
    (!versioned || code === 'unknown_url' || /^(?:Invalid URL|Unknown request URL)/i.test(words))
  );
}

const ABSENT = byNameOrWords(
  /(?:^|_)(?:not_found|does_not_exist)$|^no_such_|_not_in_organization$/,
  /\bnot (?:found|a member|part|in)\b.*\borgani[sz]ation\b/i,
);

export function isAboutId(refusal: Refusal): boolean {
  return refusal.status === 404 || refusal.status === 410 || (isAboutValues(refusal) && ABSENT(refusal));
}

const GONE = byNameOrWords(
  /_not_in_(?:project|group)$|^not_a_member$|_already_(?:deleted|removed)$/,
  /\bnot (?:(?:a member of|in|part of)|belong to) (?:\w+ )?(?:project|group)\b|\balready (?:been )?(?:removed|deleted)\b/i,
);

export const isGone = (refusal: Refusal): boolean => isAboutValues(refusal) && GONE(refusal);

const SO_ALREADY = byNameOrWords(
  /(?:^|_)already_|(?<!not)_exists$/,
  /\balready (?:exists|been|is|in|an?|active|inactive|archived|invited|belongs|taken|used|added|assigned)\b/i,
);

export const isSoAlready = (refusal: Refusal): boolean => isAboutValues(refusal) && SO_ALREADY(refusal);
