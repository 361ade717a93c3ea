/** Showing the windows of one question, one after the other, until a person has answered or the window is closed. */

import type { ChildProcess } from 'node:child_process';
import { endGroup } from '../host/end-group.ts';
import type { Host } from '../host/host.ts';
import { codeOf } from '../model/error-code.ts';
import { findWindows } from './find-windows.ts';
import type { WindowAnswer, WindowProgram, WindowQuestion } from './window.ts';

/** A name has 60 characters at most; whatever else was pasted is not it. */
const MAX_OUTPUT_LENGTH = 10_000;

/** Why no window can be opened now, to follow "no window can be opened: "; undefined when one can. */
export async function whyNoWindow(host: Host): Promise<string | undefined> {
  const found = await findWindows(host);
  return 'missing' in found ? found.missing : undefined;
}

/** Rejects for no reason of the window's; `closed` takes it off the screen at once. */
export async function openWindow(
  host: Host,
  question: WindowQuestion,
  closed: AbortSignal,
): Promise<WindowAnswer> {
  const found = await findWindows(host);
  if ('missing' in found) return { kind: 'failed', why: found.missing };
  return showAll(found.programsFor(question), host.platform, closed);
}

export async function showAll(
  programs: readonly WindowProgram[],
  platform: NodeJS.Platform,
  closed: AbortSignal,
): Promise<WindowAnswer> {
  for (const program of programs) {
    if (closed.aborted) break;
    const answer = await show(program, platform, closed);
    if (answer !== 'go on') return answer;
  }
  return { kind: 'closed' };
}

/** In a process group of its own, so that closing reaches what the program may have started. */
async function show(
  window: WindowProgram,
  platform: NodeJS.Platform,
  closed: AbortSignal,
): Promise<WindowAnswer | 'go on'> {
  const child = start(window, platform);
  if (typeof child === 'string') return { kind: 'failed', why: `it cannot be started (${child})` };
  const ended = endOf(child);
  const output = collected(child.stdout);
  const errors = collected(child.stderr);
  child.stdin?.on('error', () => undefined).end(window.input);
  const close = () => endGroup(child, platform);
  closed.addEventListener('abort', close);
  try {
    const code = await ended;
    if (closed.aborted) return { kind: 'closed' };
    if (typeof code === 'string') return { kind: 'failed', why: `it cannot be started (${code})` };
    // Without a screen these programs end with the code that means declined.
    if (code !== 0 && SCREEN_LOST.test(errors())) return { kind: 'failed', why: 'the display refused it' };
    return window.answerOf(code, output());
  } finally {
    closed.removeEventListener('abort', close);
  }
}

/** Not whatever else has a display in its words: `extension "GLX" missing on display ":1"` hinders nothing. */
const SCREEN_LOST =
  /\b(cannot|could not|couldn't|failed to|unable to)\b[^\n]*\b(display|wl_display|compositor)\b|no qt platform plugin/i;

/** The system's word for why it cannot be started, where that is known at once. */
function start(window: WindowProgram, platform: NodeJS.Platform): ChildProcess | string {
  const { spawn } = process.getBuiltinModule('node:child_process');
  try {
    return spawn(window.program, window.arguments, {
      cwd: platform === 'win32' ? undefined : '/',
      env: window.environment,
      detached: platform !== 'win32',
      windowsHide: true,
    });
  } catch (error) {
    return codeOf(error) ?? 'unknown error';
  }
}

/** What a program left running may hold its output open; this long is waited for the rest. */
const AFTER_EXIT_MILLISECONDS = 500;

/** The exit code, null after a signal, or the system's word for why it cannot be started. */
function endOf(child: ChildProcess): Promise<number | null | string> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(codeOf(error) ?? 'unknown error'));
    child.on('close', resolve);
    child.on('exit', (code) => setTimeout(() => resolve(code), AFTER_EXIT_MILLISECONDS).unref());
  });
}

/** Without descriptors left there is no stream. */
function collected(stream: NodeJS.ReadableStream | null | undefined): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(0, MAX_OUTPUT_LENGTH);
  });
  return () => text;
}
