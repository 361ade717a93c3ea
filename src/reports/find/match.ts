/** How well a thing fits what is looked for: exactly, by its beginning, by a part, or by all words; pure. */

/** The lower the better; undefined fits not at all. */
export type Rank = 0 | 1 | 2 | 3;

/** What words look like says where they can be found. */
export type Wanted = {
  text: string;
  /** The kinds to whose IDs it may belong, by its beginning; undefined where it is no ID. */
  idOf: readonly Kind[] | undefined;
  isEmail: boolean;
  /** The visible end of a key. */
  tail: string | undefined;
};

export const KINDS = [
  'project',
  'user',
  'invite',
  'group',
  'role',
  'admin_key',
  'service_account',
  'api_key',
  'vector_store',
] as const;
export type Kind = (typeof KINDS)[number];

const ID_BEGINNINGS: [RegExp, readonly Kind[]][] = [
  [/^proj_/, ['project']],
  // Service accounts also appear under IDs of users.
  [/^user[-_]/, ['user', 'service_account']],
  [/^invite[-_]/, ['invite']],
  [/^group[-_]/, ['group']],
  [/^role[-_]/, ['role']],
  [/^key[-_]/, ['admin_key', 'api_key']],
  [/^svc[-_]?acct[-_]/, ['service_account']],
  [/^vs_/, ['vector_store']],
];

/** A key as lists show it, or as somebody has it: its beginning, and dots or stars or the secret itself before its end. */
const KEY = /^(?:sk-\S*|\S{0,12}(?:\*+|\.{2,}|…))([A-Za-z0-9_-]{3,})$/;
const TAIL_CHARACTERS = 4;

export function readWords(words: string): Wanted {
  const text = words.trim();
  const [, ids] = ID_BEGINNINGS.find(([beginning]) => beginning.test(text)) ?? [];
  const isKey = ids === undefined && KEY.test(text);
  return {
    text,
    idOf: ids,
    isEmail: /^\S*@\S*$/.test(text) && text.length > 1,
    tail: isKey ? text.replace(/^.*(?:\*|\.\.|…)/, '').slice(-TAIL_CHARACTERS) : undefined,
  };
}

/** The best of all that a thing is known by; its ID as it is, names as people write them. */
export function rankOf(
  wanted: Wanted,
  id: string,
  names: readonly (string | null | undefined)[],
): Rank | undefined {
  if (wanted.tail !== undefined) return undefined;
  const ranks = [
    plainRank(wanted.text.toLowerCase(), id.toLowerCase()),
    ...names.map((name) => (typeof name === 'string' ? nameRank(wanted.text, name) : undefined)),
  ].filter((rank) => rank !== undefined);
  return ranks.length === 0 ? undefined : (Math.min(...ranks) as Rank);
}

/** By the end that lists show: exactly where it is all of what is known, and a part of three or more otherwise. */
export function tailRank({ tail, text }: Wanted, redacted: unknown): Rank | undefined {
  if (typeof redacted !== 'string') return undefined;
  const [shown = ''] = /[A-Za-z0-9_-]*$/.exec(redacted) ?? [];
  const given = tail ?? text;
  if (shown === '' || given.length < 3) return undefined;
  if (shown === given || (tail !== undefined && shown.slice(-TAIL_CHARACTERS) === given)) return 0;
  return shown.endsWith(given) ? 1 : undefined;
}

function nameRank(text: string, name: string): Rank | undefined {
  const [wanted, given] = [folded(text), folded(name)];
  if (wanted === '') return undefined;
  const rank = plainRank(wanted, given);
  if (rank !== undefined) return rank;
  const words = wanted.split(' ');
  return words.length > 1 && words.every((word) => given.includes(word)) ? 3 : undefined;
}

function plainRank(wanted: string, given: string): Rank | undefined {
  if (given === wanted) return 0;
  if (given.startsWith(wanted)) return 1;
  return given.includes(wanted) ? 2 : undefined;
}

/** Hyphens, underscores and spaces are one in the mouth of people. */
function folded(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}
