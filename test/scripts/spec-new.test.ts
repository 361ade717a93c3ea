import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { findDrift, whyNoTool } from '../../scripts/drift/check.ts';
import { readSdk, type SdkOperation } from '../../scripts/sdk/operations.ts';
import { newSpec } from '../../scripts/spec-new/command.ts';
import { findOperation } from '../../scripts/spec-new/find.ts';
import { numberType, statedLimits, statedPairs } from '../../scripts/spec-new/stated-limits.ts';
import { appended, newFile, UNWRITTEN } from '../../scripts/spec-new/stub.ts';
import { parseSpecs } from '../../src/specs/parse-specs.ts';

const surface = readSdk('node_modules/openai');
const operations = surface.operations.filter((one) => whyNoTool(one) === undefined);

/** A parameter of it is a function, for the SDK alone. */
const UNREADABLE = ['beta.agents.sessions.create'];

function operation(name: string): SdkOperation {
  const found = findOperation(name, operations);
  if ('nearest' in found) throw new Error(`The SDK has no ${name}`);
  return found;
}

const stub = (name: string) => Object.entries(parse(newFile(operation(name))).tools)[0];

describe('a stub', () => {
  const readable = operations.filter(({ name }) => !UNREADABLE.includes(name));

  test.each(readable.map((one) => [one.name, one] as const))(
    '%s parses, and with docs and an example the drift check is content with it',
    (name, one) => {
      const file = parse(newFile(one).replaceAll(UNWRITTEN, 'Comes later'));
      const [tool] = Object.values<object>(file.tools);
      Object.assign(tool ?? {}, {
        docs: { summary: one.deprecated ? 'Deprecated, comes later.' : 'Comes later.' },
        example: { arguments: {}, request: '' },
      });
      const written = parseSpecs([{ name, text: stringify(file) }]);
      const found = findDrift(surface, written, { inScope: [], outOfScope: {}, exceptions: [] });
      // How answers show a time, and what of them is to go, is in no spec.
      const own = found.filter(
        ({ operation, problem, at, note }) =>
          operation === name && problem !== 'time' && !(problem === 'deprecated' && at !== '') && !note,
      );
      expect(own.map(({ text }) => text)).toEqual([]);
    },
  );

  test('does not build before its author has written what the SDK does not say', () => {
    const text = newFile(operation('vectorStores.delete'));
    expect(() => parseSpecs([{ name: 'stub.yaml', text }])).toThrow(
      /^stub\.yaml:\d+:\d+ because: this is still to be written$/,
    );
  });

  test.each(UNREADABLE)('%s is refused with what cannot be read', (name) => {
    expect(() => newFile(operation(name))).toThrow(/cannot read the type/);
  });

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
    const text = after.replaceAll(UNWRITTEN, 'Comes later');
    expect(parseSpecs([{ name: 'stores.yaml', text }])).toMatchObject({ families: [{}], tools: [] });
  });

  test('names the key where it is not that of the file', () => {
    const models = newFile(operation('models.list'), 'models');
    const after = parse(appended(models, operation('admin.organization.users.list')));
    expect(after.tools.list_users.key).toBe('admin');
  });

  test('refuses a request that goes with another header', () => {
    expect(parse(before).beta).toBe('assistants=v2');
    expect(() => appended(before, operation('models.list'))).toThrow(
      'the requests of a file share beta, which would be none here: take another file',
    );
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
  ['A list of up to 50,000 IDs.', { max: 50_000 }],
  ['The name of the project.', {}],
])('bounds in "%s"', (doc, limits) => {
  expect(statedLimits(doc)).toEqual(limits);
});

test.each([
  ['Set of 16 key-value pairs. Keys have a maximum length of 64 characters.', 16],
  ['Up to 16 string key-value pairs, with keys up to 64 and values up to 512 characters.', 16],
  ['Maps tokens to a bias between -1 and 1; at most 100.', undefined],
])('pairs in "%s"', (doc, pairs) => {
  expect(statedPairs(doc)).toBe(pairs);
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
  const folder = mkdtempSync(join(tmpdir(), 'spec-new-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (...words: string[]) => newSpec(words, folder, () => surface.operations);

  test('prints a stub', () => {
    const { code, printed = '', said } = run('GET', '/models');
    expect(code).toBe(0);
    expect(parse(printed).tools.list_models.endpoint).toBe('GET /models');
    expect(said).toBe(
      'models.list is in scope: npm run drift compares all of client.models with the specs.\n',
    );
  });

  test('adds to a file, once', () => {
    const path = join(folder, 'models.yaml');
    expect(run('models.list', 'models').code).toBe(0);
    expect(run('models.delete', 'models')).toMatchObject({ code: 0, printed: expect.stringContaining(path) });
    const text = readFileSync(path, 'utf8');
    expect(Object.keys(parse(text).tools)).toEqual(['list_models', 'delete_model']);
    expect(run('models.delete', 'models')).toEqual({
      code: 2,
      said: `${path}: it has a tool delete_model already\n`,
    });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('leaves a file with mistakes as it is', () => {
    const path = join(folder, 'broken.yaml');
    const text = newFile(operation('models.list'), 'broken').replace('title:', 'titel:');
    writeFileSync(path, text);
    expect(run('models.delete', 'broken')).toEqual({
      code: 2,
      said: expect.stringContaining(`${path}:3:1 titel: unknown key; did you mean title?`),
    });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('says that what it prints is out of scope, and what that means', () => {
    const { code, printed = '', said } = run('GET', '/evals/{id}');
    expect(code).toBe(0);
    expect(parse(printed).tools.get_eval.endpoint).toBe('GET /evals/{eval_id}');
    expect(said).toBe(
      'evals.retrieve is out of scope (a tool of developers with its own dashboard): npm run drift compares this request and asks for no other of client.evals.\n',
    );
  });

  test.each([
    [['models.lst'], /^The SDK has no models\.lst\. Nearest:\n {2}models\.list\n/],
    [['PATCH', '/models'], /^The SDK has no PATCH \/models\. Nearest:\n {2}GET \/models\n/],
    [['files.content'], /^files\.content cannot be a tool: the answer is the bytes of a file/],
    [['beta.agents.sessions.events.stream'], /cannot be a tool: the answer is a stream of events/],
    [['beta.agents.sessions.create'], /^beta\.agents\.sessions\.create: .*cannot read the type/],
    [['models.list', '../models'], /^Usage: npm run spec:new/],
    [[], /^Usage: npm run spec:new/],
  ])('%j is refused with the reason', (words, expected) => {
    expect(run(...words)).toEqual({ code: 2, said: expect.stringMatching(expected) });
  });
});
