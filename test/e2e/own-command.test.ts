/** The proof that a command which a text names can be typed as it stands, and reaches what the server speaks of. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { itemsOf } from '../../scripts/items-of.ts';
import { errorOf, PACKAGE_FOLDER, PROGRAM, runToEnd, startServer, temporaryFolder } from './start-server.ts';

it('started as node and a path, it names that, with the folder of its state', async () => {
  const state = temporaryFolder();
  const server = await startServer({ args: ['--sandbox'], environment: { XDG_STATE_HOME: state } });
  const [project] = itemsOf((await server.call('list_projects', { limit: 1 })).value);
  const { value } = await server.call('archive_project', { project_id: project?.id });
  expect(value.note).toContain(`run XDG_STATE_HOME=${state} node ${PROGRAM} approve in a terminal`);
});

it('where keys are missing, it names itself too', async () => {
  const server = await startServer();
  expect(server.greeting.instructions).toContain(`node ${PROGRAM} auth login`);
  expect(errorOf(await server.call('list_projects')).message).toContain(`node ${PROGRAM} auth login`);
  expect((await runToEnd(['--tags', 'x'])).stderr).toContain(`Run node ${PROGRAM} --help`);
});

it.each([
  ['a link in a folder of PATH', 'bin', 'openai-admin-mcp'],
  ['the folder of npx', '_npx/1f/node_modules/.bin', 'npx openai-admin-mcp'],
])('started through %s, it names that', async (_, place, program) => {
  const folder = join(temporaryFolder(), place);
  mkdirSync(folder, { recursive: true });
  const link = join(folder, 'openai-admin-mcp');
  symlinkSync(PROGRAM, link);
  symlinkSync(join(PACKAGE_FOLDER, 'dist'), join(folder, '..', 'dist'));
  const environment = { PATH: `${folder}:${process.env.PATH}` };
  const home = temporaryFolder();
  const server = await startServer({ program: link, environment: { ...environment, HOME: home } });
  // A terminal of this user has another home, and would store the key where this server does not look.
  expect(server.greeting.instructions).toContain(`"HOME=${home} ${program} auth login"`);
});
