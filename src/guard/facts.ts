/** What a write reaches, fact by fact, and how facts are told. */
import { quote } from '../text/clean.ts';
import { isoTime } from '../tools/shape-value.ts';

/** How far a write reaches: the few things for the first lines of a question, what matters most first, what matters less, and a line each. */
export type Reach = { brief: string[]; minor: string[]; lines: string[] };

/** One thing that a write reaches; `brief` where it belongs to the few words, `isMinor` behind all others there; `lastUsed` in Unix seconds. */
export type Fact = { line: string; brief?: string; isMinor?: boolean; lastUsed?: number };

export function reachOf(facts: Fact[]): Reach {
  const used = facts.flatMap(({ lastUsed }) => lastUsed ?? []);
  const last = used.length === 0 ? [] : [`last used ${dayOf(Math.max(...used))}`];
  return {
    brief: [...facts.flatMap(({ brief, isMinor }) => (isMinor ? [] : (brief ?? []))), ...last],
    minor: facts.flatMap(({ brief, isMinor }) => (isMinor ? (brief ?? []) : [])),
    lines: facts.map(({ line }) => line),
  };
}

const MAX_NAMES = 5;

export function namesOf(items: Record<string, unknown>[]): string {
  const names = items.flatMap((item) => {
    const name = item.email ?? item.name;
    return typeof name === 'string' ? [quote(name, 40)] : [];
  });
  if (names.length === 0) return '';
  const rest = items.length > MAX_NAMES ? ', ...' : '';
  return ` (${names.slice(0, MAX_NAMES).join(', ')}${rest})`;
}

/** 2026-11-28 */
function dayOf(seconds: number): string {
  return isoTime(seconds).slice(0, 10);
}

/** 2026-11-28 09:30 UTC */
export function timeOf(seconds: number): string {
  return `${isoTime(seconds).slice(0, 16).replace('T', ' ')} UTC`;
}
