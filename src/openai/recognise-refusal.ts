/** Recognising what a refusal is about by code, type and known words, whatever its status. */

/** An answer with an error status, as far as a reason can be seen in it. */
export type Refusal = {
  status: number;
  /** OpenAI's own words, cleaned; empty for none. */
  words: string;
  code: string | undefined;
  type: string | undefined;
  param: string | undefined;
  markup: boolean;
  write: boolean;
  /** Whether an ID of the call may be what the answer is about. */
  namesId: boolean;
  /** Where the asked page begins, when that is not the first. */
  cursor: string | undefined;
  /** Whether the base URL has the part `/v1`, below which the API lies. */
  versioned: boolean;
};

/** Whether code or type is such a name. */
function isNamed({ code, type }: Refusal, name: RegExp): boolean {
  return name.test(code ?? '') || name.test(type ?? '');
}

/** A reason that shows in code or type, or else in the words. */
function byNameOrWords(name: RegExp, words: RegExp): (refusal: Refusal) => boolean {
  return (refusal) => isNamed(refusal, name) || words.test(unquoted(refusal));
}

/** What stands in quotes is a name or a value of the caller's, and may be any words. */
function unquoted({ words }: Refusal): string {
  return words.replace(/"[^"]*"|`[^`]*`|(?<=^|[\s(])'[^']*'(?=$|[\s.,;:)])/g, "''");
}

/** Refusals of this kind come under several statuses; a status of another kind says something else. */
function isAboutValues({ status }: Refusal): boolean {
  return status === 400 || status === 409 || status === 422;
}

const BILLING_NAME =
  /^billing_|^credit_balance_|^insufficient_(?:quota|funds|balance|credits?)$|(?:^|_)(?:spend|usage|billing|budget|credit|quota)(?:_hard)?(?:_limit)?_(?:exceeded|reached|exhausted)$|^payment_required$|_past_due$/;
const BILLING_WORDS =
  /exceeded your current quota|check your (?:plan and )?billing|billing (?:\w+ )?limit (?:has been |was |is )?(?:reached|exceeded)|insufficient (?:funds|credits?|balance|quota)|credit balance (?:is|has)|payment (?:is )?required|past due|\b(?:no|(?:run |ran )?out of|insufficient|(?:reached|exceeded) (?:its|your|the)) (?:\w+ )?(?:balance|budget|credits?|funds|quota)\b|(?:spend|usage) limit (?:has been |was |is )?(?:reached|exceeded)/i;
/** Its words speak of payment too: that paying may raise the limit. */
const RATE_NAME = /rate_limit|^(?:requests|tokens|slow_down)$/;

export function isAboutBilling(refusal: Refusal): boolean {
  if (refusal.status === 402 || isNamed(refusal, BILLING_NAME)) return true;
  return BILLING_WORDS.test(unquoted(refusal)) && !isNamed(refusal, RATE_NAME);
}

export const isAboutAddress = byNameOrWords(
  /^ip_(?:address_)?(?:not_|blocked|denied)/,
  /\bIP(?: address)?\b.*\b(?:not (?:authorized|allowed|permitted|on)|allow.?list)|\bIP.?allow.?list/,
);

const isCountryUnsupported = byNameOrWords(
  /unsupported_(?:country|region|territory)/,
  /\b(?:country|region|territory)\b.* not (?:supported|available)|not available in your (?:country|region)/i,
);

/** What names an argument is about its value, such as the region of a project. */
export const isAboutCountry = (refusal: Refusal): boolean =>
  isCountryUnsupported(refusal) && refusal.param === undefined;

export const isOfOtherOrganization = byNameOrWords(
  /^(?:mismatched|invalid|unknown)_organization$/,
  /\bheader should match organization\b|^No such organization\b/i,
);

export const isOfOtherProject = byNameOrWords(/^mismatched_project$/, /\bheader should match project\b/i);

export const isOfClosedProject = (refusal: Refusal): boolean =>
  isNamed(refusal, /^not_authorized_invalid_project$/);

export const isAboutResidency = byNameOrWords(/^incorrect_hostname$/, /\bincorrect regional hostname\b/i);

export const isOfClosedAccount = (refusal: Refusal): boolean =>
  isNamed(refusal, /^(?:account|organization|user)_(?:deactivated|suspended|disabled)$|^access_terminated$/);

export const isUnverified = byNameOrWords(
  /(?:^|_)(?:not_verified|must_be_verified|verification_required)$/,
  /\borgani[sz]ation must be verified\b|\bverify organi[sz]ation\b/i,
);

/** Under a status of another kind too. */
export const isAboutKey = (refusal: Refusal): boolean =>
  refusal.status === 401 ||
  isNamed(
    refusal,
    /^(?:invalid|incorrect|expired|revoked|disabled)_(?:admin_)?api_key$|^api_key_(?:expired|revoked|disabled)$/,
  );

/** The scopes that the key lacks, if the words name them. */
export function missingScopes({ status, words }: Refusal): string | undefined {
  if (status !== 401 && status !== 403) return undefined;
  return /missing scopes?:\s*([\w.:-]+(?:,\s*[\w.:-]+)*)/i.exec(words)?.[1]?.replace(/\.$/, '');
}

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
export function isAboutPath({ status, words, code, markup, versioned }: Refusal): boolean {
  if (status !== 404) return status === 405;
  return (
    markup || !versioned || code === 'unknown_url' || /^(?:Invalid URL|Unknown request URL)/i.test(words)
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
  /(?:^|_)already_|_exists$/,
  /\balready (?:exists|been|is|in|an?|active|inactive|archived|invited|belongs|taken|used|added|assigned)\b/i,
);

export const isSoAlready = (refusal: Refusal): boolean => isAboutValues(refusal) && SO_ALREADY(refusal);
