import { expect, test } from 'vitest';
import { shownReport } from '../../src/reports/shown-report.ts';

test('whatever others wrote in a report is visible and no longer than a row can take', () => {
  const hidden = 'Team\u200b\u202e\u{e0041}';
  const shown = shownReport({
    columns: ['project', 'id'],
    rows: [[hidden, 'proj_1', ['x'.repeat(900), 5, null]]],
    subject: { name: hidden },
    by_kind: { [hidden]: 3 },
    why: `names of ${hidden}`,
    total: 5.5,
    complete: true,
  });
  const text = JSON.stringify(shown);
  expect(text).not.toMatch(/[\u200b\u202e\u{e0041}]/u);
  expect(shown.rows).toEqual([
    [
      'Team\\u{200b}\\u{202e}\\u{e0041}',
      'proj_1',
      [expect.stringMatching(/^x{150,}.*of 900 characters/), 5, null],
    ],
  ]);
  expect(text.length).toBeLessThan(1000);
  expect(shown).toMatchObject({ total: 5.5, complete: true });
});
