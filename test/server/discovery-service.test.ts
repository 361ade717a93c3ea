import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { isRead } from '../../src/specs/catalogue.ts';
import { describeTool } from '../../src/tools/describe.ts';
import { catalogue, listed, toolNamed } from '../catalogue/catalogue.ts';
import { toolFilter } from '../policy/tool-filter.ts';
import { CALLER } from '../tools/open-guard.ts';
import { sampleDiscovery } from './sample-discovery.ts';
import { answerOf } from './sample-service.ts';

const FOUR = ['search_tools', 'get_tool_schema', 'call_read_tool', 'call_write_tool'];
const NARROW = {
  authority: { filters: [toolFilter({ readOnly: false, tools: ['list_costs', 'update_spend_limit'] })] },
};

const namesFound = async (service: ReturnType<typeof sampleDiscovery>, query: string, limit?: number) => {
  const { value } = await answerOf(service, 'search_tools', { query, ...(limit && { limit }) });
  return (value.tools as unknown as { name: string }[]).map((tool) => tool.name);
};

const messageOf = async (service: ReturnType<typeof sampleDiscovery>, tool: string, given: unknown) => {
  const { isError, value } = await answerOf(service, tool, given);
  expect(isError).toBe(true);
  return value.error as unknown as { kind: string; message: string; outcome: string };
};

describe('list', () => {
  test('is four tools of at most 700 tokens, whatever they reach', () => {
    for (const more of [{}, NARROW, { authority: { hasProjectKey: false } }]) {
      const list = sampleDiscovery(more).list();
      expect(list.map((tool) => tool.name)).toEqual(FOUR);
      expect(encode(JSON.stringify({ tools: list })).length).toBeLessThanOrEqual(700);
    }
  });

  test('tells reading from writing in its hints', () => {
    const readOnly = sampleDiscovery()
      .list()
      .map((tool) => tool.annotations.readOnlyHint);
    expect(readOnly).toEqual([true, true, true, false]);
    expect(sampleDiscovery().list()[3]?.annotations.destructiveHint).toBe(true);
  });

  test('is empty when nothing can be reached', () => {
    const none = sampleDiscovery({ authority: { hasAdminKey: false, hasProjectKey: false } });
    expect(none.list()).toEqual([]);
    expect(none.isEmpty()).toBe(true);
  });

  test('goes with instructions that say how to use it', () => {
    for (const name of FOUR) expect(sampleDiscovery().instructions()).toContain(name);
  });
});

describe('search_tools', () => {
  test.each([
    'удалить пользователя',
    'ユーザーを削除',
    '删除用户',
    'حذف مستخدم',
    'उपयोगकर्ता हटाएं',
    'διαγραφή χρήστη',
    'покажи API keys',
  ])('asks for English where it cannot read the letters: %s', async (query) => {
    const { value } = await answerOf(sampleDiscovery(), 'search_tools', { query });
    expect(value.note).toContain('ask again in English');
    expect(Object.keys(value)[0]).toBe('note');
  });

  test.each(['supprimer un modèle', 'Schlüssel löschen', 'add Łukasz to the team', 'costs > $500, µ and ½?'])(
    'and reads %s without a word about it',
    async (query) => {
      const { value } = await answerOf(sampleDiscovery(), 'search_tools', { query });
      expect(String(value.note ?? '')).not.toContain('English');
    },
  );

  test('finds tools of every tag, with what they do and how risky they are', async () => {
    const { value } = await answerOf(sampleDiscovery(), 'search_tools', { query: 'remove a user' });
    expect(value.tools).toContainEqual({
      name: 'delete_user',
      summary: toolNamed('delete_user').docs.summary,
      kind: 'write',
      risk: toolNamed('delete_user').risk?.class,
    });
    expect(await namesFound(sampleDiscovery(), 'webhook secret')).toContain('rotate_webhook_endpoint_secret');
  });

  test('gives five answers unless told otherwise', async () => {
    expect(await namesFound(sampleDiscovery(), 'project')).toHaveLength(5);
    expect(await namesFound(sampleDiscovery(), 'project', 20)).toHaveLength(20);
    expect(await namesFound(sampleDiscovery(), 'project', 1)).toHaveLength(1);
  });

  test('never finds what is hidden', async () => {
    for (const query of ['project', 'delete a user', 'costs', 'spend limit', 'list']) {
      for (const name of await namesFound(sampleDiscovery(NARROW), query, 20)) {
        expect(['list_costs', 'update_spend_limit']).toContain(name);
      }
    }
    expect(await namesFound(sampleDiscovery(NARROW), 'costs')).toContain('list_costs');
  });

  test('says so when nothing fits', async () => {
    const { isError, value } = await answerOf(sampleDiscovery(), 'search_tools', { query: 'qqqqzzzz' });
    expect([isError, value.tools]).toEqual([false, []]);
    expect(value.note).toContain('Nothing fits');
  });

  test.each([
    [{}, 'query: say in plain words'],
    [{ query: ' ' }, 'query: say in plain words'],
    [{ query: 5 }, 'query: say in plain words'],
    [{ query: 'costs', limit: 0 }, 'limit: pass a whole number from 1 to 20.'],
    [{ query: 'costs', limit: 21 }, 'limit: pass a whole number from 1 to 20.'],
    [{ query: 'costs', limit: 'many' }, 'limit: pass a whole number from 1 to 20.'],
    [{ query: 'costs', tags: ['all'] }, '"tags": no such argument; known: query, limit.'],
  ])('%j is refused', async (given, words) => {
    const error = await messageOf(sampleDiscovery(), 'search_tools', given);
    expect(error).toMatchObject({ kind: 'invalid', message: expect.stringContaining(words) });
  });
});

