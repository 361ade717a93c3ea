/** The jobs that end access, through the official client before the built program: what the form shows is what is gone afterwards. */
import { readdirSync } from 'node:fs';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, onTestFinished, test } from 'vitest';
import { NO_SCREEN, PROGRAM, temporaryFolder, typeAsAsked } from './start-server.ts';

type Row = Record<string, unknown>;
type Shown = { columns: string[]; rows: unknown[][] };

/** Whose user types what is asked for. */
async function connect(args: string[] = []) {
  const home = temporaryFolder();
  const forms: string[] = [];
  const client = new Client({ name: 'e2e', version: '1' }, { capabilities: { elicitation: { form: {} } } });
  client.setRequestHandler('elicitation/create', async ({ params }) => {
    const { message } = params as { message: string };
    forms.push(message);
    return { action: 'accept', content: { name: typeAsAsked({ message, label: '' }).typed ?? '' } };
  });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROGRAM, '--sandbox', '--tags', 'all', ...args],
    env: { HOME: home, PATH: process.env.PATH ?? '', ...NO_SCREEN },
    stderr: 'ignore',
  });
  await client.connect(transport);
  onTestFinished(() => client.close());
  const call = async (name: string, given: Row) => {
    const { content } = await client.callTool({ name, arguments: given });
    const [block] = content as { text: string }[];
    return JSON.parse(block?.text ?? '{}') as Row & { error?: Row };
  };
  return { forms, home, call };
}

const column = (value: unknown, name: string): unknown[] => {
  const { columns, rows } = value as Shown;
  return rows.map((row) => row[columns.indexOf(name)]);
};

test('off-boarding takes away all that the report shows, as one form told it, and then says that it is done', async () => {
  const { call, forms } = await connect();
  const email = 'tomas.herrera@halden-works.example';
  const before = await call('report_access', { subject: email });
  const { id } = before.subject as { id: string };
  const keys = [...column(before.api_keys, 'id'), ...column(before.admin_keys, 'id')];
  expect(keys.length).toBeGreaterThan(2);

  const done = await call('offboard_person', { person: email });
  expect(done).toMatchObject({ is_done: true });
  expect(forms).toHaveLength(1);
  const [form = ''] = forms;
  const changes = form.slice(form.indexOf('Changes:'), form.indexOf('Reach:'));
  for (const gone of [...keys, id]) {
    expect(changes).toContain(`(${gone})`);
    expect(form).toMatch(new RegExp(`DELETE \\S+/${gone}(?![\\w-])`));
  }
  expect(form.split('\n').filter((line) => line.includes('DELETE '))).toHaveLength(keys.length + 1);
  for (const group of column(before.groups, 'id')) expect(form).toContain(`(${group})`);
  for (const project of column(before.projects, 'project')) expect(form).toContain(`"${project}"`);

  const after = await call('report_access', { subject: email });
  expect(after.subject).toEqual({ kind: 'person', state: 'not in the organization', email });
  for (const name of ['projects', 'groups', 'api_keys', 'admin_keys', 'open_invites']) {
    expect(after[name], name).toMatchObject({ rows: [] });
  }
  for (const group of column(before.groups, 'id')) {
    expect(JSON.stringify(await call('list_group_users', { group_id: group }))).not.toContain(id);
  }
  const again = await call('offboard_person', { person: email });
  expect(again).toMatchObject({ is_done: true, done: [] });
  expect(forms).toHaveLength(1);
}, 60_000);

test('off-boarding whoever owns a key in use is refused before anything is sent, and nothing is gone', async () => {
  const { call, forms } = await connect();
  const person = 'ingrid.solberg@halden-works.example';
  const held = async () => {
    const { subject, projects, groups, api_keys, admin_keys } = await call('report_access', {
      subject: person,
    });
    const ids = [groups, api_keys, admin_keys].map((table) => column(table, 'id'));
    return [(subject as Row).id, projects, ids];
  };
  const before = await held();
  const { error } = await call('offboard_person', { person });
  expect(error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
  expect(forms).toEqual([]);
  expect(await held()).toEqual(before);
}, 60_000);

test('an open invite alone is withdrawn', async () => {
  const { call, forms } = await connect();
  const person = 'tomoko.arai@halden-works.example';
  expect(await call('offboard_person', { person })).toMatchObject({ is_done: true });
  expect(forms[0]).toMatch(
    /^- Open invites: withdraw \("tomoko\.arai@halden-works\.example" \(invite-\w+\), sent /m,
  );
  expect(JSON.stringify(await call('list_invites', { limit: 100 }))).not.toContain(person);
}, 60_000);

test('a key is rotated in two calls: the new one is kept, the old one goes by its typed name', async () => {
  const secrets = temporaryFolder();
  const { call, forms } = await connect(['--secrets', `file:${secrets}`]);
  const account = { project_id: 'Data-Science', service_account_id: 'etl-batch' };
  const first = await call('rotate_service_account_key', account);
  expect(first).toMatchObject({ is_done: true });
  expect(forms[0]).toMatch(/^- Not done: "etl-batch-key" \(key_\w+\), last used .* stays\./m);
  expect(forms[0]).toContain(secrets);
  const made = /new API key "[^"]*" \((key_\w+)\)/.exec(String((first.done as string[])[0]))?.[1];
  expect(readdirSync(secrets).some((name) => name.startsWith(String(made)))).toBe(true);
  expect(JSON.stringify(first)).not.toContain('sk-svcacct');

  const second = await call('rotate_service_account_key', { ...account, delete_old: true });
  expect(second).toMatchObject({ is_done: true });
  expect(forms).toHaveLength(2);
  expect(forms[1]).toMatch(/was last used .* within the grace period of 24 hours/);
  expect(forms[1]).toMatch(/To approve, type "etl-batch-key" without the quotes\.$/);
  const listed = await call('list_project_api_keys', {
    project_id: /\((proj_\w+)\)/.exec(JSON.stringify(first.done))?.[1],
    limit: 100,
  });
  const ids = column(listed, 'id').filter((_, index) => column(listed, 'owner.name')[index] === 'etl-batch');
  expect(ids).toEqual([made]);
}, 60_000);
