import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readSdk, type SdkOperation } from '../../scripts/sdk/operations.ts';
import { findOperation } from '../../scripts/spec-new/find.ts';
import { numberType, statedLimits } from '../../scripts/spec-new/stated-limits.ts';
import { appended, newFile } from '../../scripts/spec-new/stub.ts';
import { parseSpecs } from '../../src/specs/parse-specs.ts';

const { operations } = readSdk('node_modules/openai');

function operation(name: string): SdkOperation {
  const found = findOperation(name, operations);
  if ('nearest' in found) throw new Error(`The SDK has no ${name}`);
  return found;
}

const stub = (name: string) => Object.entries(parse(newFile(operation(name))).tools)[0];

describe('a stub', () => {
  test.each(operations.map((one) => [one.name, one] as const))(
    '%s parses as it is, and is not exposed',
    (name, one) => {
      expect(parseSpecs([{ name, text: newFile(one) }]).tools).toEqual([]);
    },
  );

  test('has method, endpoint, key, parameters and paging', () => {
    const file = parse(newFile(operation('admin.organization.projects.spendAlerts.list')));
    expect(file).toMatchObject({
      family: 'project_spend_alerts',
      title: 'Project spend alerts',
      key: 'admin',
    });
    expect(file.tools.list_project_spend_alerts).toMatchObject({
      title: 'List project spend alerts',
      method: 'list',
      endpoint: 'GET /organization/projects/{project_id}/spend_alerts',
      params: {
        project_id: { in: 'path', type: 'string', required: true },
        order: { in: 'query', type: 'string', enum: ['asc', 'desc'] },
      },
      pagination: 'after_last_id',
    });
    expect(file.tools.list_project_spend_alerts.params).not.toHaveProperty('after');
  });

  test('takes bounds and units from the comments', () => {
    expect(stub('vectorStores.search')?.[1]).toMatchObject({
      method: 'query',
      params: { max_num_results: { type: 'integer', min: 1, max: 50 } },
    });
    expect(stub('admin.organization.spendAlerts.create')?.[1]).toMatchObject({
      params: { threshold_usd: { type: 'usd', wire: 'threshold_amount', required: true } },
      risk: { class: 'irreversible' },
    });
    expect(stub('admin.organization.usage.costs')?.[1]).toMatchObject({
      params: { start_time: { type: 'timestamp' } },
      pagination: 'page',
    });
  });

  test('lays the alternatives of a union side by side', () => {
    expect(stub('vectorStores.search')?.[1]).toMatchObject({
      params: { query: { type: 'string' }, query_list: { type: 'array', wire: 'query' } },
      exactly_one_of: [['query', 'query_list']],
    });
    expect(stub('admin.organization.externalStorage.create')?.[1]).toMatchObject({
      params: {
        provider: {
          properties: {
            type: { enum: ['aws', 'azure', 'gcp', 'oci'], required: true },
            region: { only_for: { type: ['oci'] }, required_for: { type: ['oci'] } },
          },
        },
      },
    });
    expect(newFile(operation('vectorStores.search'))).toContain('# One of several alternatives in the SDK.');
  });

  test('leaves from_tool to its author', () => {
    const text = newFile(operation('vectorStores.retrieve'));
    expect(text).toContain('# TODO from_tool: the tool whose results hold this ID\n      vector_store_id:');
    expect(parse(text).tools.get_vector_store.params.vector_store_id).not.toHaveProperty('from_tool');
  });
});

describe('adding to a file', () => {
  const before = newFile(operation('vectorStores.retrieve'), 'stores');

  test('leaves what is there and parses', () => {
    const after = appended(before, operation('vectorStores.delete'));
    expect(after.startsWith(before.trimEnd())).toBe(true);
    expect(Object.keys(parse(after).tools)).toEqual(['get_vector_store', 'delete_vector_store']);
    expect(parseSpecs([{ name: 'stores.yaml', text: after }]).families).toHaveLength(1);
  });

  test('names the key where it is not that of the file', () => {
    const after = parse(appended(before, operation('admin.organization.users.list')));
    expect(after.tools.list_users.key).toBe('admin');
  });

  test('refuses a tool that is there, and a file that goes on after its tools', () => {
    expect(() => appended(before, operation('vectorStores.retrieve'))).toThrow(
      'it has a tool get_vector_store already',
    );
    expect(() => appended(`${before}title: Late\n`, operation('vectorStores.delete'))).toThrow('tools:');
  });
});

