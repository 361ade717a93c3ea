/** The proof that text reaches every kind of window as data: the exact program, words, input and environment for hostile texts. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findWindows } from '../../src/window/find-windows.ts';
import type { WindowQuestion } from '../../src/window/window.ts';

const HOSTILE = [
  '<b>bold</b> &amp; <img src=http://x.example/>',
  '-e do shell script "id"',
  '--text=--help',
  '"; Start-Process calc; "',
  '\' & (do shell script "id") & \'',
  '$(id) `id` $HOME %PATH% $env:USERNAME',
  'back\\slash \\n \\\\ _under_ & 100%',
  'Zoë 漢字 🚀',
  '<?xml version="1.0"?><html>',
];

const questionOf = (text: string, lines = 1): WindowQuestion => ({
  picture: Array.from({ length: lines }, () => text).join('\n'),
  brief: `brief ${text}`,
  label: `To approve, type ${JSON.stringify(text)} without the quotes.`,
  seconds: 600,
});

const SECRETS = {
  OPENAI_ADMIN_KEY: 'sk-admin-canary-0123456789abcdef',
  NODE_OPTIONS: '--require=/evil.js',
  LD_PRELOAD: '/evil.so',
  GTK_MODULES: 'evil',
  GTK_PATH: '/evil',
  QT_PLUGIN_PATH: '/evil',
  PYTHONPATH: '/evil',
  PSModulePath: 'C:\\evil',
  PATH: '/project/node_modules/.bin:/evil',
};

async function programsOn(
  platform: NodeJS.Platform,
  question: WindowQuestion,
  environment: Record<string, string> = SECRETS,
  folder = '/nowhere',
) {
  const host = { environment, platform, homeDirectory: '/home/ann', uid: 1000 };
  const display = async () => ({ variables: { DISPLAY: ':0', XAUTHORITY: '/home/ann/.Xauthority' } });
  const found = await findWindows(host, display, [folder]);
  return 'missing' in found ? found.missing : found.programsFor(question);
}

/** A folder with programs of these names, none of which is ever started. */
function programs(...names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'windows-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of names) {
    writeFileSync(join(folder, name), '');
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

function list<T>(found: readonly T[] | string): readonly T[] {
  if (typeof found === 'string') throw new Error(found);
  return found;
}

/** The texts as GTK and Qt read them back from what we give: by their documents, not by our code. */
const asGtkLabelShows = (text: string) =>
  text
    .replace(/\\(.)/g, (_, letter: string) => (letter === '\\' ? '\\' : `<${letter}>`))
    .replace(/__|_/g, (run) => (run === '__' ? '_' : ''));
const asQtLabelShows = (text: string, hasField: boolean) => {
  const parsed = text.replace(/\\(.)/g, (_, letter: string) =>
    letter === '\\' ? '\\' : letter === 'n' ? '\n' : `\\${letter}`,
  );
  return hasField ? parsed.replace(/&&|&/g, (run) => (run === '&&' ? '&' : '')) : parsed;
};

describe('zenity', () => {
  test.each(HOSTILE)('is given %j as text', async (text) => {
    const folder = programs('zenity', 'kdialog', 'setpriv');
    const question = questionOf(text);
    const [window, ...others] = list(await programsOn('linux', question, SECRETS, folder));
    expect(others).toEqual([]);
    expect(window?.program).toBe(join(folder, 'setpriv'));
    const { arguments: words = [] } = window ?? {};
    expect(words.slice(0, -1)).toEqual([
      ...['--pdeathsig', 'KILL', join(folder, 'zenity'), '--entry'],
      '--title=openai-admin-mcp asks for approval',
      ...['--ok-label=Approve', '--cancel-label=Decline', '--timeout=600', '--width=640'],
    ]);
    const shown = asGtkLabelShows(words.at(-1)?.replace('--text=', '') ?? '');
    expect(shown).toBe(`openai-admin-mcp asks for approval.\n\n${question.picture}\n\n${question.label}`);
    expect(window?.environment).toEqual({
      DISPLAY: ':0',
      XAUTHORITY: '/home/ann/.Xauthority',
      HOME: '/home/ann',
      PATH: '/usr/bin:/bin',
      LC_ALL: 'C.UTF-8',
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    });
  });

  test('shows what is long in a window that scrolls, from its standard input, before it asks', async () => {
    const question = questionOf(HOSTILE[0] ?? '', 200);
    const [text, field] = list(await programsOn('linux', question, SECRETS, programs('zenity')));
    expect(text?.arguments[0]).toBe('--text-info');
    expect(text?.arguments.join(' ')).not.toMatch(/--html|--filename|--url/);
    expect(text?.input).toBe(question.picture);
    expect(text?.answerOf(0, '')).toBe('go on');
    expect(text?.answerOf(1, '')).toEqual({ kind: 'declined' });
    expect(asGtkLabelShows(field?.arguments.at(-1) ?? '')).toContain(question.brief);
  });

  test.each([
    [0, 'Alpha\n', { kind: 'typed', text: 'Alpha' }],
    [0, '\n', { kind: 'typed', text: '' }],
    [1, '', { kind: 'declined' }],
    [5, 'Alpha\n', { kind: 'closed' }],
    [255, '', { kind: 'failed', why: 'zenity ended with 255' }],
    [null, 'Alpha\n', { kind: 'failed', why: 'zenity ended with a signal' }],
  ] as const)('that ends with %j and %j means %j', async (code, output, answer) => {
    const [window] = list(await programsOn('linux', questionOf('x'), {}, programs('zenity')));
    expect(window?.answerOf(code, output)).toEqual(answer);
  });
});

describe('kdialog', () => {
  test.each(HOSTILE)('is given %j as text', async (text) => {
    const question = questionOf(text);
    const folder = programs('kdialog');
    const [window] = list(await programsOn('linux', question, SECRETS, folder));
    expect(window?.program).toBe(join(folder, 'kdialog'));
    const [title, , box, label = '', initial] = window?.arguments ?? [];
    expect([title, box, initial]).toEqual(['--title', '--inputbox', '']);
    const shown = asQtLabelShows(label, true);
    // By its first line Qt decides whether a text is markup.
    expect(shown.split('\n')[0]).toBe('openai-admin-mcp asks for approval.');
    expect(shown).toContain(`\n\n${question.picture}\n\n${question.label} OK approves, Cancel declines.`);
  });

  test('shows what is long in a message that scrolls before it asks', async () => {
    const question = questionOf(HOSTILE[6] ?? '', 200);
    const [text, field] = list(await programsOn('linux', question, SECRETS, programs('kdialog')));
    expect(text?.arguments[2]).toBe('--warningcontinuecancel');
    expect(asQtLabelShows(text?.arguments[3] ?? '', false)).toBe(
      `openai-admin-mcp asks for approval.\n\n${question.picture}`,
    );
    expect([0, 1, 2].map((code) => text?.answerOf(code, ''))).toEqual([
      'go on',
      { kind: 'declined' },
      { kind: 'declined' },
    ]);
    expect(field?.answerOf(0, 'Alpha\n')).toEqual({ kind: 'typed', text: 'Alpha' });
  });
});

describe.each(['darwin', 'win32'] as const)('the script for %s', (platform) => {
  const PASSED = { ...SECRETS, SystemRoot: 'C:\\Windows', TEMP: 'C:\\Temp' };

  test.each(HOSTILE)('is the same whatever it shows, and gets %j as JSON', async (text) => {
    const [window, ...others] = list(await programsOn(platform, questionOf(text), PASSED));
    const [plain] = list(await programsOn(platform, questionOf('x'), PASSED));
    expect(others).toEqual([]);
    expect(window?.arguments).toEqual(plain?.arguments);
    expect(window?.input).toMatch(/^[\x20-\x7e]*$/);
    expect(JSON.parse(window?.input ?? '')).toEqual({
      title: 'openai-admin-mcp asks for approval',
      picture: text,
      label: questionOf(text).label,
      seconds: 600,
      approve: 'Approve',
      decline: 'Decline',
    });
  });

  test('is run by the program of the system, with nothing of the environment that it does not need', async () => {
    const [window] = list(await programsOn(platform, questionOf('x'), PASSED));
    const { program, arguments: words = [], environment } = window ?? {};
    if (platform === 'darwin') {
      expect([program, ...words.slice(0, 3)]).toEqual(['/usr/bin/osascript', '-l', 'JavaScript', '-e']);
      expect(environment).toEqual({ HOME: '/home/ann', PATH: '/usr/bin:/bin' });
      return;
    }
    expect(program).toBe('C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe');
    expect(words.slice(0, -1)).toEqual(
      '-NoLogo -NoProfile -NonInteractive -STA -InputFormat None -EncodedCommand'.split(' '),
    );
    expect(Buffer.from(words.at(-1) ?? '', 'base64').toString('utf16le')).toContain('ConvertFrom-Json');
    // The longest command line that Windows takes.
    expect([program, ...words].join(' ').length).toBeLessThan(32_000);
    expect(environment).toEqual({
      SystemRoot: 'C:\\Windows',
      TEMP: 'C:\\Temp',
      PATH: 'C:\\Windows\\System32',
    });
  });

  test.each([
    [0, '{"kind":"typed","text":"Zoë"}\n', { kind: 'typed', text: 'Zoë' }],
    [0, '{"kind":"declined"}', { kind: 'declined' }],
    [0, '{"kind":"closed"}', { kind: 'closed' }],
    [0, 'Alpha', { kind: 'failed', why: 'its script ended with 0' }],
    [0, '{"kind":"approved"}', { kind: 'failed', why: 'its script ended with 0' }],
    [0, '{"kind":"typed"}', { kind: 'failed', why: 'its script ended with 0' }],
    [1, '{"kind":"typed","text":"Alpha"}', { kind: 'failed', why: 'its script ended with 1' }],
  ] as const)('that ends with %j and %j means %j', async (code, output, answer) => {
    const [window] = list(await programsOn(platform, questionOf('x'), PASSED));
    expect(window?.answerOf(code, output)).toEqual(answer);
  });

  test('runs in no session over SSH', async () => {
    expect(await programsOn(platform, questionOf('x'), { SSH_CONNECTION: 'x' })).toBe(
      'this is a session over SSH',
    );
  });
});

test.each([
  ['root', 0, {}],
  ['another account', 4321, { SUDO_UID: '1000' }],
])('on macOS none opens for %s', async (_, uid, environment) => {
  const host = { environment, platform: 'darwin', homeDirectory: '/home/ann', uid } as const;
  expect(await findWindows(host)).toHaveProperty('missing');
  expect(await findWindows({ ...host, environment: {}, uid: 1000 })).toHaveProperty('programsFor');
});

test('a program that PATH names is not taken', async () => {
  const folder = programs('zenity');
  expect(await programsOn('linux', questionOf('x'), { PATH: folder }, '/nowhere')).toBe(
    'neither zenity nor kdialog is installed',
  );
  expect(await programsOn('freebsd', questionOf('x'))).toContain('freebsd');
});
