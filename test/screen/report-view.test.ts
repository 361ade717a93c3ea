/** The proof with a real browser, the official host and the built program: the view is readable where hosts show it. */
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROGRAM } from '../e2e/start-server.ts';
import { REPORT_VIEW, SHOWS_VIEWS } from '../e2e/view-client.ts';
import { buildHostPage, canRunBrowserSuite, type Look, openView, startBrowser } from './browser.ts';

const canRun = canRunBrowserSuite();

const CALLS: Record<string, [tool: string, given: Record<string, unknown>]> = {
  'costs by project, compared and estimated': ['report_costs', { compare: true, forecast: true }],
  'costs by three things': ['report_costs', { by: ['project', 'user', 'api_key'], compare: true }],
  'costs by line item': ['report_costs', { by: ['line_item'], top: 30 }],
  'costs by day': ['report_costs', { by: ['day'], period: 'last_28_days' }],
  usage: ['report_usage', {}],
  'usage by hour': ['report_usage', { by: ['hour'], period: 'yesterday' }],
  'an error': ['report_costs', { period: 'someday' }],
};

const LOOKS: Look[] = [360, 600, 900].flatMap((width) => [
  { width, theme: 'light' as const },
  { width, theme: 'dark' as const },
]);

/** Of every text in sight, the lowest contrast with its ground, as WCAG 2.2 counts it. */
const LOWEST_CONTRAST = `(() => {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (colour, ground = [0, 0, 0, 0]) => {
    context.clearRect(0, 0, 1, 1);
    for (const one of [\`rgb(\${ground.slice(0, 3).join(' ')} / \${ground[3] / 255})\`, colour]) {
      context.fillStyle = one;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const groundOf = (element) =>
    element === null ? [0, 0, 0, 0] : rgb(getComputedStyle(element).backgroundColor, groundOf(element.parentElement));
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((part) => part / 255).map((part) =>
      part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const texts = [...document.querySelectorAll('main *')].filter((element) =>
    element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''));
  return Math.min(...texts.map((element) => {
    const ground = groundOf(element);
    const pair = [light(ground), light(rgb(getComputedStyle(element).color, ground))].sort((a, b) => b - a);
    return (pair[0] + 0.05) / (pair[1] + 0.05);
  }));
})()`;

const PLACES = `(() => {
  const root = document.documentElement;
  const inside = [...document.querySelectorAll('main *')]
    .filter((element) => element.checkVisibility() && getComputedStyle(element).clipPath === 'none')
    .map((element) => element.getBoundingClientRect().right);
  return { width: innerWidth, scrolls: root.scrollWidth, right: Math.max(...inside) };
})()`;

/** The table of all rows, or nothing where there is none. */
const FIRST_TABLE = `[...(document.querySelector('table')?.tBodies[0]?.rows ?? [])]
  .map((row) => [...row.cells].map((cell) => cell.textContent))
  .filter(([first]) => !/^(?:rest,|not attributed$|totals?$|so far,)/.test(first))`;

function rowsOf(result: unknown): string[][] {
  const [block] = (result as { content: { text: string }[] }).content;
  const { rows = [] } = JSON.parse(block?.text ?? '') as { rows?: unknown[][] };
  return rows.map((row) => row.map((cell) => (cell === null ? 'unknown' : String(cell))));
}

type Places = { width: number; scrolls: number; right: number };

