/** The bounds that the SDK states in prose only: limits, lengths and units in its comments. */

/** Smallest and largest value, length or count, as far as a comment names them. */
type StatedLimits = { min?: number; max?: number };

const NUMBER = '`?(-?[\\d,]*\\.?\\d+)`?';
const RANGES = [
  new RegExp(`\\bbetween ${NUMBER} and ${NUMBER}`, 'i'),
  new RegExp(`\\bfrom ${NUMBER} to ${NUMBER}`, 'i'),
  new RegExp(`\\bmin(?:imum)? value is ${NUMBER} and the max(?:imum)? value is ${NUMBER}`, 'i'),
];
const PAIRS = [new RegExp(`${NUMBER} (?:string )?(?:key-value )?pairs\\b`, 'i')];
const MAXIMA = [
  new RegExp(`\\b(?:up to|at most|maximum of|max(?:imum)?(?: length| value)?(?: is| of)?:?) ${NUMBER}`, 'i'),
];
const MINIMA = [new RegExp(`\\b(?:at least|min(?:imum)?(?: length| value)?(?: is| of)?:?) ${NUMBER}`, 'i')];

/** What a comment says about bounds; a range wins over a single bound. */
export function statedLimits(doc: string): StatedLimits {
  for (const range of RANGES) {
    const [, low, high] = range.exec(doc) ?? [];
    if (low !== undefined && high !== undefined) return { min: toNumber(low), max: toNumber(high) };
  }
  const min = firstNumber(MINIMA, doc);
  const max = firstNumber(MAXIMA, doc);
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

/** How many pairs a comment allows a map; its other numbers are about what is in them. */
export function statedPairs(doc: string): number | undefined {
  return firstNumber(PAIRS, doc);
}

/**
 * What a number of the SDK is in a spec. TypeScript does not tell whole numbers from others,
 * so names and comments decide; the author of the spec has the last word.
 */
export function numberType(name: string, doc: string): 'integer' | 'number' | 'timestamp' | 'usd' {
  if (/\bin cents\b/i.test(doc)) return 'usd';
  if (/unix (seconds|timestamp|time)/i.test(doc) && !/\bnumber of\b/i.test(doc)) return 'timestamp';
  const fraction =
    /threshold|multiplier|temperature|top_p|penalty|beta|score|weight|probability|ratio/.test(name) ||
    /\bbetween -?\d*\.\d+ and\b|\bdecimal\b|\bfloat/i.test(doc);
  return fraction ? 'number' : 'integer';
}

function firstNumber(patterns: RegExp[], doc: string): number | undefined {
  for (const pattern of patterns) {
    const [, found] = pattern.exec(doc) ?? [];
    if (found !== undefined) return toNumber(found);
  }
  return undefined;
}

function toNumber(text: string): number {
  return Number(text.replaceAll(',', ''));
}
