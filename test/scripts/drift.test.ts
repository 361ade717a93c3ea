import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findDrift } from '../../scripts/drift/check.ts';
import { DRIFT_RULES, type DriftRules } from '../../scripts/drift/scope-and-exceptions.ts';
import { readSdk, type SdkSurface } from '../../scripts/sdk/operations.ts';
import type { Catalogue, ToolSpec } from '../../src/specs/catalogue.ts';
import { loadSpecFolder } from '../../src/specs/load-folder.ts';
import type { ValueSpec } from '../../src/specs/spec-schema.ts';

const surface = readSdk('node_modules/openai');
const rules: DriftRules = { ...DRIFT_RULES, exceptions: [] };
const catalogue = loadSpecFolder('tool-specs', undefined);
const textsFor = (changed: Catalogue) => findDrift(surface, changed, rules).map((finding) => finding.text);
const before = textsFor(catalogue);

/** What is said more once a tool is changed; `undefined` removes it. */
function saidAfter(name: string, change: (tool: ToolSpec) => ToolSpec | undefined): string[] {
  const tools = structuredClone(catalogue.tools).flatMap((tool) =>
    tool.name === name ? (change(tool) ?? []) : tool,
  );
  return textsFor({ ...catalogue, tools }).filter((text) => !before.includes(text));
}

function param(tool: ToolSpec, name: string): ValueSpec {
  const found = tool.params[name];
  if (found === undefined) throw new Error(`${tool.name} has no ${name}`);
  return found;
}

test('every tool that there is has what the SDK has', () => {
  const said = findDrift(surface, catalogue, DRIFT_RULES);
  expect(said.filter(({ note }) => !note)).toEqual([]);
});

