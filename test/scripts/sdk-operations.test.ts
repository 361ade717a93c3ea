import { describe, expect, test } from 'vitest';
import { readSdk, type SdkOperation } from '../../scripts/sdk/operations.ts';

const surface = readSdk('node_modules/openai');

function operation(name: string): SdkOperation {
  const found = surface.operations.find((one) => one.name === name);
  if (found === undefined) throw new Error(`The SDK has no ${name}`);
  return found;
}

describe('requests', () => {
  test('path parameters stand in the path under their own names, wherever the method takes them from', () => {
    const create = operation('admin.organization.projects.serviceAccounts.apiKeys.create');
    expect(create).toMatchObject({
      httpMethod: 'POST',
      path: '/organization/projects/{project_id}/service_accounts/{service_account_id}/api_keys',
      pathParams: ['project_id', 'service_account_id'],
      key: 'admin',
      query: {},
    });
    expect(Object.keys(create.body).sort()).toEqual(['expires_in_seconds', 'name', 'scopes']);
  });

  test('what a path parameter leaves over in a list is its query', () => {
    const list = operation('admin.organization.projects.users.roles.list');
    expect(list).toMatchObject({
      httpMethod: 'GET',
      path: '/projects/{project_id}/users/{user_id}/roles',
      page: 'NextCursorPage',
      body: {},
    });
    expect(Object.keys(list.query).sort()).toEqual(['after', 'limit', 'order']);
  });

  test('a list may be a POST with a body', () => {
    const search = operation('vectorStores.search');
    expect(search).toMatchObject({ httpMethod: 'POST', query: {}, key: 'project', page: 'Page' });
    expect(search.body.query?.required).toBe(true);
  });

  test('a request without parameters has none', () => {
    expect(operation('fineTuning.jobs.pause')).toMatchObject({
      httpMethod: 'POST',
      path: '/fine_tuning/jobs/{fine_tuning_job_id}/pause',
      query: {},
      body: {},
    });
  });

  test('files that go up and down are told apart from JSON', () => {
    expect(operation('files.create').upload).toBe('always');
    expect(operation('containers.files.create').upload).toBe('with files');
    expect(operation('files.content').binaryAnswer).toBe(true);
    expect(operation('files.retrieve')).toMatchObject({ upload: 'never', binaryAnswer: false });
  });

  test('what stands in the path is taken by its place, or from the object with all the rest', () => {
    expect(operation('vectorStores.files.retrieve')).toMatchObject({
      pathParams: ['vector_store_id', 'file_id'],
      positional: ['file_id'],
      takesParams: true,
      beta: 'assistants=v2',
    });
    expect(operation('models.retrieve')).toMatchObject({ positional: ['model'], takesParams: false });
    expect(operation('models.retrieve')).not.toHaveProperty('beta');
  });

  test('methods without a request of their own are named, and the rest are all operations', () => {
    expect(surface.conveniences).toContain('vectorStores.files.uploadAndPoll');
    expect(surface.conveniences).toContain('webhooks.unwrap');
    expect(surface.conveniences).not.toContain('chat.completions.create');
    expect(surface.topNames).toContain('responses');
  });

  test('the first sentence of the comment comes along', () => {
    expect(operation('vectorStores.create').doc).toBe('Create a vector store.');
  });
});

describe('types', () => {
  test('values behind optional, nullable, aliased and array types', () => {
    const { query } = operation('admin.organization.usage.decisions');
    expect(query.bucket_width).toMatchObject({
      type: { kind: 'string', values: ['1m', '1h', '1d'] },
      required: false,
      nullable: true,
    });
    expect(query.group_by?.type).toMatchObject({ kind: 'array', items: { kind: 'string' } });
    expect(query.start_time).toMatchObject({ type: { kind: 'number' }, required: true, nullable: false });
    const { event_types } = operation('admin.organization.auditLogs.list').query;
    const items = event_types?.type.kind === 'array' ? event_types.type.items : undefined;
    expect(items?.kind === 'string' && items.values?.includes('api_key.created')).toBe(true);
  });

  test('a string with suggested values stays open', () => {
    const model = operation('fineTuning.jobs.create').body.model?.type;
    expect(model).toMatchObject({ kind: 'string', open: true });
    expect(model?.kind === 'string' && model.values?.includes('gpt-3.5-turbo')).toBe(true);
  });

  test('objects, maps, alternatives and inherited members', () => {
    const { body } = operation('vectorStores.files.create');
    expect(body.chunking_strategy?.type).toMatchObject({
      kind: 'union',
      alternatives: [
        { kind: 'object', properties: { type: { type: { values: ['auto'] } } } },
        { kind: 'object', properties: { static: { required: true, type: { kind: 'object' } } } },
      ],
    });
    expect(body.attributes?.type.kind).toBe('map');
    expect(operation('vectorStores.search').body.query?.type).toEqual({
      kind: 'union',
      alternatives: [{ kind: 'string' }, { kind: 'array', items: { kind: 'string' } }],
    });
    expect(Object.keys(operation('vectorStores.list').query).sort()).toEqual([
      'after',
      'before',
      'limit',
      'order',
    ]);
  });

  test('what is deprecated is marked', () => {
    expect(operation('admin.organization.projects.create').body.geography?.deprecated).toBe(true);
  });
});
