/** What is not read from OpenAI and so cannot be read again: as it is where it fits, and otherwise its beginning. */
import { BEGINNING } from './answer-position.ts';
import { type Budget, fits, roomBeside } from './fit-budget.ts';
import { partOf } from './part-of.ts';

const ONLY_BEGUN = 'This is too long for one answer and only begun here, with members under dotted names.';

export async function withinBudget(
  result: Record<string, unknown>,
  budget: Budget,
): Promise<Record<string, unknown>> {
  const room = roomBeside({}, budget);
  if (fits(result, room, budget)) return result;
  const { part } = await partOf({ raw: result, shape: (raw) => raw }, BEGINNING, room, budget);
  return { note: ONLY_BEGUN, part };
}