describe('a change of the catalogue', () => {
  test('a tool that is gone', () => {
    expect(saidAfter('get_vector_store', () => undefined)).toEqual([
      'no tool for GET /vector_stores/{vector_store_id}: run npm run spec:new -- vectorStores.retrieve vector-stores, then write docs and an example',
    ]);
  });

  test('a parameter that is gone', () => {
    const said = saidAfter('create_vector_store', (tool) => {
      delete tool.params.file_ids;
      return tool;
    });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(
      /^tool-specs\/vector-stores\.yaml create_vector_store: add under params: file_ids: \{ in: body, type: array, items: \{ type: string \} \} # .*\(vectorStores\.create\)$/,
    );
  });

  test('a member that is gone, inside an object of an object', () => {
    const said = saidAfter('create_vector_store', (tool) => {
      delete param(tool, 'chunking_strategy').properties?.static?.properties?.max_chunk_size_tokens;
      return tool;
    });
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(
      'add under params.chunking_strategy.properties.static.properties: max_chunk_size_tokens: { type: integer, min: 100, max: 4096, required: true }',
    );
  });

  test('values that are gone, of a string and of the entries of a list', () => {
    const order = saidAfter('list_vector_stores', (tool) => {
      param(tool, 'order').enum = ['asc'];
      return tool;
    });
    expect(order).toEqual([
      'tool-specs/vector-stores.yaml list_vector_stores: add to the enum of params.order: [ desc ] (vectorStores.list)',
    ]);
    const groups = saidAfter('list_costs', (tool) => {
      const { items } = param(tool, 'group_by');
      if (items) items.enum = items.enum?.filter((value) => value !== 'line_item') ?? [];
      return tool;
    });
    expect(groups).toHaveLength(1);
    expect(groups[0]).toContain('add to the enum of params.group_by.items: [ line_item ]');
  });

  test('a value too many is only a note', () => {
    const { tools } = structuredClone(catalogue);
    const tool = tools.find(({ name }) => name === 'list_vector_stores');
    param(tool as ToolSpec, 'order').enum?.push('random');
    const said = findDrift(surface, { ...catalogue, tools }, rules).filter(({ text }) =>
      text.includes('random'),
    );
    expect(said.map(({ note }) => note)).toEqual([true]);
  });

  test('a required flag too few and one too many', () => {
    const few = saidAfter('create_project', (tool) => {
      delete param(tool, 'name').required;
      return tool;
    });
    expect(few[0]).toContain('add required: true to params.name: the SDK requires it');
    const many = saidAfter('list_projects', (tool) => {
      param(tool, 'include_archived').required = true;
      return tool;
    });
    expect(many[0]).toContain('remove required: true from params.include_archived');
  });

  test('a parameter of another name, place or type', () => {
    const renamed = saidAfter('create_project', (tool) => {
      param(tool, 'name').wire = 'title';
      return tool;
    });
    expect(renamed.join('\n')).toContain('remove params.name: the SDK has no title there');
    expect(renamed.join('\n')).toContain(
      'add under params: name: { in: body, type: string, required: true }',
    );
    const typed = saidAfter('create_project', (tool) => {
      param(tool, 'name').type = 'boolean';
      return tool;
    });
    expect(typed[0]).toContain('change params.name: it is of type boolean');
  });

  test('one of the arguments that stand for a union', () => {
    const said = saidAfter('search_vector_store', (tool) => {
      delete tool.params.queries;
      return { ...tool, exactlyOneOf: [] };
    });
    expect(said.join('\n')).toContain('add an argument with wire: query beside params.query');
  });

  test('another key and another way of paging', () => {
    const said = saidAfter('list_users', (tool) => ({ ...tool, key: 'project', pagination: 'after_next' }));
    expect(said).toEqual([
      'tool-specs/users.yaml list_users: set key: admin: that is what the SDK sends (admin.organization.users.list)',
      'tool-specs/users.yaml list_users: set pagination: after_last_id: that is how the SDK pages (admin.organization.users.list)',
    ]);
  });

  test('another header', () => {
    const said = saidAfter('get_vector_store', ({ beta: _, ...tool }) => tool);
    expect(said).toEqual([
      'tool-specs/vector-stores.yaml get_vector_store: set beta: assistants=v2: that is what the SDK sends with it (vectorStores.retrieve)',
    ]);
  });

  test('a request that carries a file, or is answered with one', () => {
    const upload = saidAfter('get_model', (tool) => ({
      ...tool,
      endpoint: { method: 'POST', path: '/files' },
    }));
    expect(upload.join('\n')).toContain(
      'remove the tool: the request carries a file, and a tool call carries none (files.create)',
    );
    const files = saidAfter('get_model', (tool) => ({
      ...tool,
      endpoint: { method: 'POST', path: '/skills' },
    }));
    expect(files.join('\n')).toContain('remove the tool: the request carries a file');
    const one = saidAfter('get_file', (tool) => ({
      ...tool,
      endpoint: { method: 'POST', path: '/containers/{container_id}/files' },
      params: { file: { in: 'body', type: 'string' } },
    }));
    expect(one.join('\n')).toContain('remove params.file: it is a file, and a tool call carries none');
    const bytes = saidAfter('get_file', (tool) => ({
      ...tool,
      endpoint: { method: 'GET', path: '/files/{file_id}/content' },
    }));
    expect(bytes.join('\n')).toContain('remove the tool: the answer is the bytes of a file');
  });

  test('a request that the SDK does not make', () => {
    const said = saidAfter('get_project', (tool) => ({
      ...tool,
      endpoint: { method: 'GET', path: '/organization/project/{project_id}' },
    }));
    expect(said.join('\n')).toContain('no method of the SDK sends GET /organization/project/{project_id}');
  });

  test('one tool for several operations: a word of the path, a condition on it, and a value under one', () => {
    const word = saidAfter('list_usage', (tool) => {
      const category = param(tool, 'category');
      category.enum = category.enum?.filter((value) => value !== 'images') ?? [];
      return tool;
    });
    expect(word).toEqual([
      'tool-specs/usage.yaml list_usage: add images to the enum of params.category, for GET /organization/usage/images (admin.organization.usage.images)',
    ]);
    const condition = saidAfter('list_usage', (tool) => {
      param(tool, 'sizes').only_for = { category: ['completions'] };
      return tool;
    });
    expect(condition.join('\n')).toContain('add images to only_for of params.sizes');
    expect(condition.join('\n')).toContain('remove params.sizes: the SDK has no sizes there');
    const value = saidAfter('list_usage', (tool) => {
      const { items } = param(tool, 'group_by');
      if (items) items.values_only_for = { ...items.values_only_for, size: { category: ['completions'] } };
      return tool;
    });
    expect(value.join('\n')).toContain(
      'add to the enum of params.group_by.items: [ size ] (admin.organization.usage.images)',
    );
  });
});

