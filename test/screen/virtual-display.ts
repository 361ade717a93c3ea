/**
 * A screen that nobody looks at (Xvfb), and a person who types and clicks at it (xdotool).
 *
 * WINDOW_SUITE=required makes a machine without the programs a failure; otherwise the suite skips and says so.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';

const run = promisify(execFile);
const programs = ['zenity', 'Xvfb', 'xdotool'];
const installCommand = 'apt-get install -y --no-install-recommends zenity xvfb xdotool';

/** Whether the suite can run here; tells why not on stderr, or throws when it has to run. */
export function canRunWindowSuite(): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const missing = programs.filter((program) => !folders.some((folder) => existsSync(join(folder, program))));
  if (missing.length === 0) return true;
  const text = `WINDOW SUITE SKIPPED: no ${missing.join(', ')} here. To run it: ${installCommand}`;
  if (process.env.WINDOW_SUITE === 'required') throw new Error(text.replace('SKIPPED', 'CANNOT RUN'));
  process.stderr.write(`\n${text}\n`);
  return false;
}

/** Programs that come one after the other get the same ids for their windows. */
export type Shown = { id: string; pid: string };

export type Screen = {
  /** As in DISPLAY. */
  display: string;
  number: number;
  /** Waits until exactly one window asks, other than `not`. */
  window(not?: Shown): Promise<Shown>;
  /** Those that ask now. */
  windows(): Promise<Shown[]>;
  /** Waits until no window asks. */
  empty(): Promise<void>;
  type(window: Shown, text: string): Promise<void>;
  press(key: string): Promise<void>;
  click(window: Shown, button: 'Approve' | 'Decline'): Promise<void>;
  /** How far to the right the line of text at this place is written, in pixels from the window's edge. */
  inkOfLine(window: Shown, line: number): Promise<number>;
  close(): Promise<void>;
};

/** @param cookie whoever has it is let in, and nobody else; anybody on this machine when absent */
export async function openScreen(cookie?: { file: string }): Promise<Screen> {
  const folder = mkdtempSync(join(tmpdir(), 'window-suite-'));
  const authority = cookie === undefined ? [] : ['-auth', cookie.file];
  const server = spawn(
    'Xvfb',
    [
      ...['-displayfd', '1', '-screen', '0', '1280x800x24', '-nolisten', 'tcp', '-fbdir', folder],
      // Else it begins anew when the last window goes, and refuses one that comes in that moment.
      '-noreset',
      ...authority,
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const [text] = (await once(server.stdout, 'data')) as [Buffer];
  const number = Number(text.toString());
  const display = `:${number}`;
  const env = {
    PATH: process.env.PATH,
    DISPLAY: display,
    ...(cookie && { XAUTHORITY: cookie.file }),
  };
  const xdotool = async (...words: string[]) => (await run('xdotool', words, { env })).stdout.trim();
  const asking = async () =>
    (await xdotool('search', '--onlyvisible', '--name', '^openai-admin-mcp asks').catch(() => ''))
      .split('\n')
      .filter((id) => id !== '');
  const placeOf = async ({ id }: Shown) => {
    const shell = await xdotool('getwindowgeometry', '--shell', id);
    const value = (name: string) => Number(new RegExp(`^${name}=(\\d+)$`, 'm').exec(shell)?.[1]);
    return { x: value('X'), y: value('Y'), width: value('WIDTH'), height: value('HEIGHT') };
  };
  /** Without a window manager keys go to where the pointer is. */
  const pointTo = async (window: Shown) => {
    const { x, y, width, height } = await placeOf(window);
    await xdotool('mousemove', String(x + width / 2), String(y + height / 2));
  };
  const windows = async () => {
    const ids = await asking();
    const pids = await Promise.all(ids.map((id) => xdotool('getwindowpid', id).catch(() => '')));
    return ids.flatMap((id, at) => (pids[at] ? [{ id, pid: pids[at] }] : []));
  };
  return {
    display,
    number,
    windows,
    async window(not) {
      let shown: Shown[] = [];
      await expect
        .poll(async () => {
          shown = (await windows()).filter(({ pid }) => pid !== not?.pid);
          return shown.length;
        })
        .toBe(1);
      const [window] = shown;
      if (window === undefined) throw new Error('no window');
      await pointTo(window);
      // What is pressed before a window has drawn itself is lost.
      await expect.poll(() => inkBelow(folder, 0)).toBeGreaterThan(1_000);
      return window;
    },
    async empty() {
      await expect.poll(asking).toEqual([]);
    },
    async type(window, words) {
      await pointTo(window);
      await xdotool('type', '--delay', '5', words);
    },
    press: async (key) => void (await xdotool('key', key)),
    async click(window, button) {
      const { x, y, width, height } = await placeOf(window);
      const fromRight = button === 'Approve' ? 56 : 156;
      await xdotool('mousemove', String(x + width - fromRight), String(y + height - 25), 'click', '1');
    },
    async inkOfLine(window, line) {
      const { x, y, width } = await placeOf(window);
      const top = y + 12 + line * 17;
      const { dark } = framebuffer(folder);
      for (let column = x + width - 8; column > x + 8; column -= 1) {
        for (let row = top; row < top + 17; row += 1) if (dark(column, row)) return column - x;
      }
      return 0;
    },
    async close() {
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
      for (const left of [`/tmp/.X11-unix/X${number}`, `/tmp/.X${number}-lock`])
        rmSync(left, { force: true });
    },
  };
}

/** The screen as Xvfb keeps it in a file, in the format of xwd: 25 numbers, then colours, then pixels. */
function framebuffer(folder: string) {
  const bytes = readFileSync(join(folder, 'Xvfb_screen0'));
  const field = (position: number) => bytes.readUInt32BE(position * 4);
  const [start, width, height] = [field(0) + field(19) * 12, field(4), field(5)];
  const at = (x: number, y: number) => bytes.readUInt32LE(start + y * field(12) + x * 4) & 0xffffff;
  const dark = (x: number, y: number) => (at(x, y) & 0xff) < 0x80;
  return { at, dark, width, height };
}

/** Pixels of text on the screen: dark, but not the black of the empty screen. */
function inkBelow(folder: string, top: number): number {
  const { at, width, height } = framebuffer(folder);
  let ink = 0;
  for (let y = top; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const colour = at(x, y);
      if (colour !== 0 && (colour & 0xff) < 0x80) ink += 1;
    }
  }
  return ink;
}

/** A file of the X authority's format with one secret, which lets in whoever reads it. */
export function writeCookie(file: string, display: number): void {
  const text = (value: Buffer) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(value.length);
    return Buffer.concat([length, value]);
  };
  const words = ['', String(display), 'MIT-MAGIC-COOKIE-1'].map((word) => Buffer.from(word));
  const family = Buffer.from([0xff, 0xff]);
  const bytes = Buffer.concat([family, ...[...words, Buffer.alloc(16, 7)].map(text)]);
  writeFileSync(file, bytes, { mode: 0o600 });
}