describe('finding an operation', () => {
  test('by method or request, whatever the capitals and the names in the path', () => {
    const { name } = operation('admin.organization.adminApiKeys.retrieve');
    expect(name.toLowerCase()).toBe('admin.organization.adminapikeys.retrieve');
    expect(operation('get /v1/organization/admin_api_keys/{id}').name).toBe(name);
    expect(operation('client.models.list').path).toBe('/models');
  });

  test('or the names that come closest', () => {
    expect(findOperation('vectorStore.files.list', operations)).toMatchObject({
      nearest: expect.arrayContaining(['vectorStores.files.list']),
    });
    expect(findOperation('GET /vector_store', operations)).toMatchObject({
      nearest: expect.arrayContaining(['GET /vector_stores']),
    });
  });
});

test.each([
  ['Limit can range between 1 and 100, and the default is 20.', { min: 1, max: 100 }],
  ['The minimum value is `100` and the maximum value is `4096`.', { min: 100, max: 4096 }],
  ['Set of 16 key-value pairs. Keys have a maximum length of 64 characters.', { max: 16 }],
  ['A list of up to 50,000 IDs.', { max: 50_000 }],
  ['The name of the project.', {}],
])('bounds in "%s"', (doc, limits) => {
  expect(statedLimits(doc)).toEqual(limits);
});

test.each([
  ['threshold_amount', 'The amount, in cents.', 'usd'],
  ['start_time', 'Start time (Unix seconds) of the query.', 'timestamp'],
  ['score_threshold', '', 'number'],
  ['days', 'The number of days until it expires.', 'integer'],
])('%s is a number of its own kind', (name, doc, type) => {
  expect(numberType(name, doc)).toBe(type);
});

describe('the command', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'new-spec-'));
    await symlink(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
    await mkdir(join(folder, 'tool-specs'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const run = (...words: string[]) =>
    new Promise<{ code: unknown; stdout: string; stderr: string }>((done) => {
      execFile(
        process.execPath,
        ['--import', 'tsx', resolve('scripts/spec-new/main.ts'), ...words],
        { cwd: folder },
        (error, stdout, stderr) => done({ code: error?.code ?? 0, stdout, stderr }),
      );
    });

  test('prints a stub', async () => {
    const { code, stdout } = await run('GET', '/models');
    expect(code).toBe(0);
    expect(parse(stdout).tools.list_models.endpoint).toBe('GET /models');
  });

  test('adds to a file, once', async () => {
    const path = join(folder, 'tool-specs', 'models.yaml');
    await writeFile(path, newFile(operation('models.list'), 'models'));
    expect(await run('models.delete', 'models')).toMatchObject({ code: 0, stderr: '' });
    const text = await readFile(path, 'utf8');
    expect(Object.keys(parse(text).tools)).toEqual(['list_models', 'delete_model']);
    expect(await run('models.delete', 'models')).toMatchObject({
      code: 2,
      stderr: 'tool-specs/models.yaml: it has a tool delete_model already\n',
    });
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  test('names the nearest for what the SDK does not have', async () => {
    const { code, stdout, stderr } = await run('models.lst');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^The SDK has no models\.lst\. Nearest:\n {2}models\.list\n/);
  });

  test('gives the reason for what is out of scope', async () => {
    expect(await run('responses.create')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^responses is out of scope: runs models/),
    });
  });

  test('says how it is used', async () => {
    const { code, stderr } = await run('models.list', '../models');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Usage: npm run spec:new/);
  });
});