describe.skipIf(!canRun)('in a browser', () => {
  let browser: Browser;
  let hostPage = '';
  let html = '';
  const results = new Map<string, unknown>();

  beforeAll(async () => {
    [browser, hostPage] = await Promise.all([startBrowser(), buildHostPage()]);
    const client = new Client(
      { name: 'screen', version: '1' },
      { capabilities: { extensions: SHOWS_VIEWS } as object },
    );
    await client.connect(
      new StdioClientTransport({ command: process.execPath, args: [PROGRAM, '--sandbox'] }),
    );
    const { contents } = await client.readResource({ uri: REPORT_VIEW });
    html = contents[0] !== undefined && 'text' in contents[0] ? contents[0].text : '';
    for (const [name, [tool, given]] of Object.entries(CALLS)) {
      results.set(name, await client.callTool({ name: tool, arguments: given }));
    }
    await client.close();
  });
  afterAll(() => browser?.close());

  const open = (look: Look) => openView(browser, hostPage, html, look);
  const show = async (name: string, look: Look) => {
    const view = await open(look);
    await view.draw(results.get(name));
    return view;
  };

  it.each(LOOKS)(
    '$width pixels wide and $theme: all can be read without moving sideways, and no address is asked for',
    async (look) => {
      const { page, draw, inView, problems } = await open(look);
      for (const [name, result] of results) {
        await draw(result);
        const drawn = name === 'an error' ? '[role=alert]' : '.facts dd';
        expect(await inView(`document.querySelectorAll('${drawn}').length`), name).toBeGreaterThan(0);
        await inView(`document.querySelector('[aria-controls]')?.click()`);
        expect(await inView(FIRST_TABLE), name).toEqual(rowsOf(result));
        const places = await inView<Places>(PLACES);
        expect([places.width, places.scrolls], name).toEqual([look.width, look.width]);
        expect(places.right, name).toBeLessThanOrEqual(look.width);
        expect(await inView(LOWEST_CONTRAST), name).toBeGreaterThanOrEqual(4.5);
        // The frame is as high as the host was told: nothing is hidden below it.
        await expect
          .poll(() => inView('innerHeight - document.body.scrollHeight'), { message: name })
          .toBeGreaterThan(-1);
      }
      expect(await problems()).toEqual([]);
      await page.close();
    },
  );

  it('Tab and arrows reach the measures, the rows and the tables, and it is seen where one is', async () => {
    const { page, inView } = await show('usage', { width: 600, theme: 'light' });
    const reached: string[] = [];
    for (let stops = 0; stops < 7; stops += 1) {
      await page.keyboard.press('Tab');
      reached.push(await inView<string>('document.activeElement.textContent'));
      expect(await inView('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    }
    expect(reached.slice(0, 5)).toEqual([
      'requests',
      'input tokens',
      'of which cached',
      'of which cache writes',
      'output tokens',
    ]);
    expect(reached[6]).toBe('Show all figures as tables');
    await page.keyboard.press('Shift+Tab');
    const first = await inView<string>(`document.querySelector('.details').textContent`);
    await page.keyboard.press('ArrowDown');
    expect(await inView(`document.querySelector('.details').textContent`)).not.toBe(first);
    expect(await inView(`[...document.querySelectorAll('.row')].indexOf(document.activeElement)`)).toBe(1);
    await page.close();
  });

  it('a pointer goes along the line of time', async () => {
    const { page, inView } = await show('costs by day', { width: 600, theme: 'dark' });
    const box = () =>
      inView<{ left: number; width: number; top: number }>(
        `(({ left, width, top }) => ({ left, width, top }))(document.querySelector('.chart').getBoundingClientRect())`,
      );
    const details = () => inView<string>(`document.querySelector('.details').textContent`);
    const told = async (part: number) => {
      const before = await details();
      let moves = 0;
      // A hand does not stand still: a move that came before the frame had its place is followed by another.
      await expect
        .poll(
          async () => {
            const chart = await box();
            moves += 1;
            await page.mouse.move(chart.left + chart.width * part, chart.top + 20 + (moves % 2));
            return details();
          },
          { timeout: 10_000 },
        )
        .not.toBe(before);
      return details();
    };
    const [first, second] = [await told(0.01), await told(0.5 / 28 + 1 / 28)];
    const dayOf = (text: string) => Date.parse(/^day (\S+),/.exec(text)?.[1] ?? '');
    expect(dayOf(second) - dayOf(first)).toBe(86_400_000);
    await page.close();
  });

  it('the host changes between light and dark', async () => {
    const { page, inView } = await show('usage', { width: 600, theme: 'light' });
    const ground = () => inView<string>('getComputedStyle(document.documentElement).backgroundColor');
    const light = await ground();
    await page.evaluate(`hostPage.setTheme('dark')`);
    await expect.poll(ground).not.toBe(light);
    await page.close();
  });

  it('nothing moves by itself', async () => {
    const { page, inView } = await show('costs by project, compared and estimated', {
      width: 600,
      theme: 'light',
    });
    const moving = `[...document.querySelectorAll('*')].filter((one) => {
      const { animationName, transitionDuration } = getComputedStyle(one);
      return animationName !== 'none' || transitionDuration !== '0s';
    }).length`;
    expect(await inView(moving)).toBe(0);
    await page.close();
  });
});
