/** The program without options in a terminal. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { homeFolder } from '../credentials/home-folder.ts';
import { packageFolder } from './package-folder.ts';
import { processContext } from './process-context.ts';

async function bare(homeDirectory: string, environment: Record<string, string> = {}) {
  const { context, ran } = processContext([], {
    packageFolder: packageFolder(),
    host: { environment, homeDirectory },
    stdin: Object.assign(new PassThrough(), { isTTY: true }),
    isTTY: { stdout: true, stderr: true },
  });
  await runProgram(context);
  return ran;
}

test('says what there is and the next command, and ends', async () => {
  const ran = await bare(homeFolder());
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout).toMatch(/^Key: no admin key is known\.$/m);
  expect(ran.stdout).toMatch(/^Clients: none is set up\.$/m);
  expect(ran.stdout).toMatch(/^Next: .*auth login/m);
});

test('with a key the next is a client, and with a client a question', async () => {
  const home = homeFolder();
  const key = { OPENAI_ADMIN_KEY: 'sk-admin-bare-run-0000000000000000' };
  expect((await bare(home, key)).stdout).toMatch(/^Next: .*client install NAME$/m);
  mkdirSync(join(home, '.cursor'));
  const entry = { command: 'npx', args: ['-y', 'openai-admin-mcp'] };
  writeFileSync(join(home, '.cursor', 'mcp.json'), JSON.stringify({ mcpServers: { 'openai-admin': entry } }));
  const { stdout } = await bare(home, key);
  expect(stdout).toMatch(/^Clients: Cursor\.$/m);
  expect(stdout).toMatch(/^Next: .*report costs$/m);
});
