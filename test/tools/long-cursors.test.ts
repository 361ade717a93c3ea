/** Whatever takes the room, a result shows its cursor as it is, and the rows it passed; or it is refused. */
import { describe, expect, test } from 'vitest';
import { shapeResult } from '../../src/tools/shape-result.ts';
import { shortJson } from '../../src/tools/shorten.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { budgetOf, countTokens } from '../text/budget.ts';
import { LATER } from './shaped.ts';

const MOST = 1000;

const shape = (name: string, body: unknown) => {
  const tool = catalogue.tools.find((one) => one.name === name);
  if (tool === undefined) throw new Error(name);
  const asked = { values: {}, asked: {}, revealSecrets: false, notes: [], now: LATER };
  return shapeResult(tool, body, { ...asked, budget: budgetOf(MOST) });
};

const rows = Array.from({ length: 40 }, (_, index) => ({
  id: `role_${index}`,
  name: `Role number ${index}`,
  description: 'what it allows '.repeat(4),
  permissions: [],
}));

const page = (next: string) => ({ object: 'list', data: rows, has_more: true, next });

describe('a cursor of many characters', () => {
  test.each([700, 1500, 3000])(
    'is whole beside as many rows as fit, or the list is refused: %i',
    async (length) => {
      for (const next of ['a'.repeat(length), 'aGVsbG8x'.repeat(length / 8), 'Zq7x'.repeat(length / 4)]) {
        const answer = await shape('list_roles', page(next)).catch((error: Error) => error);
        if (answer instanceof Error) {
          expect(countTokens(next)).toBeGreaterThan(MOST / 2);
          expect(answer.message).toContain('--max-result-tokens');
          continue;
        }
        expect(countTokens(JSON.stringify(answer))).toBeLessThanOrEqual(MOST);
        const shown = (answer.rows ?? answer.items) as unknown[];
        const goesOn = String(answer.next_cursor);
        expect(shown.length === rows.length ? next : goesOn).toBe(goesOn);
        if (shown.length < rows.length) expect(goesOn).toMatch(new RegExp(`^shown\\.${shown.length}\\.`));
      }
    },
  );

  test('that leaves no room is refused with what to do, and never shortened', async () => {
    const next = Array.from({ length: 3900 }, (_, index) => 'qZ7xK'[(index * index) % 5]).join('');
    const all = { ...page(next), data: [] };
    await expect(shape('list_roles', all)).rejects.toThrow(
      'Start the server with a larger --max-result-tokens',
    );
  });
});

test('what is shortened keeps what names things and says where they go on', () => {
  const whole = {
    long: Array.from({ length: 9000 }, () => 'words and words'),
    ...Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`member ${index}`, index])),
    id: 'proj_'.padEnd(60, 'x'),
    has_more: true,
    next_cursor: 'c'.repeat(300),
    error: { text: 'word '.repeat(9000), request_id: 'req_'.padEnd(80, '9') },
  };
  const { id, has_more, next_cursor, error } = JSON.parse(
    shortJson({ result: whole }, budgetOf(MOST)),
  ).result;
  expect({ id, has_more, next_cursor }).toEqual({
    id: whole.id,
    has_more: true,
    next_cursor: whole.next_cursor,
  });
  expect(error?.request_id ?? whole.error.request_id).toBe(whole.error.request_id);
});
