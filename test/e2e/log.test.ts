/** Whatever the log level, neither what a call is given nor what it is answered with is in the log. */
import { expect, it } from 'vitest';
import { startServer } from './start-server.ts';

it('the log names the tool of a call, and nothing that it was given or answered with', async () => {
  const server = await startServer({ args: ['--sandbox', '--log-level', 'debug'] });
  await server.call('create_project', { name: 'Canary argument' });
  await server.call('create_project', { name: 'x', canary_name: 'Canary value' });
  expect((await server.call('list_projects')).text).toContain('Marketing-Gen');
  expect((await server.call('get_project', { project_id: 'proj_canary' })).isError).toBe(true);
  await expect.poll(server.stderr).toMatch(/get_project .* after \d+ ms/);
  expect(server.stderr()).toMatch(/create_project .*list_projects /s);
  expect(server.stderr()).not.toMatch(/canary|Marketing-Gen/i);
});
