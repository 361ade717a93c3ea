/** Owns running the program in this process with everything around it replaced. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { ProcessEdge } from '../../src/cli/edge.ts';
import { runProgram } from '../../src/cli/program.ts';
import { filterStream } from '../../src/redaction/filter-stream.ts';
import { catalogue } from '../catalogue/catalogue.ts';

export type ProgramRun = { code: number | undefined; stdout: string; stderr: string };

/** A package folder with the compiled catalogue, and an empty home beside it. */
function folders(): { packageFolder: string; homeDirectory: string } {
  const root = mkdtempSync(join(tmpdir(), 'openai-admin-mcp-program-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, 'dist'));
  mkdirSync(join(root, 'home'));
  writeFileSync(join(root, 'dist', 'catalogue.json'), JSON.stringify(catalogue));
  return { packageFolder: root, homeDirectory: join(root, 'home') };
}

/** For command lines that end by themselves: those that serve would take the real stdin. */
export async function runUntilItEnds(
  words: string[],
  environment: Record<string, string> = {},
): Promise<ProgramRun> {
  const run: ProgramRun = { code: undefined, stdout: '', stderr: '' };
  const collect = (name: 'stdout' | 'stderr') => {
    const stream = new PassThrough({ encoding: 'utf8' });
    stream.on('data', (text) => {
      run[name] += text;
    });
    filterStream(stream);
    return stream as unknown as NodeJS.WriteStream;
  };
  const edge: ProcessEdge = {
    ...folders(),
    arguments: words,
    environment,
    platform: 'linux',
    uid: process.getuid?.(),
    stdin: new PassThrough() as unknown as NodeJS.ReadStream,
    stdout: collect('stdout'),
    stderr: collect('stderr'),
    now: () => Date.parse('2026-11-22T12:00:00Z'),
    monotonic: () => 0,
    onSignal: () => undefined,
    setExitCode: (code) => {
      run.code = code;
    },
    exit: (code) => {
      run.code = code;
    },
  };
  await runProgram(edge);
  await new Promise(setImmediate);
  return run;
}
