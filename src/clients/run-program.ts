/** Running a client's own program to its end. */
import type { Environment } from '../host/host.ts';
import { codeOf } from '../model/error-code.ts';
import { oneLine } from '../text/clean.ts';

const PATIENCE_MILLISECONDS = 60_000;
const MAX_TOLD_CHARACTERS = 600;

/** Undefined for success; otherwise what went wrong, to follow the program's name. */
export async function runProgram(
  program: string,
  words: readonly string[],
  environment: Environment,
): Promise<string | undefined> {
  const { execFile } = process.getBuiltinModule('node:child_process');
  return new Promise((resolve) => {
    const options = { env: environment, timeout: PATIENCE_MILLISECONDS, windowsHide: true };
    const child = execFile(program, words, options, (error, stdout, stderr) => {
      if (error === null) resolve(undefined);
      else if (error.killed) resolve(`had not ended after ${PATIENCE_MILLISECONDS / 1000} s`);
      else if (typeof error.code === 'string') resolve(`cannot be started (${codeOf(error)})`);
      else resolve(`failed with ${error.code}: ${oneLine(`${stderr}${stdout}`.trim(), MAX_TOLD_CHARACTERS)}`);
    });
    child.stdin?.end();
  });
}
