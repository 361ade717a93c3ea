/** What of a report stands on the page: every figure in the digits in which it came, and nothing that was not said. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openPage, textsOf } from './page.ts';
import { COSTS, DAYS, USAGE } from './sample-reports.ts';

async function drawn(report: object) {
  const { document, show } = await openPage();
  await show(JSON.stringify(report));
  return document;
}

const factsOf = (document: Document) =>
  Object.fromEntries(
    [...document.querySelectorAll('dl > div')].map((fact) => [
      fact.querySelector('dt')?.textContent,
      fact.querySelector('dd')?.textContent,
    ]),
  );

const widthsOf = (root: ParentNode, selector = '.row .bar:not(.before)') =>
  [...root.querySelectorAll<HTMLElement>(selector)].map(({ style }) => Number.parseFloat(style.width));

describe('costs', () => {
  test('have their total, the time before, today and the estimate', async () => {
    const document = await drawn(COSTS);
    expect(textsOf(document, 'h1')).toEqual(['Costs']);
    expect(textsOf(document, '.period')).toEqual(['2026-11-01 to 2026-11-29, end excluded']);
    expect(factsOf(document)).toEqual({
      total: '18402.113409 USD',
      'today so far': 'no figures yet',
      'before (2026-10-01 to 2026-10-29)': '16091.0925 USD',
      moved: '2311.020909 USD',
    });
    expect(textsOf(document, '.forecast p')).toEqual([
      "Month's end, estimate: 19822 USD, between 19360 USD and 20410 USD",
      COSTS.forecast.method,
    ]);
    expect(document.body.textContent).toContain(COSTS.note);
    expect(document.querySelectorAll('.why')).toHaveLength(0);
  });

  test("have a bar for each row, for the rest and for what is nobody's", async () => {
    const document = await drawn(COSTS);
    expect(textsOf(document, '.row .label')).toEqual([
      'chatbot-prod',
      'old prototype',
      'proj_3',
      'Rest, 4 rows',
      'Not attributed',
    ]);
    expect(textsOf(document, '.row .figure')).toEqual([
      '9000.1 USD',
      '4501.000000000000000001 USD',
      '-12.5 USD',
      '312.0445 USD',
      '3.21 USD',
    ]);
    expect(textsOf(document, '.row .state')).toEqual(['archived', 'deleted']);
    const [first, second, third] = widthsOf(document);
    expect([first, second, third]).toEqual([
      100,
      expect.closeTo((4501 / 9000.1) * 100, 1),
      expect.closeTo((12.5 / 9000.1) * 100, 1),
    ]);
    expect(widthsOf(document, '.bar.before')[0]).toBeCloseTo((8000 / 9000.1) * 100, 1);
    expect(document.querySelectorAll('.bar.below')).toHaveLength(1);
  });

  test('that are not whole say so first, and their total is at least what came', async () => {
    const { total, ...rest } = COSTS;
    const why = '2026-11-03 to 2026-11-05: OpenAI answered with 500.';
    const document = await drawn({ ...rest, total_at_least: total, complete: false, why });
    expect(textsOf(document, '[role=alert]')).toEqual([`Not everything is in here. ${why}`]);
    expect(factsOf(document)).toMatchObject({ 'total at least': '18402.113409 USD' });
    expect(factsOf(document)).not.toHaveProperty('total');
    const [before] = document.querySelectorAll('.why, dl');
    expect(before?.className).toBe('why');
  });

  test('a time before that is not whole is told as the least that it was', async () => {
    const { before, moved, moved_most, ...rest } = COSTS;
    const document = await drawn({ ...rest, before_at_least: '7.50', complete: false, why: 'One day.' });
    const facts = Object.entries(factsOf(document)).filter(([name]) => /before|moved/.test(name));
    expect(facts).toEqual([[expect.stringMatching(/^before .*, at least$/), '7.50 USD']]);
  });

  test('in two currencies are drawn to a scale for each', async () => {
    const document = await drawn({
      period: DAYS.period,
      total: { eur: 10, usd: 1000 },
      columns: ['project', 'id', 'state', 'currency', 'amount', 'share_percent'],
      rows: [
        ['a', 'proj_1', 'active', 'usd', 1000, 100],
        ['a', 'proj_1', 'active', 'eur', 10, 100],
      ],
      rest: { rows: 0, amount: { eur: 0, usd: 0 } },
      not_attributed: { eur: 0, usd: 0 },
      complete: true,
    });
    expect(textsOf(document, 'dd')).toEqual(['10 EUR', '1000 USD']);
    expect(textsOf(document, '.row .figure')).toEqual(['1000 USD', '10 EUR']);
    expect(widthsOf(document)).toEqual([100, 100]);
  });

  test('that went into a file say where they are', async () => {
    const { columns, rows, moved_most, ...rest } = COSTS;
    const document = await drawn({ saved: { file: '/exports/costs.csv', rows: 900 }, ...rest });
    expect(factsOf(document)).toMatchObject({
      total: '18402.113409 USD',
      saved: '/exports/costs.csv, 900 rows',
    });
  });

  test('in the sandbox say that they are make-believe', async () => {
    const document = await drawn({ sandbox: 'make-believe data', ...COSTS });
    expect(textsOf(document, '.sandbox')).toEqual(['Sandbox: make-believe data']);
  });
});

describe('figures and names of any kind', () => {
  const digits = fc.stringMatching(/^[0-9]{1,20}$/).map((text) => BigInt(text).toString());
  const amount = fc.oneof(
    fc
      .tuple(fc.constantFrom('', '-'), digits, fc.stringMatching(/^[0-9]{1,39}$/))
      .map(([sign, whole, part]) => `${sign}${whole}.${part}`),
    fc.double({ min: 1e-6, max: 1e15, noNaN: true }),
    fc.integer(),
  );
  const name = fc.oneof(
    fc.string({ minLength: 1, unit: 'binary' }),
    fc.constantFrom('<img src=x onerror=alert(1)>', '</script><script>alert(1)</script>', '&lt;b&gt;'),
  );

  test('stand on the page as they came, and none becomes a part of it', async () => {
    const { document, show } = await openPage();
    const tags = async (rows: [string, number | string][]) => {
      await show(
        JSON.stringify({
          ...DAYS,
          columns: ['project', 'id', 'state', 'amount', 'share_percent'],
          rows: rows.map(([label, value]) => [label, 'proj_1', 'active', value, 1]),
        }),
      );
      return new Set([...document.querySelectorAll('body *')].map(({ tagName }) => tagName));
    };
    const usual = await tags([['plain', 12345.5]]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, amount), { minLength: 1, maxLength: 5 }), async (rows) => {
        const made = await tags(rows);
        expect(textsOf(document, '.row .label')).toEqual(rows.map(([label]) => label));
        expect(textsOf(document, '.row .figure')).toEqual(
          rows.map(([, value]) => `${typeof value === 'string' ? value : JSON.stringify(value)} USD`),
        );
        expect([...made].filter((tag) => !usual.has(tag))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('days', () => {
  test('are steps, and one that is missing is a gap and no zero', async () => {
    const document = await drawn(DAYS);
    const line = document.querySelector('path.line')?.getAttribute('d') ?? '';
    // Two steps from 10.5 to 20, the third two days later; the highest touches the top.
    expect(line).toBe('M0 65H1V33.33H2M4 0H5');
    expect(document.querySelector('svg')?.getAttribute('viewBox')).toBe('0 0 5 100');
    expect(textsOf(document, '.scale')).toEqual(['Highest 30 USD']);
    expect(textsOf(document, '.ends span')).toEqual(['2026-11-01', '2026-11-05']);
    expect(document.querySelectorAll('.row')).toHaveLength(0);
  });

  test('of which nothing is known are a gap, too', async () => {
    const rows = [
      ['2026-11-01', 10, 50],
      ['2026-11-02', null, null],
      ['2026-11-03', 10, 50],
    ];
    const document = await drawn({ ...DAYS, rows });
    expect(document.querySelector('path.line')?.getAttribute('d')).toBe('M0 0H1M2 0H3');
    expect(textsOf(document, 'td')).toContain('unknown');
  });
});

describe('usage', () => {
  test('has each measure, of which a button draws one', async () => {
    const document = await drawn(USAGE);
    expect(textsOf(document, 'h1')).toEqual(['Usage: completions']);
    expect(factsOf(document)).toEqual({ requests: '300', 'input tokens': '1234567890' });
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('.measures button')];
    expect(buttons.map(({ textContent }) => textContent)).toEqual(['requests', 'input tokens']);
    expect(textsOf(document, '.row .figure')).toEqual(['200', '100']);
    expect(widthsOf(document)).toEqual([100, 50]);
    buttons[1]?.click();
    expect(buttons.map((button) => button.getAttribute('aria-pressed'))).toEqual(['false', 'true']);
    expect(textsOf(document, '.row .figure')).toEqual(['234567890', '1000000000']);
    expect(widthsOf(document)).toEqual([expect.closeTo(23.46, 1), 100]);
  });

  test('has who calls models that are about to go, and what else was used', async () => {
    const document = await drawn(USAGE);
    expect(textsOf(document, 'caption')).toEqual([
      'All rows',
      'Calls of models that are about to go',
      'Other use',
    ]);
    const [all, retiring, others] = document.querySelectorAll('table');
    expect(textsOf(all ?? document, 'tbody tr:last-child td')).toEqual([
      'so far, not counted above',
      '7',
      '70',
      '',
    ]);
    expect(textsOf(retiring ?? document, 'tbody td')).toEqual(USAGE.retiring.rows.flat().map(String));
    expect(textsOf(others ?? document, 'tbody td')).toEqual(['images', 'images', '12']);
    expect(document.body.textContent).toContain('As of 2026-10-28, developers.openai.com.');
  });
});

test("the table has every cell of the rows, the rest, what is nobody's and the total", async () => {
  const document = await drawn(COSTS);
  const [table] = document.querySelectorAll('table');
  const rows = [...(table?.querySelectorAll('tbody tr') ?? [])].map((row) => textsOf(row, 'td'));
  expect(rows.slice(0, 3)).toEqual(
    COSTS.rows.map((row) => row.map((cell) => (cell === null ? 'unknown' : String(cell)))),
  );
  expect(rows.slice(3).map(([what, , , amount]) => [what, amount])).toEqual([
    ['rest, 4 rows', '312.0445'],
    ['not attributed', '3.21'],
    ['total', '18402.113409'],
  ]);
});
