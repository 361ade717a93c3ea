/** Something of any form made short enough for an answer, whole in its form: long texts, lists and maps lose their ends. */
import { isRecord } from '../model/record.ts';
import { cutText } from '../text/clean.ts';
import { cutMark } from '../text/left-out.ts';
import { type Budget, longestText, textFits } from './fit-budget.ts';

/** A text may be this many times as long as a list has entries or a map has members. */
const TEXT_PER_ENTRY = 16;

/** Half of one would point elsewhere, or nowhere. */
const NEVER_CUT = /^(?:has_more|next_cursor|id|.+_id|outcome)$/;

/** A longer one is none. */
const LONGEST_ID = 500;

/** As JSON. The longest text that it may hold is halved until everything fits. */
export function shortJson(value: unknown, budget: Budget): string {
  let longest = longestText(budget.maxTokens);
  let json = JSON.stringify(value);
  while (longest > 1 && !textFits(json, budget.maxTokens, budget)) {
    longest = Math.floor(longest / 2);
    json = JSON.stringify(shortened(value, longest));
  }
  return json;
}

function shortened(value: unknown, longest: number): unknown {
  if (typeof value === 'string') return cutText(value, longest);
  const most = Math.ceil(longest / TEXT_PER_ENTRY);
  if (Array.isArray(value)) {
    const entries = value.slice(0, most).map((entry) => shortened(entry, longest));
    return value.length > most ? [...entries, cutMark(`${most} of ${value.length} entries`)] : entries;
  }
  if (!isRecord(value)) return value;
  const members = Object.entries(value);
  const kept = members
    .filter((member, index) => index < most || staysWhole(member))
    .map((member) =>
      staysWhole(member) ? member : ([cutText(member[0], longest), shortened(member[1], longest)] as const),
    );
  const left =
    kept.length < members.length ? { '': cutMark(`${kept.length} of ${members.length} members`) } : {};
  return { ...Object.fromEntries(kept), ...left };
}

function staysWhole([name, value]: readonly [string, unknown]): boolean {
  return (
    NEVER_CUT.test(name) &&
    (typeof value === 'boolean' || (typeof value === 'string' && value.length <= LONGEST_ID))
  );
}