describe('get_tool_schema', () => {
  test('shows a tool as the full list would, and which tool calls it', async () => {
    for (const tool of catalogue.tools) {
      const { value } = await answerOf(sampleDiscovery(), 'get_tool_schema', { name: tool.name });
      const call_with = isRead(tool) ? 'call_read_tool' : 'call_write_tool';
      expect(value).toEqual({ ...listed(tool), call_with });
    }
  });

  test('names no hidden tool', async () => {
    const { value } = await answerOf(sampleDiscovery(NARROW), 'get_tool_schema', { name: 'list_costs' });
    expect(value.description).toBe(describeTool(toolNamed('list_costs'), () => false).description);
    expect(JSON.stringify(value)).not.toContain('From list_projects');
  });

  test('of a hidden tool says why it is hidden and shows nothing', async () => {
    const { message } = await messageOf(sampleDiscovery(NARROW), 'get_tool_schema', { name: 'get_project' });
    expect(message).toContain('get_project is switched off by --tools');
    expect(message).not.toContain('project_id');
  });

  test.each([
    [{}, 'name: pass the name of a tool'],
    [{ name: 'list_project' }, 'did you mean list_projects?'],
    [{ name: '__proto__' }, 'there is no tool "__proto__"'],
    [{ name: 'search_tools' }, 'there is no tool "search_tools"'],
    [{ name: 'list_costs', full: true }, '"full": no such argument; known: name.'],
  ])('%j is refused', async (given, words) => {
    expect((await messageOf(sampleDiscovery(), 'get_tool_schema', given)).message).toContain(words);
  });
});

describe('calling', () => {
  test('gives the very answer that the tool gives', async () => {
    const service = sampleDiscovery({ answer: () => ({ data: [{ id: 'proj_1' }], has_more: false }) });
    expect(
      await answerOf(service, 'call_read_tool', { name: 'list_projects', arguments: { limit: 1 } }),
    ).toEqual({ isError: false, value: { columns: ['id'], rows: [['proj_1']], has_more: false } });
    await answerOf(service, 'call_read_tool', { name: 'list_projects' });
    expect(service.sent).toEqual(['list_projects', 'list_projects']);
  });

  test('the read tool refuses every write and the write tool every read, before anything is sent', async () => {
    const service = sampleDiscovery();
    for (const tool of catalogue.tools) {
      const [wrong, right] = isRead(tool)
        ? ['call_write_tool', 'call_read_tool']
        : ['call_read_tool', 'call_write_tool'];
      const given = { name: tool.name, arguments: tool.example?.arguments };
      const error = await messageOf(service, wrong, given);
      expect(error, tool.name).toMatchObject({ kind: 'invalid', outcome: 'not_sent' });
      expect(error.message, tool.name).toContain(`call it with ${right}. Nothing was sent.`);
    }
    expect(service.sent).toEqual([]);
  });

  test('refuses whatever is hidden, before anything is sent', async () => {
    const service = sampleDiscovery(NARROW);
    for (const tool of catalogue.tools) {
      if (['list_costs', 'update_spend_limit'].includes(tool.name)) continue;
      const caller = isRead(tool) ? 'call_read_tool' : 'call_write_tool';
      const error = await messageOf(service, caller, {
        name: tool.name,
        arguments: tool.example?.arguments,
      });
      expect(error, tool.name).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
    }
    expect(service.sent).toEqual([]);
  });

  test.each([
    [{ name: 'list_projects', limit: 5 }, '"limit": no such argument; known: name, arguments.'],
    [{ name: 'list_projects', arguments: { limt: 5 } }, '"limt": no such argument; did you mean limit?'],
    [{ name: 'list_projects', arguments: { limit: 0 } }, 'limit'],
    [{ name: 'list_projects', arguments: 'all' }, 'Pass the arguments as one object.'],
    [{ arguments: {} }, 'name: pass the name of a tool'],
  ])('%j is refused', async (given, words) => {
    const service = sampleDiscovery();
    const error = await messageOf(service, 'call_read_tool', given);
    expect(error).toMatchObject({ kind: 'invalid', outcome: 'not_sent' });
    expect(error.message).toContain(words);
    expect(service.sent).toEqual([]);
  });

  test('a tool by its own name says which tool to take', () => {
    const { signal } = new AbortController();
    const call = (name: string) => sampleDiscovery().call(name, {}, CALLER, signal);
    expect(call('list_projects')).toEqual({ unknownTool: true, didYouMean: 'call_read_tool' });
    expect(call('delete_user')).toEqual({ unknownTool: true, didYouMean: 'call_write_tool' });
    expect(call('banana')).toEqual({ unknownTool: true, didYouMean: 'search_tools' });
  });

  test('says in the sandbox that all is make-believe', async () => {
    const service = sampleDiscovery({ sandbox: true });
    const { value } = await answerOf(service, 'call_read_tool', { name: 'list_projects' });
    expect(value.sandbox).toContain('make-believe');
    expect(service.instructions()).toContain('make-believe');
  });
});
