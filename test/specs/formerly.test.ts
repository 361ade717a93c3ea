/** A tool that was renamed is meant by its old name in filters, policies and specs; a call by it is told the new one. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../src/policy/parse-policy.ts';
import { parseSpecs } from '../../src/specs/parse-specs.ts';
import { SpecError } from '../../src/specs/spec-error.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { startInProcess } from '../cli/in-process.ts';
import { temporaryFolder } from '../e2e/start-server.ts';
import { startUpstream } from '../e2e/upstream.ts';

const FILE = `family: crates
title: Crates
tags: [core]
key: admin
allow_paths: [/organization/crates]
tools:
  list_crates:
    title: List crates
    formerly: [list_boxes]
    method: list
    endpoint: GET /organization/crates
    docs: { summary: Lists all crates. }
    example: { arguments: {}, request: GET /organization/crates }
  delete_crate:
    title: Delete crate
    formerly: [delete_box, remove_box]
    method: delete
    endpoint: DELETE /organization/crates/{crate_id}
    docs: { summary: Deletes one crate. }
    params:
      crate_id: { in: path, type: string, required: true, from_tool: list_boxes, id_prefix: [crate_], named_by: [name] }
    risk: { class: reversible, because: It can be made again. }
    example: { arguments: { crate_id: crate_1 }, request: DELETE /organization/crates/crate_1 }
`;

const parse = (text: string) => parseSpecs([{ name: 'crates.yaml', text }], catalogue).tools;

async function start(flags: Record<string, string>, exposure = 'all') {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'crates.yaml'), FILE, { mode: 0o600 });
  const { url } = await startUpstream();
  const all = { 'tool-specs': folder, ...(exposure === 'discovery' && { exposure }), ...flags };
  return startInProcess({ flags: all, upstream: url });
}

const namesOf = async (flags: Record<string, string>) =>
  (await (await start(flags)).list()).map(({ name }) => name);

describe('an old name', () => {
  test('stands for the tool in filters', async () => {
    expect(await namesOf({ tools: 'delete_box' })).toEqual(['delete_crate']);
    expect(await namesOf({ tools: '*_box*' })).toEqual(['list_crates', 'delete_crate']);
    expect(await namesOf({ tags: 'crates', 'exclude-tools': 'remove_box' })).toEqual(['list_crates']);
    await expect(namesOf({ tools: 'delete_bx' })).rejects.toThrow('Did you mean delete_box?');
  });

  test('stands for the tool in policies', () => {
    const { rules } = parsePolicy(
      'p.yaml',
      'deny: [{ tools: [remove_box, "list_b*"], reads: true }]',
      parse(FILE),
    );
    expect(rules.map(({ tools }) => [...tools])).toEqual([['delete_crate', 'list_crates']]);
  });

  test('stands for the tool in specs, which then know the new one', () => {
    expect(parse(FILE).find(({ name }) => name === 'delete_crate')?.params.crate_id?.from_tool).toBe(
      'list_crates',
    );
  });

  test('calls nothing and leads to the new one', async () => {
    const server = await start({ tags: 'crates' });
    await expect(server.call('delete_box', { crate_id: 'crate_1' })).rejects.toThrow('There is no tool');
    const behind = await start({ tags: 'crates' }, 'discovery');
    const { text } = await behind.call('call_write_tool', { name: 'remove_box', arguments: {} });
    expect(text).toContain('delete_crate');
  });

  test.each([
    ['of another tool', '[delete_box, remove_box]', '[list_projects]'],
    ['that another tool had', '[delete_box, remove_box]', '[list_boxes]'],
    ['that it has', '[delete_box, remove_box]', '[delete_crate]'],
  ])('may not be one %s', (_, names, other) => {
    let mistakes: unknown;
    try {
      parse(FILE.replace(names, other));
    } catch (error) {
      mistakes = error instanceof SpecError ? error.message : error;
    }
    expect(mistakes).toContain('another tool has this name already');
  });
});
