/** Running the program in this process, from a package folder of its own and in an empty home. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { onTestFinished } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { processContext, type Ran } from './process-context.ts';

const CATALOGUE = JSON.stringify(catalogue);

/** A package folder with the compiled catalogue, and an empty home beside it. */
function folders(): { packageFolder: string; homeDirectory: string } {
  const root = mkdtempSync(join(tmpdir(), 'openai-admin-mcp-program-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, 'dist'));
  mkdirSync(join(root, 'home'));
  writeFileSync(join(root, 'dist', 'catalogue.json'), CATALOGUE);
  return { packageFolder: root, homeDirectory: join(root, 'home') };
}

/**
 * For command lines that end by themselves, not for those that serve.
 * @param atTerminal with nobody who types
 */
export async function runUntilItEnds(
  words: string[],
  environment: Record<string, string> = {},
  atTerminal = false,
): Promise<Ran> {
  const { packageFolder, homeDirectory } = folders();
  const { context, ran } = processContext(words, {
    packageFolder,
    host: { environment, homeDirectory },
    stdin: Object.assign(new PassThrough().end(), { isTTY: atTerminal }),
    isTTY: { stdout: atTerminal, stderr: atTerminal },
  });
  await runProgram(context);
  await new Promise(setImmediate);
  return ran;
}
