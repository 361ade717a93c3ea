/** Whoever tries the sandbox sees the keys that it makes: they open nothing else. */
import { expect, test } from 'vitest';
import { startInProcess } from '../cli/in-process.ts';

test('secrets of the sandbox are shown, and are fake', async () => {
  const flags = { sandbox: 'true', tags: 'all', approval: 'off' };
  const server = await startInProcess({ flags });
  const { text } = await server.call('create_admin_api_key', { name: 'ci' });
  expect(text).toMatch(/"value":"sk-admin-sandbox-\w{20,}"/);
});
