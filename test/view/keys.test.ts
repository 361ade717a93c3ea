/** All of the view can be reached and read without a pointer. */
import { expect, test } from 'vitest';
import { openPage, textsOf } from './page.ts';
import { COSTS, DAYS } from './sample-reports.ts';

function press(document: Document, key: string): boolean {
  const Key = (document.defaultView as unknown as { KeyboardEvent: typeof KeyboardEvent }).KeyboardEvent;
  return (
    document.activeElement?.dispatchEvent(new Key('keydown', { key, bubbles: true, cancelable: true })) ??
    true
  );
}

test('arrows, Home and End go from row to row, of which one is a stop of Tab', async () => {
  const { document, show } = await openPage();
  await show(JSON.stringify(COSTS));
  const rows = [...document.querySelectorAll<HTMLElement>('.row')];
  const stops = () => rows.flatMap(({ tabIndex }, at) => (tabIndex === 0 ? [at] : []));
  const focused = () => rows.indexOf(document.activeElement as HTMLElement);
  expect(stops()).toEqual([0]);
  rows[0]?.focus();
  const went = ['ArrowDown', 'ArrowDown', 'ArrowUp', 'End', 'ArrowDown', 'Home', 'ArrowUp'].map((key) => {
    expect(press(document, key)).toBe(false);
    expect(stops()).toEqual([focused()]);
    return focused();
  });
  expect(went).toEqual([1, 2, 1, 4, 4, 0, 0]);
  expect(press(document, 'Tab')).toBe(true);
});

test('a row that is reached tells all that is known of it, in sight and by its label', async () => {
  const { document, show } = await openPage();
  await show(JSON.stringify(COSTS));
  const [, second] = document.querySelectorAll<HTMLElement>('.row');
  second?.focus();
  const all =
    'project old prototype, id proj_2, state archived, amount 4501.000000000000000001, share percent 24.5, before 4500, moved 1.000000000000000001';
  expect(textsOf(document, '.details')).toEqual([all]);
  expect(second?.getAttribute('aria-label')).toBe(`old prototype: ${all}`);
});

test('arrows go along the line of time and tell each day', async () => {
  const { document, show } = await openPage();
  await show(JSON.stringify(DAYS));
  const chart = document.querySelector<HTMLElement>('.chart');
  expect(chart?.tabIndex).toBe(0);
  chart?.focus();
  const told = ['Home', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft'].map((key) => {
    press(document, key);
    expect(textsOf(document, '.details')).toEqual([chart?.getAttribute('aria-valuetext')]);
    return [chart?.getAttribute('aria-valuetext'), document.querySelector('.mark')?.getAttribute('x')];
  });
  expect(told).toEqual([
    ['day 2026-11-01, amount 10.5, share percent 17.4', '0'],
    ['day 2026-11-02, amount 20, share percent 33.1', '1'],
    ['day 2026-11-05, amount 30, share percent 49.6', '4'],
    ['day 2026-11-05, amount 30, share percent 49.6', '4'],
    ['day 2026-11-02, amount 20, share percent 33.1', '1'],
  ]);
});

test('a button shows the tables and hides them', async () => {
  const { document, show } = await openPage();
  await show(JSON.stringify(DAYS));
  const button = document.querySelector<HTMLButtonElement>('button[aria-controls]');
  const tables = document.getElementById(button?.getAttribute('aria-controls') ?? '');
  const states = [0, 1, 2].map((clicks) => {
    if (clicks > 0) button?.click();
    return [button?.getAttribute('aria-expanded'), tables?.hidden];
  });
  expect(states).toEqual([
    ['false', true],
    ['true', false],
    ['false', true],
  ]);
  expect(textsOf(document, 'caption')).toEqual(['All rows']);
});
