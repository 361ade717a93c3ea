/** The proof that a prefix stands before every tool name that a client sees, and nowhere else. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, startServer, temporaryFolder } from './start-server.ts';

const bareNames = async () => {
  const server = await startServer({ args: ['--sandbox', '--tags', 'all'] });
  return (await server.list()).map((tool) => tool.name);
};

describe('--tool-prefix', () => {
  it('stands before every name in the list, in texts and in the instructions', async () => {
    const bare = await bareNames();
    const server = await startServer({ args: ['--sandbox', '--tags', 'all', '--tool-prefix', 'acme'] });
    const list = await server.list();
    expect(list.map((tool) => tool.name)).toEqual(bare.map((name) => `acme_${name}`));
    const texts = [JSON.stringify(list), String(server.greeting.instructions)];
    // One that is a word of English is a tool's name in backquotes alone.
    const forms = bare.map((name) => (name.includes('_') ? name : `\`${name}\``));
    const alone = new RegExp(`(?<![a-z0-9_])(?:${forms.join('|')})(?![a-z0-9_])`);
    for (const text of texts) expect(text).not.toMatch(alone);
  });

  it('is needed to call, and named when it is missing', async () => {
    const server = await startServer({ args: ['--sandbox', '--tool-prefix', 'acme'] });
    expect((await server.call('acme_list_projects', { limit: 1 })).isError).toBe(false);
    for (const name of ['list_projects', 'mcp__openai__acme_list_projects', 'acme_list_project']) {
      const { error } = await server.request('tools/call', { name, arguments: {} });
      expect(error?.message).toContain('did you mean acme_list_projects?');
    }
    const refusal = errorOf(await server.call('acme_get_project', { project_id: 'Nobody has this' }));
    expect(refusal.message).toContain('acme_list_projects gives them');
  });

  it('leaves filters, policy and record with bare names', async () => {
    const state = temporaryFolder();
    const args = [
      '--sandbox',
      '--tool-prefix',
      'acme',
      '--tools',
      'create_project,list_projects',
      '--approval',
      'off',
    ];
    const server = await startServer({ args, environment: { XDG_STATE_HOME: state } });
    expect((await server.list()).map((tool) => tool.name).sort()).toEqual([
      'acme_create_project',
      'acme_list_projects',
    ]);
    expect((await server.call('acme_create_project', { name: 'Prefix' })).isError).toBe(false);
    const folder = join(state, 'openai-admin-mcp');
    const record = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('');
    expect(record).toContain('"tool":"create_project"');
    expect(record).not.toContain('acme_');
    const hidden = errorOf(await server.call('acme_list_users'));
    expect(hidden.message).toContain(
      'acme_list_users is switched off by --tools create_project,list_projects',
    );
  });

  it('goes with discovery', async () => {
    const server = await startServer({
      args: ['--sandbox', '--exposure', 'discovery', '--tool-prefix', 'acme'],
    });
    expect((await server.list()).map((tool) => tool.name)).toContain('acme_search_tools');
    const found = await server.call('acme_search_tools', { query: 'list projects' });
    expect(found.text).toContain('"acme_list_projects"');
    for (const name of ['acme_list_projects', 'list_projects']) {
      expect((await server.call('acme_call_read_tool', { name, arguments: { limit: 1 } })).isError).toBe(
        false,
      );
    }
    expect((await server.call('acme_get_tool_schema', { name: 'acme_list_costs' })).value).toMatchObject({
      name: 'acme_list_costs',
      call_with: 'acme_call_read_tool',
    });
    const { error } = await server.request('tools/call', { name: 'list_projects' });
    expect(error?.message).toContain('did you mean acme_call_read_tool?');
  });
});

describe('the instructions', () => {
  it('name profile, organization and pinned projects near their beginning', async () => {
    const environment = {
      OPENAI_ADMIN_KEY: 'sk-admin-e2e-0123456789abcdefghij',
      OPENAI_ORG_ID: 'org-e2e123',
    };
    const server = await startServer({ args: ['--project', 'proj_e2e'], environment });
    expect(server.greeting.instructions).toMatch(
      /^Administers .* Profile default, organization org-e2e123\. Kept to proj_e2e \(--project\)\. On: /,
    );
  });
});
