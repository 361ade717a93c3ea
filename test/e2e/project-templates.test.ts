/** Templates over the built program: written from a project, used for a new one, and told where they are wrong. */
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSandbox } from '../sandbox/running-sandbox.ts';
import {
  errorOf,
  type Question,
  runToEnd,
  startServer,
  temporaryFolder,
  typeAsAsked,
} from './start-server.ts';

const fileIn = (home: string, name: string) =>
  join(home, '.config', 'openai-admin-mcp', 'project-templates', `${name}.yaml`);

async function start(home: string, more: string[] = []) {
  const questions: Question[] = [];
  const server = await startServer({
    args: ['--sandbox', '--tags', 'all', ...more],
    environment: { HOME: home },
    answerQuestion: (question) => {
      questions.push(question);
      return typeAsAsked(question);
    },
  });
  return { server, questions };
}

/** Written by hand, by somebody who read what a template is. */
function handWritten(text: string, mode = 0o600): string {
  const home = temporaryFolder();
  const file = fileIn(home, 'standard');
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
  writeFileSync(file, text, { mode });
  chmodSync(file, mode);
  return home;
}

describe('a template', () => {
  it('written from a project gives a new one its settings, and neither people nor keys', async () => {
    const home = temporaryFolder();
    const written = await runToEnd(['jobs', 'template', 'Marketing-Gen', '--sandbox'], { HOME: home });
    const file = fileIn(home, 'marketing-gen');
    expect(written).toMatchObject({ code: 0, stdout: `${file}\n` });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toMatch(/@|^(?:members|groups|service_account|alert_emails):/m);
    // The question would be too long for a form.
    const { server } = await start(home, ['--approval', 'off']);
    const given = { name: 'Like-Marketing', template: 'marketing-gen', alert_emails: ['fin@example.com'] };
    const { value } = await server.call('onboard_project', given);
    expect(value).toMatchObject({ is_done: true });
    const list = await server.call('list_projects', { limit: 100 });
    const id = (name: string) => String((list.value.rows as unknown[][]).find((row) => row[1] === name)?.[0]);
    const of = async (tool: string, name: string) =>
      (await server.call(tool, { project_id: id(name) })).value;
    const limit = await of('get_project_spend_limit', 'Marketing-Gen');
    expect(await of('get_project_spend_limit', 'Like-Marketing')).toMatchObject({
      threshold_usd: limit.threshold_usd,
    });
    const tools = 'get_hosted_tool_permissions';
    expect(await of(tools, 'Like-Marketing')).toEqual(await of(tools, 'Marketing-Gen'));
    const limits = async (name: string) =>
      (await server.call('list_project_rate_limits', { project_id: id(name), limit: 100 })).value.rows;
    expect(await limits('Like-Marketing')).toEqual(await limits('Marketing-Gen'));
    // A file that is there may have been changed by hand.
    const again = await runToEnd(['jobs', 'template', 'Marketing-Gen', '--sandbox'], { HOME: home });
    expect(again.code).toBe(4);
    expect(again.stderr).toContain('is there already');
  });

  it('is written with the keys that are named', async () => {
    const home = temporaryFolder();
    const words = ['jobs', 'template', 'Marketing-Gen', 'mine'];
    const unknown = await runToEnd([...words, '--profile', 'acme'], { HOME: home });
    expect(unknown).toMatchObject({ code: 3, stderr: expect.stringContaining('There is no profile acme') });
    const sandbox = await openSandbox({ now: Date.now });
    const keys = join(home, 'keys.env');
    writeFileSync(keys, `OPENAI_ADMIN_KEY=${sandbox.adminKey}\n`, { mode: 0o600 });
    const written = await runToEnd([...words, '--key-file', keys], {
      HOME: home,
      OPENAI_BASE_URL: sandbox.url,
    });
    expect(written).toMatchObject({ code: 0, stdout: `${fileIn(home, 'mine')}\n` });
  });

  it('counts after what the call says, and stands in the question', async () => {
    const home = handWritten('spend_limit_usd: 500\nhosted_tools: [web_search]\n');
    const { server, questions } = await start(home);
    await server.call('onboard_project', { name: 'By-Template', template: 'standard', spend_limit_usd: 20 });
    const { message } = questions[0] as Question;
    expect(message.split('\n')[0]).toBe('Open project: "By-Template" by template "standard"');
    expect(message).toContain('$20.00 a month');
    expect(message).not.toContain('500');
    expect(message).toContain('web search on');
  });

  it.each([
    [
      'an unknown key',
      'spend_limit_usd: 5\nspend_limit: 500\n',
      ':2:1 "spend_limit": no such argument; did you mean spend_limit_usd?',
    ],
    ['a name of its own', 'name: Standard\n', ':1:1 "name": no such argument'],
    ['another template', 'template: other\n', ':1:1 "template": no such argument'],
    ['the people of one', 'like_people: true\n', ':1:1 "like_people": no such argument'],
    ['another project', 'like: Marketing-Gen\n', ':1:1 "like": no such argument'],
    [
      'a wrong value inside',
      'members:\n  - user: ana@example.com\n    role: boss\n',
      ':3:5 members[0].role: ',
    ],
    ['no YAML', 'members: [\n', ':2:1 '],
    ['no keys', '- spend_limit_usd\n', ':1:1 Write keys with values.'],
  ])('with %s is refused, with the place', async (_, text, words) => {
    const home = handWritten(text);
    const { server, questions } = await start(home);
    const { message } = errorOf(await server.call('onboard_project', { name: 'X', template: 'standard' }));
    expect(message).toContain(`${fileIn(home, 'standard')}${words}`);
    expect(questions).toHaveLength(0);
  });

  it.each([
    ['that others can write', 'standard', 0o622, 'can be written by other users'],
    ['by a path', '../standard', 0o600, "cannot be a template's name"],
    ['that is not there', 'standrd', 0o600, 'Did you mean standard? Known: standard.'],
  ])('%s is not read', async (_, template, mode, words) => {
    const { server } = await start(handWritten('spend_limit_usd: 5\n', mode));
    expect(errorOf(await server.call('onboard_project', { name: 'X', template })).message).toContain(words);
  });
});
