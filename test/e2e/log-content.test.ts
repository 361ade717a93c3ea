/** The proof that the log, however talkative, has nothing of what is asked and answered. */
import { expect, it } from 'vitest';
import { answer } from '../openai/fault-server.ts';
import { startServer } from './start-server.ts';
import { errorBody, startUpstream } from './upstream.ts';

const ASKED = 'heliotrope';
const ANSWERED = 'marmalade';

const list = (name: string) =>
  JSON.stringify({ object: 'list', data: [{ id: 'proj_a', name, created_at: 1 }], has_more: false });

it('no argument and no answer is logged at debug', async () => {
  const answers = [
    answer(200, list(ANSWERED)),
    answer(400, errorBody(ANSWERED)),
    answer(200, `<p>${ANSWERED}</p>`),
    answer(429, errorBody(ANSWERED)),
  ];
  let next = answers[0] ?? '';
  const upstream = await startUpstream(({ socket }) => void socket.write(next));
  const args = [
    '--log-level',
    'debug',
    '--approval',
    'off',
    '--tools',
    'list_projects,create_project,get_project',
  ];
  const server = await startServer({ args, upstream: upstream.url });
  for (const each of answers) {
    next = each;
    await server.call('list_projects', { limit: 7 });
    await server.call('create_project', { name: ASKED });
  }
  await server.call('create_project', { [ASKED]: 1 });
  await server.call('get_project', { project_id: ASKED });
  await server.call('delete_user', { user_id: ASKED });
  server.write(`{"jsonrpc":"2.0","id":900,"method":"tools/call","params":"${ASKED}"}\n${ASKED}\n`);
  await server.message(({ id }) => id === 900);
  await server.request('ping');
  expect(upstream.requests.length).toBeGreaterThan(8);
  expect(server.stdout()).toContain(ANSWERED);
  expect(server.stderr()).toMatch(/create_project \w+ after \d+ ms/);
  expect(server.stderr()).not.toMatch(new RegExp(`${ASKED}|${ANSWERED}`, 'i'));
});
