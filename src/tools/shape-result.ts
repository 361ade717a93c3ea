/** What a tool's result looks like to the model: a list, a report over time, or one thing. */
import { isRecord } from '../model/record.ts';
import { isRead, type ToolSpec } from '../specs/catalogue.ts';
import { BEGINNING, ownCursor } from './answer-position.ts';
import { CursorBehindEnd, TooLongToShow } from './argument-error.ts';
import { CHANGED, CUT_WRITE, partShown } from './cut-notes.ts';
import { expectedAnswer } from './expected-answer.ts';
import { fits, longestText, roomBeside, textFits } from './fit-budget.ts';
import { partFrom, wholeOf } from './fitted.ts';
import { unwantedMembers, withoutMembers, withoutRepeats, withShortMasks } from './leave-out.ts';
import { measure } from './measure.ts';
import { beforePage, headOf, noted } from './paging.ts';
import type { Unshaped } from './part-of.ts';
import { type ListBody, shapeList } from './shape-list.ts';
import type { FitOptions, ShapeOptions, Shaping } from './shape-options.ts';
import { shapeReport } from './shape-report.ts';
import { shapeValue } from './shape-value.ts';
import { withholdSecrets } from './withhold-secrets.ts';

/** What is added to a result further on: that it is from the sandbox, and prefixes of names in its note. */
const ADDED_TOKENS = 50;

/** With less there is no room for anything. */
const MOST_TIGHTENED = 64;

/**
 * The result to print as JSON. Cursors, IDs and has_more are never cut: where they take more than was foreseen there are
 * fewer rows.
 * @throws TooLongToShow where not even one fits, CursorBehindEnd
 */
export async function shapeResult(
  tool: ToolSpec,
  body: unknown,
  options: ShapeOptions,
): Promise<Record<string, unknown>> {
  const { budget, bytes = Number.POSITIVE_INFINITY } = options;
  const room = budget.maxTokens - ADDED_TOKENS;
  // Of so many bytes no more tokens are shown, but where much in them has to be written out.
  if (bytes <= room) {
    const result = await shapeWithin(tool, body, { ...options, divisor: 1, isSmall: true });
    if (textFits(JSON.stringify(result), room, budget)) return result;
  }
  for (let divisor = 1; ; divisor *= 4) {
    const result = await shapeWithin(tool, body, { ...options, divisor, isSmall: false });
    if (fits(result, room, budget)) return result;
    if (divisor < MOST_TIGHTENED) continue;
    // What was carried out is not refused: what is told of it is shortened at the way out.
    if (!isRead(tool)) return result;
    throw new TooLongToShow(budget.maxTokens);
  }
}

async function shapeWithin(
  tool: ToolSpec,
  body: unknown,
  options: FitOptions,
): Promise<Record<string, unknown>> {
  const visible = options.revealSecrets ? body : withholdSecrets(body, tool.secrets?.paths ?? []);
  const shaping = shapingOf(tool, options);
  if (isList(tool, visible)) {
    const isReport = tool.response.buckets !== undefined && isRead(tool);
    return isReport
      ? shapeReport(tool, visible, shaping, options)
      : shapeList(tool, visible, shaping, options);
  }
  if (!isRecord(visible)) {
    if (visible === null) return { done: true, ...noted(options.notes) };
    return shapeThing(tool, { raw: { done: true, result: visible }, shape: shaping.shown }, options);
  }
  const shown = { raw: shaping.chosen(visible), shape: shaping.shown };
  if (!isRead(tool) && isEmpty(shown)) return { done: true, ...noted(options.notes) };
  return shapeThing(tool, shown, options);
}

/** An object with an ID is one thing, even if it has a member called data, unless a list was to come. */
function isList(tool: ToolSpec, body: unknown): body is ListBody {
  if (!isRecord(body) || !Array.isArray(body.data)) return false;
  return !('id' in body) || expectedAnswer(tool).needs.includes('data');
}

function shapingOf(tool: ToolSpec, { values, budget }: ShapeOptions): Shaping {
  const { cents, repeats = {}, masked = [] } = tool.response;
  const unwanted = unwantedMembers(tool, values);
  const longest = longestText(budget.maxTokens);
  const shape = (value: unknown) => shapeValue(value, cents, tool.maps, longest);
  return {
    chosen: (value) => withShortMasks(withoutMembers(withoutRepeats(value, repeats), unwanted), masked),
    shown: shape,
    beside: (value) => shape(value) as Record<string, unknown>,
  };
}

function isEmpty(thing: Unshaped): boolean {
  const { whole } = wholeOf(thing);
  return isRecord(whole) && Object.keys(whole).length === 0;
}

/** As it is where it fits, otherwise in parts. */
async function shapeThing(
  tool: ToolSpec,
  thing: Unshaped,
  { asked, notes, budget, divisor, isSmall }: FitOptions,
): Promise<Record<string, unknown>> {
  if (asked.position && asked.position.row > 0) throw new CursorBehindEnd();
  const room = roomBeside([notes, asked.cursor], budget, divisor);
  const { whole, isShaped } = wholeOf(thing);
  // Each of the next steps takes a while with what is large.
  const turn = () => (isShaped ? undefined : new Promise((resolve) => setImmediate(resolve)));
  await turn();
  if (asked.position === undefined && isShaped && (isSmall || fits(whole, room, budget))) {
    const shown = whole as Record<string, unknown>;
    const note = noted(notes);
    return 'note' in shown && note.note !== undefined ? { ...note, result: shown } : { ...note, ...shown };
  }
  const { part, next } = await partFrom(asked.position ?? BEGINNING, thing, room, budget);
  await turn();
  if (!isRead(tool)) return { ...noted([...notes, CUT_WRITE]), part };
  const { characters, fingerprint } = await measure(whole);
  const hasChanged = asked.position !== undefined && asked.before !== fingerprint;
  const said = [...notes, ...(hasChanged ? [CHANGED] : []), partShown('This', characters)];
  const paging = beforePage({ hasMore: false, isStuck: false }, next && ownCursor(next, fingerprint, asked));
  return { ...headOf(paging, said), part };
}
