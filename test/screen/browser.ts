/**
 * A real browser without a window, with the official host of MCP Apps in its page.
 *
 * BROWSER_SUITE=required makes a machine without one a failure; otherwise the suite skips and says so.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'tsup';

const programs = ['chromium', 'chromium-browser', 'google-chrome'];
const installCommand = 'apt-get install -y --no-install-recommends chromium';

function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return programs.flatMap((program) => folders.map((folder) => join(folder, program))).find(existsSync);
}

/** Whether the suite can run here; tells why not on stderr, or throws when it has to run. */
export function canRunBrowserSuite(): boolean {
  if (findBrowser() !== undefined) return true;
  const text = `BROWSER SUITE SKIPPED: no ${programs.join(', ')} here. To run it: ${installCommand}`;
  if (process.env.BROWSER_SUITE === 'required') throw new Error(text.replace('SKIPPED', 'CANNOT RUN'));
  process.stderr.write(`\n${text}\n`);
  return false;
}

/** Root may not start one in its own sandbox; nothing but this repository's page is opened. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findBrowser() ?? '', args: ['--no-sandbox'] });
}

/** The program of test/view/host-page.ts. */
export async function buildHostPage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'host-page-'));
  try {
    await build({
      config: false,
      entry: ['test/view/host-page.ts'],
      outDir: folder,
      format: 'iife',
      platform: 'browser',
      noExternal: [/./],
      silent: true,
    });
    return readFileSync(join(folder, 'host-page.global.js'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const HOST = `<!doctype html><html><head><style>
  body { margin: 0 } iframe { border: 0; width: 100%; display: block }
</style></head><body></body></html>`;

export type Look = { width: number; theme: 'light' | 'dark' };

export type ShownView = {
  /** The page of the host. */
  page: Page;
  /** Sends the result of a tool, and waits until it is drawn. */
  draw(result: unknown): Promise<void>;
  /** Runs an expression in the frame of the view. */
  inView<Value>(expression: string): Promise<Value>;
  /** What went wrong in either page, and each address that was asked for. */
  problems(): Promise<string[]>;
};

/** Opens the view as a host does, in a frame of this width. */
export async function openView(
  browser: Browser,
  hostPage: string,
  html: string,
  { width, theme }: Look,
): Promise<ShownView> {
  const page = await browser.newPage({ viewport: { width, height: 1600 }, colorScheme: theme });
  const seen: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') seen.push(message.text());
  });
  page.on('pageerror', (error) => seen.push(String(error)));
  page.on('request', (request) => seen.push(request.url()));
  await page.setContent(HOST);
  await page.addScriptTag({ content: hostPage });
  await page.evaluate(`hostPage.open(${JSON.stringify(html)}, {})`);
  const frame = page.frames().find((one) => one !== page.mainFrame());
  if (frame === undefined) throw new Error('The host shows no frame.');
  return {
    page,
    draw: (result) => page.evaluate(`hostPage.show(${JSON.stringify(result)})`),
    inView: (expression) => frame.evaluate(expression),
    problems: async () => [...seen, ...((await page.evaluate('hostPage.problems')) as string[])],
  };
}
