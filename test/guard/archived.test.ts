/** What OpenAI refuses since its project is archived is refused before a person is asked, whichever way leads there. */
import { expect, test } from 'vitest';
import type { ApiRequest } from '../../src/model/api-request.ts';
import { ApiError } from '../../src/openai/api-error.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { ADDRESS, ASKING, guardSetting, plainAnswer, type SettingOptions, typing } from './guard-setting.ts';
import { listed, sandboxSetting } from './sandbox-setting.ts';

const PROJECTS: Record<string, object> = {
  proj_old: { id: 'proj_old', name: 'Old', status: 'archived' },
  proj_new: { id: 'proj_new', name: 'New', status: 'active' },
};

const answer = (request: ApiRequest, tool: ToolSpec) =>
  tool.name === 'get_project' ? PROJECTS[request.path.split('/')[3] ?? ''] : plainAnswer(request, tool);

/** A server whose project key, or whose requests', belong to a project. */
const within = (project: string): SettingOptions => ({
  answer,
  principal: async () => ({ profile: 'default', fingerprint: 'aaaa1111', address: ADDRESS, project }),
});

const WAYS: [way: string, tool: string, given: object, SettingOptions][] = [
  ['its path', 'delete_project_user', { project_id: 'proj_old', user_id: 'user-bo' }, { answer }],
  ['a path of roles', 'delete_project_role', { project_id: 'proj_old', role_id: 'role_1' }, { answer }],
  ['the key of the server', 'delete_vector_store', { vector_store_id: 'vs_1' }, within('proj_old')],
  ['the choice of a key', 'delete_file', { file_id: 'file-1', project_id: 'proj_old' }, { answer }],
  [
    'one of several in a list',
    'create_invite',
    {
      email: 'a@b.example',
      role: 'owner',
      projects: ['proj_new', 'proj_old'].map((id) => ({ id, role: 'member' })),
    },
    { answer },
  ],
  [
    'an argument',
    'create_external_storage',
    { project_id: 'proj_old', provider: { type: 'aws', bucket: 'b', role_arn: 'arn:x' } },
    { answer, mode: 'writes' },
  ],
];

test.each(WAYS)('that %s leads to: %s', async (_, tool, given, options) => {
  const setting = guardSetting(options);
  const { error, ask } = await setting.call(tool, given, ASKING);
  expect(ask).toBeUndefined();
  expect(error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
  expect(error?.message).toContain('Project "Old" (proj_old) is archived');
  expect(setting.writes()).toEqual([]);
});

test('an active one is named where it is asked about', async () => {
  const { ask } = await guardSetting(within('proj_new')).call(
    'delete_vector_store',
    { vector_store_id: 'vs_1' },
    ASKING,
  );
  expect(ask?.message).toContain('"Name of vs_1" (vs_1) in project "New" (proj_new)');
});

test.each(['project_archived', 'project_closed'])(
  'and so is what OpenAI refuses to read as %s',
  async (reason) => {
    const setting = guardSetting({
      answer: (request, tool) => {
        if (tool.name !== 'get_vector_store') return plainAnswer(request, tool);
        throw new ApiError({
          kind: 'permission',
          outcome: 'rejected',
          message: 'The project is archived.',
          reason,
          status: 401,
        });
      },
    });
    const { error, ask } = await setting.call('delete_vector_store', { vector_store_id: 'vs_1' }, ASKING);
    expect(ask).toBeUndefined();
    expect(error?.message).toContain('The project is archived.');
    expect(setting.writes()).toEqual([]);
  },
);

test('the default project looks like any other, so a person is asked', async () => {
  const setting = await sandboxSetting();
  const projects = await listed(setting, 'list_projects');
  const standard = projects.find(({ name }) => name === 'Default project');
  const given = { project_id: standard?.id };
  const { ask } = await setting.call('archive_project', given, ASKING);
  expect(ask?.message).toContain('Archive project: "Default project"');
  const { error } = await setting.call('archive_project', given, typing('Default project', ask));
  expect(error).toMatchObject({ outcome: 'rejected' });
});
