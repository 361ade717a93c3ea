import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/openai/api-error.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { toolFilter } from '../policy/tool-filter.ts';
import { CALLER } from '../tools/open-guard.ts';
import { answerOf, sampleService } from './sample-service.ts';

const names = (service: ReturnType<typeof sampleService>) => service.list().map((tool) => tool.name);

describe('list', () => {
  test('has every core tool in the order of the catalogue when nothing is filtered', () => {
    const core = catalogue.tools.filter((tool) => tool.tags.includes('core'));
    expect(names(sampleService())).toEqual(core.map((tool) => tool.name));
    expect(names(sampleService())).toEqual(names(sampleService()));
  });

  test('has every tool when all tags are asked for', () => {
    const all = sampleService({ authority: { filters: [toolFilter({ readOnly: false, tags: ['all'] })] } });
    expect(names(all)).toEqual(catalogue.tools.map((tool) => tool.name));
  });

  test('has no tool that needs a key that is missing', () => {
    const service = sampleService({ authority: { hasProjectKey: false } });
    expect(names(service).some((name) => name.includes('vector_store'))).toBe(false);
    expect(service.isEmpty()).toBe(false);
    const none = sampleService({ authority: { hasProjectKey: false, hasAdminKey: false } });
    expect(none.list()).toEqual([]);
    expect(none.isEmpty()).toBe(true);
  });

  test('names in its texts only tools that it has', () => {
    const service = sampleService({
      authority: { filters: [toolFilter({ readOnly: false, tools: ['get_project', 'list_costs'] })] },
    });
    expect(JSON.stringify(service.list())).not.toContain('list_projects');
    const both = sampleService({
      authority: { filters: [toolFilter({ readOnly: false, tools: ['get_project', 'list_projects'] })] },
    });
    expect(JSON.stringify(both.list())).toContain('From list_projects.');
  });
});

describe('call', () => {
  test('answers with the shaped result', async () => {
    const service = sampleService({
      answer: () => ({ object: 'list', data: [{ id: 'proj_1' }], has_more: false }),
    });
    expect(await answerOf(service, 'list_projects')).toEqual({
      isError: false,
      value: { columns: ['id'], rows: [['proj_1']], has_more: false },
    });
  });

  test('says in the sandbox that all is make-believe', async () => {
    const { value } = await answerOf(sampleService({ sandbox: true }), 'list_projects');
    expect(value).toMatchObject({ sandbox: expect.stringContaining('make-believe') });
  });

  test('does not look up names in lists that are hidden', async () => {
    const service = sampleService({
      authority: { filters: [toolFilter({ readOnly: false, tools: ['get_project'] })] },
    });
    const { value } = await answerOf(service, 'get_project', { project_id: 'Alpha' });
    expect(value).toMatchObject({
      error: {
        kind: 'invalid',
        message: expect.stringContaining('list_projects gives them, but it is switched off here'),
      },
    });
    expect(service.sent).toEqual([]);
  });

  test('an unknown name is answered with the closest tool that is exposed', () => {
    const signal = new AbortController().signal;
    expect(sampleService().call('list_project', {}, CALLER, signal)).toEqual({
      unknownTool: true,
      didYouMean: 'list_projects',
    });
    expect(sampleService().call('banana', {}, CALLER, signal)).toEqual({ unknownTool: true });
    const narrow = sampleService({
      authority: { filters: [toolFilter({ readOnly: false, tools: ['list_costs'] })] },
    });
    expect(narrow.call('list_projectz', {}, CALLER, signal)).toEqual({ unknownTool: true });
    expect(sampleService().call('__proto__', {}, CALLER, signal)).toEqual({ unknownTool: true });
  });

  test('an ID that leads nowhere is answered with the tools that give IDs, as far as they are on', async () => {
    const answer = () => {
      throw new ApiError({ kind: 'not_found', outcome: 'rejected', message: 'Nothing there.', status: 404 });
    };
    const given = { project_id: 'proj_1', user_id: 'user-1' };
    const everything = { filters: [toolFilter({ readOnly: false, tags: ['all'] })] };
    const service = sampleService({ answer, authority: everything });
    const { value } = await answerOf(service, 'get_project_user', given);
    expect(value).toMatchObject({
      error: { message: 'Nothing there. IDs come from list_projects and list_project_users.' },
    });
    const filters = [toolFilter({ readOnly: false, tools: ['get_project_user'] })];
    const alone = sampleService({ answer, authority: { filters } });
    expect((await answerOf(alone, 'get_project_user', given)).value).toMatchObject({
      error: { message: 'Nothing there.' },
    });
  });

  test('tells an error of OpenAI, and reports only what nobody foresaw', async () => {
    const foreseen = sampleService({
      answer: () => {
        throw new ApiError({ kind: 'permission', outcome: 'rejected', message: 'Not allowed.', status: 403 });
      },
    });
    expect(await answerOf(foreseen, 'list_projects')).toMatchObject({
      isError: true,
      value: { error: { kind: 'permission' } },
    });
    expect(foreseen.unforeseen).toEqual([]);

    const bug = new Error('sk-admin-canary');
    const broken = sampleService({
      answer: () => {
        throw bug;
      },
    });
    const { isError, value } = await answerOf(broken, 'list_projects');
    expect(isError).toBe(true);
    expect(JSON.stringify(value)).not.toContain('canary');
    expect(broken.unforeseen).toEqual([bug]);
  });
});
