/** Reads what a refusal is about: from the names that programs are meant to read, else from the words, sentence by sentence. */
import { type Cause, type Place, SIGNS } from './causes.ts';
import { mentions } from './subject-words.ts';

type Told = {
  status: number;
  words: string;
  code: string | undefined;
  type: string | undefined;
  param: string | undefined;
  /** Words for what the call acts on and with. */
  subject: readonly string[];
};

/** Nothing was found, so the words are about what was looked for, or say for whom it is not there. */
const ABSENT = [404, 405, 410];
const HIDES: readonly Cause[] = ['plan', 'verification'];

/** What the things that are called for can have as well as the caller: a key, an owner, a place, a limit. */
const SHARED: readonly Cause[] = [
  'money',
  'quota',
  'filter',
  'address',
  'residency',
  'country',
  'other_organization',
  'membership',
  'account_closed',
  'verification',
  'plan',
  'key',
];

export function readCause({ status, words, code, type, param, subject }: Told): Cause | undefined {
  const isAbsent = ABSENT.includes(status);
  const place = {
    refusesCaller: status === 401 || status === 403,
    isAboutValues: isAbsent || [400, 409, 422].includes(status),
    param,
  };
  const isTold = (cause: Cause) => !isAbsent || HIDES.includes(cause);
  const named = [code, type].map((name) => causeIn(wordsOf(name), { ...place, isName: true }, isTold));
  const told = () =>
    sentencesOf(words)
      .map((text) => {
        const isAboutSubject = mentions(text, subject);
        const isCallers = (cause: Cause) => isTold(cause) && !(isAboutSubject && SHARED.includes(cause));
        return causeIn(text, { ...place, isName: false }, isCallers);
      })
      .find((cause) => cause !== undefined);
  // Names of this kind are given to many refusals, and say less than their words.
  return named.find((cause) => cause !== undefined && cause !== 'rights') ?? told() ?? named[0];
}

function causeIn(text: string, place: Place, mayBe: (cause: Cause) => boolean): Cause | undefined {
  const sign = SIGNS.find(
    ({ cause, says, within }) =>
      mayBe(cause) && says.every((pattern) => pattern.test(text)) && (within?.(place, text) ?? true),
  );
  return sign?.cause;
}

/** `billing_hard_limit_reached`, `PermissionDenied` and `oauth.v2.InvalidApiKey` as words. */
function wordsOf(name = ''): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[^a-z]+/gi, ' ')
    .trim()
    .toLowerCase();
}

/** What stands first says what happened, and what follows what may be done about it. */
function sentencesOf(words: string): string[] {
  return unquoted(words)
    .toLowerCase()
    .replace(/(?:https?:\/\/)?\b[a-z]+\.api\.openai\.com\S*/g, 'regional host.')
    .replace(/(?:https?:\/\/|(?<=\s)\/)\S+/g, '')
    .replace(/\bcannot\b|\bcan['’]t\b/g, 'can not')
    .replace(/n['’]t\b/g, ' not')
    .replaceAll('-', ' ')
    .split(/(?<=[.!?;:])\s+/);
}

/** What stands in quotes is a name or a value of the caller's, and may be any words. */
export function unquoted(words: string): string {
  return words.replace(/"[^"]*"|“[^”]*”|`[^`]*`|(?<=^|[\s(])'[^']*'(?=$|[\s.,;:)])/g, "''");
}
