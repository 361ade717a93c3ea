/** docs/options.md names every exit code, and no other. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXIT } from '../../src/host/exit-code.ts';

test('every exit code is told', () => {
  const sentence = /^Exit codes: (.*)$/m.exec(readFileSync('docs/options.md', 'utf8'))?.[1] ?? '';
  const told = [...sentence.matchAll(/(?:^|, )(\d+) /g)].map(([, code]) => Number(code));
  expect(told).toEqual(Object.values(EXIT));
});

test('those of audit verify are told where it is explained', () => {
  const table = [...readFileSync('docs/audit.md', 'utf8').matchAll(/^\| (\d) \| /gm)].map(([, code]) =>
    Number(code),
  );
  expect(table).toEqual([EXIT.ok, EXIT.refused, EXIT.noCredential, EXIT.unsigned]);
});
