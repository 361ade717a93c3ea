/** What is no report, or no whole one, is said and never drawn as if it were. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openPage, settled, textsOf } from './page.ts';
import { COSTS, DAYS, USAGE } from './sample-reports.ts';

const isDrawn = (document: Document) => document.querySelector('dl, .row, .chart, table') !== null;

describe('an error', () => {
  test('is told with its message, and no figure stands beside it', async () => {
    const { document, show } = await openPage();
    const message = 'period: "nonsense" is no period. Write this_month.';
    await show(JSON.stringify({ error: { kind: 'invalid', message, outcome: 'not_sent' } }), true);
    expect(textsOf(document, '[role=alert]')).toEqual([message]);
    expect(isDrawn(document)).toBe(false);
  });

  test('of the client, in words of its own, is told as well', async () => {
    const { document, show } = await openPage();
    await show('The tool timed out', true);
    expect(textsOf(document, '[role=alert]')).toEqual(['The tool timed out']);
  });
});

describe('what has another form', () => {
  test('is told as it came, whatever it is', async () => {
    const { document, show } = await openPage();
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string({ minLength: 1 })), async (text) => {
        await show(text);
        expect(isDrawn(document)).toBe(false);
        expect(textsOf(document, '.told')).toEqual([text]);
      }),
      { numRuns: 100 },
    );
  });

  /** Without one of these a report does not say what it is about or what it amounts to. */
  const NEEDED: [object, string[]][] = [
    [COSTS, ['period', 'total', 'columns', 'rows']],
    [DAYS, ['period', 'total', 'columns', 'rows']],
    [USAGE, ['period', 'totals', 'columns', 'rows', 'category']],
  ];
  const broken = NEEDED.flatMap(([report, names]) =>
    names.flatMap((name) =>
      [undefined, null, 7, 'text', [1], [['a']]]
        // A total may be any number or text.
        .filter((value) => name !== 'total' || value === undefined)
        .filter((value) => name !== 'category' || typeof value !== 'string')
        .map((value) => JSON.stringify({ ...report, [name]: value })),
    ),
  );

  test.each(broken)('is no report: %s', async (text) => {
    const { document, show } = await openPage();
    await show(text);
    expect(isDrawn(document)).toBe(false);
    expect(textsOf(document, '.told')).toEqual([text]);
  });

  test('is a report that was too long for an answer', async () => {
    const { document, show } = await openPage();
    const text = JSON.stringify({
      note: 'This is too long for one answer.',
      part: { 'period.from': '2026' },
    });
    await show(text);
    expect(textsOf(document, '.told')).toEqual([text]);
  });
});

test('a report that does not say that it is whole is taken for a part', async () => {
  const { document, show } = await openPage();
  const { complete, ...rest } = COSTS;
  await show(JSON.stringify(rest));
  expect(textsOf(document, '[role=alert]')).toEqual([
    'Not everything is in here. The report does not say why.',
  ]);
});

test('an answer without text asks for the tool to be called again', async () => {
  const { document, host } = await openPage();
  await host.sendToolResult({ content: [] });
  await settled();
  expect(document.body.textContent).toContain('This answer has no text');
  expect(isDrawn(document)).toBe(false);
});

test('before the answer, and after a call that was cancelled, nothing is drawn', async () => {
  const { document, host } = await openPage();
  expect(document.body.textContent).toContain('Waiting for the report');
  await host.sendToolCancelled({ reason: 'user action' });
  await settled();
  expect(document.body.textContent).toContain('The report was cancelled');
  expect(isDrawn(document)).toBe(false);
});
