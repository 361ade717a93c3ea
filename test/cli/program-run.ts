/** Running the program in this process, from a package folder of its own and in an empty home. */
import { PassThrough } from 'node:stream';
import { runProgram } from '../../src/cli/program.ts';
import { homeFolder } from '../credentials/home-folder.ts';
import { packageFolder } from './package-folder.ts';
import { processContext, type Ran } from './process-context.ts';

/**
 * For command lines that end by themselves, not for those that serve.
 * @param atTerminal with nobody who types
 */
export async function runUntilItEnds(
  words: string[],
  environment: Record<string, string> = {},
  atTerminal = false,
): Promise<Ran> {
  const { context, ran } = processContext(words, {
    packageFolder: packageFolder(),
    host: { environment, homeDirectory: homeFolder() },
    stdin: Object.assign(new PassThrough().end(), { isTTY: atTerminal }),
    isTTY: { stdout: atTerminal, stderr: atTerminal },
  });
  await runProgram(context);
  await new Promise(setImmediate);
  return ran;
}
