/** Running a command in this process against a sandbox, in a pipe or at a terminal where somebody types. */
import { PassThrough } from 'node:stream';
import { runProgram } from '../../../src/cli/program.ts';
import type { SandboxOptions } from '../../../src/sandbox/start-sandbox.ts';
import { homeFolder } from '../../credentials/home-folder.ts';
import { RUNTIME } from '../../runtime.ts';
import { openSandbox, startTime } from '../../sandbox/running-sandbox.ts';
import { packageFolder } from '../package-folder.ts';
import { processContext, type Ran } from '../process-context.ts';

export type Shell = {
  /** `typed` is what a person at the terminal answers; without it there is no terminal. */
  run(
    words: string[],
    options?: { typed?: string; input?: string; environment?: Record<string, string> },
  ): Promise<Ran>;
  /** The writes that reached OpenAI. */
  writes: string[];
  sandbox: Awaited<ReturnType<typeof openSandbox>>;
};

export async function openShell(options: Partial<SandboxOptions> = {}): Promise<Shell> {
  const writes: string[] = [];
  const sandbox = await openSandbox({
    ...options,
    onRequest: ({ method, url }) => void (method !== 'GET' && writes.push(`${method} ${url}`)),
  });
  const homeDirectory = homeFolder();
  const folder = packageFolder();
  return {
    writes,
    sandbox,
    async run(words, { typed, input, environment = {} } = {}) {
      const isTTY = typed !== undefined;
      const stdin = Object.assign(new PassThrough(), { isTTY });
      if (!isTTY) stdin.end(input ?? '');
      let isAnswered = false;
      const { context, ran } = processContext(words, {
        packageFolder: folder,
        host: {
          environment: { OPENAI_BASE_URL: sandbox.url, OPENAI_ADMIN_KEY: sandbox.adminKey, ...environment },
          homeDirectory,
        },
        stdin,
        now: () => startTime,
        isTTY: { stdout: isTTY, stderr: isTTY },
        onStderr: () => {
          if (isAnswered || !ran.stderr.includes('without the quotes')) return;
          isAnswered = true;
          setImmediate(() => stdin.write(`${typed}\r`));
        },
      });
      await runProgram({ ...context, monotonic: RUNTIME.monotonic });
      await new Promise(setImmediate);
      return ran;
    },
  };
}
