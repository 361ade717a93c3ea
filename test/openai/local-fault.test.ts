/** The network is blamed only when it is the network: real shortages of this computer, in processes of their own. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { answer } from './fault-server.ts';
import { serve } from './fixture.ts';

const CLIENT = new URL('../../src/openai/client.ts', import.meta.url).href;
const FOLDER = fileURLToPath(new URL('../..', import.meta.url));

/** Runs `body` with an open `client` in a shell that set a limit before; what it prints last, as JSON. */
async function inLimits(limit: string, baseUrl: string, body: string): Promise<unknown> {
  const script = `
    import { createClient } from ${JSON.stringify(CLIENT)};
    import { closeSync, openSync } from 'node:fs';
    const client = createClient({ baseUrl: '${baseUrl}', timeoutMilliseconds: 60000, proxy: {}, userAgent: 'test', runtime: { now: Date.now, monotonic: () => performance.now(), random: Math.random } });
    const request = { method: 'GET', path: '/x', query: '', key: { class: 'admin' }, safe: true };
    const send = () => client.send(request, { apiKey: 'sk-x' }).then(({ status }) => ({ status }), ({ kind, outcome, retryable, code, message }) => ({ kind, outcome, retryable, code, message }));
    const open = [];
    // Whatever else runs in this process may give one back for a while.
    const takeAll = async () => {
      for (let quiet = 0; quiet < 10; quiet += 1) {
        try { for (;;) { open.push(openSync('/dev/null', 'r')); quiet = 0; } } catch {}
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    ${body}
    await client.close();`;
  const command = `${limit} && exec "$0" "$@"`;
  const { stdout } = await promisify(execFile)(
    'bash',
    ['-c', command, process.execPath, '--import', 'tsx', '--input-type=module', '--eval', script],
    { cwd: FOLDER },
  );
  return JSON.parse(stdout);
}

const print = 'process.stdout.write(JSON.stringify(results));';

describe.skipIf(process.platform !== 'linux')('a shortage of this computer', () => {
  it.each(['127.0.0.1', 'localhost'])(
    'of descriptors is told as that at %s, and passes when some are free again',
    async (host) => {
      const server = await serve(({ socket }) => void socket.write(answer(200, '{}')));
      const results = await inLimits(
        'ulimit -n 100',
        server.url.replace('127.0.0.1', host),
        `await client.warmUp();
         await takeAll();
         const results = [await send()];
         open.forEach((one) => closeSync(one));
         results.push(await send());
         ${print}`,
      );
      expect(results).toEqual([
        expect.objectContaining({ kind: 'local', outcome: 'not_sent', retryable: true, code: 'EMFILE' }),
        { status: 200 },
      ]);
      expect(JSON.stringify(results)).toMatch(/too many files/);
      expect(JSON.stringify(results)).not.toMatch(/network|proxy/i);
    },
  );

  it('of descriptors gives back the connections that no call uses', async () => {
    const server = await serve(({ socket }) => setTimeout(() => socket.write(answer(200, '{}')), 50));
    const results = await inLimits(
      'ulimit -n 100',
      server.url,
      `await client.warmUp();
       await Promise.all(Array.from({ length: 8 }, send));
       await takeAll();
       const first = await Promise.all(Array.from({ length: 16 }, send));
       await new Promise((resolve) => setTimeout(resolve, 500));
       const free = [];
       try { for (;;) free.push(openSync('/dev/null', 'r')); } catch {}
       const results = { failed: first.filter(({ status }) => status !== 200).length, free: free.length };
       [...open, ...free].forEach((one) => closeSync(one));
       ${print}`,
    );
    expect(results).toMatchObject({ free: expect.any(Number) });
    expect((results as { free: number }).free).toBeGreaterThanOrEqual(7);
  });
});
