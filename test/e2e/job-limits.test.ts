/** Jobs before the built program under what narrows a server, and where their server ends in the middle. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSandbox } from '../sandbox/running-sandbox.ts';
import { startProxy } from './spoiling-proxy.ts';
import { startServer, temporaryFolder, typeAsAsked } from './start-server.ts';

const JOB = 'set_spend_limits';
const GIVEN = { projects: ['Marketing-Gen', 'Mobile-App', 'Image-Studio'], limit: '7777' };
const WRITES = 3;

/** One organization and one home; `onWrite` is told the number of each write before OpenAI has it. */
async function organization(onWrite: (number: number) => Promise<void> | void = () => undefined) {
  const sandbox = await openSandbox({ now: Date.now });
  const { url, taken } = await startProxy(sandbox.url, async ({ number, carryOut, passOn }) => {
    await onWrite(number);
    await carryOut();
    passOn();
  });
  const home = temporaryFolder();
  const forms: string[] = [];
  const start = (args: string[], environment: Record<string, string> = {}) =>
    startServer({
      args,
      upstream: url,
      environment: { HOME: home, OPENAI_ADMIN_KEY: sandbox.adminKey, ...environment },
      answerQuestion: (question) => {
        forms.push(question.message);
        return typeAsAsked(question);
      },
    });
  return { home, taken, forms, start };
}

describe('a job', () => {
  it('is found, shown once and done under discovery', async () => {
    const { taken, forms, start } = await organization();
    const server = await start(['--exposure', 'discovery']);
    const { value, text } = await server.call('call_write_tool', { name: JOB, arguments: GIVEN });
    expect(value, text).toMatchObject({ is_done: true });
    expect(forms).toHaveLength(1);
    expect(taken).toHaveLength(WRITES);
  });

  it('is called by its prefixed name, and the ready calls that take it back have such names, too', async () => {
    const { taken, start } = await organization();
    const server = await start(['--tags', 'jobs', '--tool-prefix', 'acme']);
    expect((await server.list()).map(({ name }) => name)).toContain(`acme_${JOB}`);
    const { value, text } = await server.call(`acme_${JOB}`, GIVEN);
    expect(value).toMatchObject({ is_done: true });
    expect(text.replaceAll(`acme_${JOB}`, '')).not.toContain(JOB);
    expect(taken).toHaveLength(WRITES);
  });

  it.each([
    ['--read-only', ['--tags', 'all', '--read-only'], '--read-only'],
    ['--methods read', ['--tags', 'all', '--methods', 'read'], '--methods read'],
    ['--methods update', ['--tags', 'all', '--methods', 'update'], '--methods update'],
  ])(
    'that was approved does not go on under %s, and goes on without',
    async (_, args, says) => {
      let kill = (): void => undefined;
      const { taken, forms, start } = await organization((number) => {
        if (number === 2) kill();
      });
      const first = await start(['--tags', 'all']);
      kill = () => first.kill('SIGKILL');
      await first.call(JOB, GIVEN).catch(() => undefined);
      await first.exited;
      const before = taken.length;
      const narrow = await start(args);
      const { isError, text } = await narrow.call(JOB, GIVEN);
      expect(isError).toBe(true);
      expect(text).toContain(says);
      expect(taken).toHaveLength(before);
      const last = await start(['--tags', 'all']);
      expect((await last.call(JOB, GIVEN)).value).toMatchObject({ is_done: true });
      expect(taken).toHaveLength(WRITES);
      expect(forms).toHaveLength(1);
    },
    60_000,
  );

  it('has each step and each read for it held to --methods: jobs by name mean all that they do', async () => {
    const { taken, start } = await organization();
    const withoutReads = await start(['--tags', 'all', '--methods', 'write']);
    const { isError, text } = await withoutReads.call(JOB, GIVEN);
    expect(isError).toBe(true);
    expect(text).toContain('--methods write');
    expect(taken).toEqual([]);
    const byName = await start(['--tags', 'all', '--methods', 'job']);
    expect((await byName.call(JOB, GIVEN)).value).toMatchObject({ is_done: true });
    expect(taken).toHaveLength(WRITES);
  });

  it('sends no step after its access ended in the middle, says so, and goes on with new access', async () => {
    const end = Date.now() + 20_000;
    const { taken, forms, start } = await organization(async (number) => {
      // The second write is on its way when the access ends.
      while (number === 2 && Date.now() <= end) await new Promise((resolve) => setTimeout(resolve, 50));
    });
    const server = await start(['--tags', 'all', '--expires-at', new Date(end).toISOString()]);
    const { text } = await server.call(JOB, GIVEN);
    expect(text).toContain('Access ended');
    expect(taken).toHaveLength(2);
    const renewed = await start(['--tags', 'all']);
    expect((await renewed.call(JOB, GIVEN)).value).toMatchObject({ is_done: true });
    expect(taken).toHaveLength(WRITES);
    expect(forms).toHaveLength(1);
  }, 90_000);

  it('whose client closes its end of the output in the middle is finished by the next server, nothing twice', async () => {
    let close = (): void => undefined;
    const { taken, forms, start } = await organization((number) => {
      if (number === 2) close();
    });
    const first = await start(['--tags', 'all']);
    close = () => {
      first.closeStdout();
      first.closeStdin();
    };
    void first.call(JOB, GIVEN).catch(() => undefined);
    await first.exited;
    const next = await start(['--tags', 'all']);
    expect((await next.call(JOB, GIVEN)).value).toMatchObject({ is_done: true });
    expect(taken).toHaveLength(WRITES);
    expect(forms).toHaveLength(1);
  }, 60_000);

  it('sends nothing where its state cannot be kept', async () => {
    const { home, taken, start } = await organization();
    const state = join(home, '.local', 'state', 'openai-admin-mcp');
    mkdirSync(join(state, '..'), { recursive: true, mode: 0o700 });
    // Root may write into a folder of any mode, and nobody into a file as if it were one.
    writeFileSync(state, '');
    const server = await start(['--tags', 'all']);
    const { isError, text } = await server.call(JOB, GIVEN);
    expect(isError).toBe(true);
    expect(text).toContain(state);
    expect(taken).toEqual([]);
  });
});
