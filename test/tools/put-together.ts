/** Reads an answer to its end by its cursors, and puts the parts together again. */
import { itemsOf } from '../../scripts/items-of.ts';

type Answer = Record<string, unknown>;

/** @param ask the answer behind a cursor */
export async function readToTheEnd(
  ask: (cursor: string | undefined) => Answer | Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let cursor: string | undefined;
  do {
    const answer = await ask(cursor);
    answers.push(answer);
    if (answers.length > 3000) throw new Error('it has no end');
    cursor = answer.next_cursor as string | undefined;
  } while (cursor !== undefined);
  return answers;
}

/** The rows of a list in order, each as the values in it; in what came in parts a text or list goes on under its name. */
export function valuesOfRows(answers: Answer[]): unknown[][] {
  const rows: unknown[][] = [];
  let whole: Answer = {};
  answers.forEach((answer, index) => {
    if (!('part' in answer)) {
      rows.push(...itemsOf(answer).map(valuesIn));
      return;
    }
    if (!endsWithinRow(answers[index - 1])) {
      whole = {};
      rows.push([]);
    }
    append(whole, answer.part as Answer);
    rows[rows.length - 1] = valuesIn(whole);
  });
  return rows;
}

/** Of our own cursors the second and third number say where in a row it goes on. */
function endsWithinRow(answer: Answer | undefined): boolean {
  return /^shown\.\d+\.(?!0\.0\.)/.test(String(answer?.next_cursor));
}

function append(whole: Answer, part: Answer): void {
  for (const [name, value] of Object.entries(part)) {
    const before = whole[name];
    if (typeof before === 'string') whole[name] = before + String(value);
    else if (Array.isArray(before)) whole[name] = [...before, ...(value as unknown[])];
    else whole[name] = value;
  }
}

/** Everything in it that holds nothing else, in order. */
export function valuesIn(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  const members = Object.values(value);
  return members.length === 0 ? [value] : members.flatMap(valuesIn);
}
