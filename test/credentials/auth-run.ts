// Owns running an auth command in this process with everything around it replaced, and what came of it.
import { PassThrough } from 'node:stream';
import { CommanderError } from 'commander';
import { authCommand } from '../../src/cli/auth.ts';
import type { AuthEdge } from '../../src/cli/auth-edge.ts';
import { rememberGiven } from '../../src/cli/remember-given.ts';
import { filterStream } from '../../src/redaction/filter-stream.ts';
import { type MemoryKeychain, memoryKeychain } from './memory-keychain.ts';

export const now = new Date('2026-11-22T12:00:00Z');

export type AuthRun = { code: number; stdout: string; stderr: string };

export type AuthSetting = Partial<AuthEdge> & {
  homeDirectory: string;
  /** Text on standard input. */
  input?: string;
  keychain?: MemoryKeychain;
};

export async function runAuth(setting: AuthSetting, ...words: string[]): Promise<AuthRun> {
  const { input = '', keychain = memoryKeychain(), ...edge } = setting;
  const run: AuthRun = { code: -1, stdout: '', stderr: '' };
  rememberGiven({ arguments: words, environment: edge.env ?? {} });
  const stdin = new PassThrough();
  stdin.end(input);
  const command = authCommand({
    env: {},
    platform: 'linux',
    uid: process.getuid?.(),
    now,
    stdin,
    stdout: collect((text) => {
      run.stdout += text;
    }),
    stderr: collect((text) => {
      run.stderr += text;
    }),
    openKeychain: () => keychain,
    probe: async () => ({ ok: true, can: 'It can read the organization.' }),
    setExitCode: (code) => {
      run.code = code;
    },
    ...edge,
  });
  try {
    await command.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    run.code = error.exitCode === 0 ? 0 : 2;
  }
  return run;
}

function collect(take: (text: string) => void): NodeJS.WritableStream {
  const stream = new PassThrough();
  stream.setEncoding('utf8');
  stream.on('data', take);
  filterStream(stream);
  return stream;
}
