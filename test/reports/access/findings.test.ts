/** Which findings are shown where there are more than fit. */
import { expect, test } from 'vitest';
import { type Finding, findingsTable } from '../../../src/reports/access/findings.ts';

const found = (finding: string, count: number): Finding[] =>
  Array.from({ length: count }, (_, index) => ({
    finding,
    what: `${finding} ${index}`,
    id: null,
    where: 'organization',
    owner: null,
    since: index,
    do: 'delete_invite',
  }));

test('many of one kind do not keep another kind from being seen', () => {
  const { rows, others } = findingsTable(
    [...found('unused', 40), ...found('open invite', 30), ...found('owner left', 2)],
    10,
  );
  const kinds = rows.map(([finding]) => finding);
  expect(kinds).toEqual([
    ...['owner left', 'owner left'],
    ...['open invite', 'open invite', 'open invite', 'open invite'],
    ...['unused', 'unused', 'unused', 'unused'],
  ]);
  expect(rows.map(([, what]) => what)).toContain('unused 0');
  expect(others).toBe(62);
});
