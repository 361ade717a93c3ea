/** After the end of access nothing is taken back either: what is left is named. */
import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startInProcess } from '../cli/in-process.ts';
import { errorOf, temporaryFolder } from '../e2e/start-server.ts';
import { startUpstream } from '../e2e/upstream.ts';
import { answer } from '../openai/fault-server.ts';
import { RUNTIME } from '../runtime.ts';

const HOUR = 3_600_000;

test('a secret that cannot be stored after the end is told as lost, and what was made is not deleted', async () => {
  const folder = join(temporaryFolder(), 'keys');
  let ahead = 0;
  const now = () => RUNTIME.now() + ahead;
  const upstream = await startUpstream(({ socket }) => {
    ahead = 2 * HOUR;
    renameSync(folder, `${folder}-away`);
    mkdirSync(folder, { mode: 0o700 });
    socket.write(answer(200, '{"id":"key_1","value":"sk-admin-CANARY0123456789abcdefgh"}'));
  });
  const flags = { tags: 'all', approval: 'off', secrets: `file:${folder}`, 'expires-in': '1h' };
  const server = await startInProcess({ flags, now, upstream: upstream.url });
  const error = errorOf(await server.call('create_admin_api_key', { name: 'ci' }));
  expect(error).toMatchObject({ kind: 'secret_lost', undone: false });
  expect(error.message).toContain('key_1 may still exist');
  expect(upstream.requests.map(({ line }) => line.split(' ')[0])).toEqual(['POST']);
});