describe('rules', () => {
  const empty: Catalogue = { families: [], tools: [] };
  const nothing: SdkSurface = { operations: [], conveniences: [], topNames: [] };

  test('an exception excuses one difference', () => {
    const exceptions = [
      { operation: 'vectorStores.create', problem: 'operation' as const, reason: 'a trial' },
    ];
    const said = findDrift(surface, empty, { ...rules, exceptions });
    expect(said.some(({ operation }) => operation === 'vectorStores.create')).toBe(false);
    expect(said.some(({ operation }) => operation === 'vectorStores.list')).toBe(true);
  });

  test('an exception that excuses nothing has to go', () => {
    const exceptions = [
      { operation: 'gone.method', problem: 'operation' as const, reason: 'was once there' },
    ];
    const said = findDrift(nothing, empty, { ...rules, exceptions });
    expect(said.map(({ text }) => text)).toEqual([
      'scripts/drift/scope-and-exceptions.ts: remove gone.method operation (was once there): nothing differs there any more',
    ]);
  });

  test('an exception for an operation that has got a tool is only noted', () => {
    const exceptions = [
      { operation: 'vectorStores.create', problem: 'operation' as const, reason: 'a trial' },
    ];
    const said = findDrift(surface, catalogue, { ...rules, exceptions });
    expect(said.find(({ operation }) => operation === 'vectorStores.create')).toMatchObject({
      text: 'scripts/drift/scope-and-exceptions.ts: remove vectorStores.create operation (a trial): nothing differs there any more',
      note: true,
    });
  });

  test('outside their scope only what has a tool is compared, argument by argument', () => {
    const outside = {
      ...rules,
      inScope: [],
      outOfScope: Object.fromEntries(surface.topNames.map((name) => [name, ''])),
    };
    const tools = structuredClone(catalogue.tools).filter(({ name }) => name === 'list_vector_stores');
    expect(findDrift(surface, { ...catalogue, tools }, outside)).toEqual([]);
    delete tools[0]?.params.order;
    const said = findDrift(surface, { ...catalogue, tools }, outside);
    expect(said.map(({ operation, problem, at }) => ({ operation, problem, at }))).toEqual([
      { operation: 'vectorStores.list', problem: 'missing', at: 'order' },
    ]);
  });

  test('a new resource and a new method without a request are to be decided on', () => {
    const said = findDrift(
      { operations: [], conveniences: ['models.guess'], topNames: ['billing'] },
      empty,
      rules,
    );
    expect(said.map(({ text }) => text)).toEqual([
      "the SDK's models.guess makes no request of its own: say so in scripts/drift/scope-and-exceptions.ts",
      "the SDK's client.billing is new: add it to inScope or outOfScope in scripts/drift/scope-and-exceptions.ts",
    ]);
  });
});

describe('the command', () => {
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  test('prints a line for each difference and fails', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drift-'));
    folders.push(folder);
    await symlink(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
    await mkdir(join(folder, 'tool-specs'));
    await writeFile(
      join(folder, 'tool-specs', 'things.yaml'),
      'family: things\ntitle: Things\ntags: []\nkey: admin\ntools: {}\n',
    );
    const { code, output } = await new Promise<{ code: unknown; output: string }>((done) => {
      execFile(
        process.execPath,
        ['--import', 'tsx', resolve('scripts/drift/main.ts')],
        { cwd: folder },
        (error, stdout) => done({ code: error?.code, output: stdout }),
      );
    });
    expect(code).toBe(1);
    expect(output).toContain('no tool for GET /organization/projects:');
    expect(output).toMatch(/\n\d+ differences from the SDK\.\n$/);
  });
});
