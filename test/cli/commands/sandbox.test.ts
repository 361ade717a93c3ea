/** The sandbox command: where it listens, and what it says of each request. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../../../src/cli/program.ts';
import { homeFolder } from '../../credentials/home-folder.ts';
import { packageFolder } from '../package-folder.ts';
import { processContext } from '../process-context.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function start(...words: string[]) {
  const { context, ran } = processContext(['sandbox', ...words], {
    packageFolder: packageFolder(),
    host: { homeDirectory: homeFolder() },
    // What is fake may be seen; the end-to-end tests see it through the filter.
    unfiltered: true,
  });
  const closing: (() => unknown)[] = [];
  context.shutdown.before = (close) => void closing.push(close);
  onTestFinished(async () => {
    for (const close of closing) await close();
  });
  await runProgram(context);
  return ran;
}

test('takes the port that it is given', async () => {
  const port = await freePort();
  const { stdout } = await start('--port', String(port));
  expect(stdout).toContain(`OPENAI_BASE_URL=http://127.0.0.1:${port}/v1\n`);
  expect((await fetch(`http://127.0.0.1:${port}/v1/organization/projects`)).status).toBe(401);
});

test('takes a free port without one, prints two keys, and a line on stderr for each request', async () => {
  const ran = await start();
  const lines = [...ran.stdout.matchAll(/^(OPENAI_\w+)=(.+)$/gm)];
  const told = Object.fromEntries(lines.map(([, name, value]) => [name, value]));
  expect(Object.keys(told)).toEqual(['OPENAI_BASE_URL', 'OPENAI_ADMIN_KEY', 'OPENAI_API_KEY']);
  for (const [key, path] of [
    [told.OPENAI_ADMIN_KEY, 'organization/projects?limit=1'],
    [told.OPENAI_API_KEY, 'vector_stores'],
  ]) {
    const headers = { Authorization: `Bearer ${key}` };
    expect((await fetch(`${told.OPENAI_BASE_URL}/${path}`, { headers })).status).toBe(200);
  }
  expect(ran.stderr).toMatch(
    /^GET \/v1\/organization\/projects\?limit=1 200 \d+ ms\nGET \/v1\/vector_stores 200 \d+ ms\n$/,
  );
});
