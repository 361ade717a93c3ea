/** Names in place of IDs inside the entries of a job's lists: members by email, groups by name. */
import { expect, it } from 'vitest';
import { startServer, typeAsAsked } from './start-server.ts';

it('a member of a new project is found by email', async () => {
  const server = await startServer({ args: ['--sandbox', '--tags', 'all'], answerQuestion: typeAsAsked });
  const email = 'hannah.vogel@halden-works.example';
  const { value } = await server.call('onboard_project', {
    name: 'By-Email',
    members: [{ user: email, role: 'owner' }],
  });
  expect(value).toMatchObject({ is_done: true });
  const id = /proj_\w+/.exec(JSON.stringify(value))?.[0];
  const members = await server.call('list_project_users', { project_id: id });
  expect(members.text).toContain(email);
});
