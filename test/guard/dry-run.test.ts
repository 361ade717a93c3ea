/** A dry run tells what a write would do, and provably sends none. */
import { describe, expect, test } from 'vitest';
import type { Send } from '../../src/model/api-request.ts';
import { ApiError } from '../../src/openai/api-error.ts';
import { isRead } from '../../src/specs/catalogue.ts';
import { operations } from '../catalogue/catalogue.ts';
import { collect, projectNamed } from '../sandbox/running-sandbox.ts';
import { toolOf } from '../tools/tool-of-request.ts';
import { ADDRESS, aboutEverything, guardSetting, notFound, plainAnswer } from './guard-setting.ts';
import { sandboxSetting } from './sandbox-setting.ts';

const WRITES = operations.filter((tool) => !isRead(tool));

/** What the sandbox does not have under an example's ids is made up. */
const filledIn =
  (direct: Send): Send =>
  async (request, signal) => {
    const tool = toolOf(request);
    try {
      return await direct(request, signal);
    } catch (error) {
      if (!(error instanceof ApiError) || !isRead(tool)) throw error;
      return { status: 200, body: plainAnswer(request, tool) };
    }
  };

test('of every write sends nothing that writes, and tells method, URL, body and what would change', async () => {
  const one = await sandboxSetting({ dryRun: true, mode: 'writes', around: filledIn });
  for (const { name, method, endpoint, example } of WRITES) {
    const { value, error } = await one.call(name, example?.arguments);
    expect(error, name).toBeUndefined();
    expect(value, name).toMatchObject({ dry_run: true, approval: 'a person would have to approve it' });
    const [, path = '', query] = /^\S+ ([^?]*)(?:\?(.*))?$/.exec(example?.request ?? '') ?? [];
    const request = value.request as { method: string; url: string; body?: unknown };
    expect(request.method, name).toBe(endpoint.method);
    expect(request.url, name).toBe(`${ADDRESS}${path}${query === undefined ? '' : `?${query}`}`);
    expect(request.body ?? {}, name).toEqual(example?.body ?? {});
    const told = Object.keys(value);
    if (method === 'create') expect(told, name).toContain('would_create');
    if (method === 'delete') expect(told, name).toContain('would_remove');
    const sets = Object.keys(example?.body ?? {}).length > 0;
    if (method === 'update') {
      expect(told, name).toEqual(expect.arrayContaining(sets ? ['before', 'after'] : ['acts_on']));
    }
  }
  expect(Object.keys(one.received)).toEqual(['GET']);
  expect(one.writes()).toEqual([]);
  expect(one.record()).toEqual(WRITES.map(() => 'dry_run'));
  expect(await one.plans.pending()).toEqual([]);
});

describe('an update', () => {
  const dry = async (tool: string, given: object) => {
    const one = await sandboxSetting({ dryRun: true });
    const project = await projectNamed(one.sandbox, 'Data-Science');
    const { value, error } = await one.call(tool, {
      ...(tool.includes('project') && { project_id: project }),
      ...given,
    });
    expect(error).toBeUndefined();
    expect(Object.keys(one.received)).toEqual(['GET']);
    return value;
  };
  const LIMIT = { threshold_usd: 100.5, currency: 'USD', interval: 'month' };

  test('of an amount is told in dollars', async () => {
    expect(await dry('update_spend_limit', LIMIT)).toMatchObject({
      request: { body: { threshold_amount: 10_050 } },
      before: { threshold_usd: 45_000, currency: 'USD' },
      after: { threshold_usd: 100.5, currency: 'USD' },
    });
  });

  test('of what is not set has nulls before', async () => {
    expect(await dry('update_project_spend_limit', LIMIT)).toMatchObject({
      before: { threshold_usd: null, currency: null, interval: null },
      after: { threshold_usd: 100.5 },
    });
  });

  test('of a name has the old one', async () => {
    expect(await dry('update_project', { name: 'Data' })).toMatchObject({
      before: { name: 'Data-Science' },
      after: { name: 'Data' },
      approval: 'not needed',
    });
  });

  test('that empties something says so', async () => {
    const one = await sandboxSetting({ dryRun: true });
    const [, , , user] = await collect(one.sandbox, '/organization/users?limit=100');
    const { value } = await one.call('update_user', { user_id: user.id, clear: ['developer_persona'] });
    expect(value).toMatchObject({ after: { developer_persona: null }, would_empty: ['developer_persona'] });
    expect(value.before).toHaveProperty('developer_persona');
  });
});

test('a create of an amount is told in dollars', async () => {
  const one = guardSetting({ dryRun: true });
  const { value } = await one.call('create_spend_alert', {
    threshold_usd: 12.34,
    currency: 'USD',
    interval: 'month',
    notification_channel: { type: 'email', recipients: ['kim@example.com'] },
  });
  expect(value).toMatchObject({
    request: { body: { threshold_amount: 1_234 } },
    would_create: { threshold_usd: 12.34 },
  });
});

test('a deletion tells what would be gone', async () => {
  const { value } = await guardSetting({ dryRun: true }).call('delete_group', { group_id: 'group_1' });
  expect(value.would_remove).toMatchObject({ id: 'group_1', name: 'Name of group_1' });
});

test('what would be refused is refused', async () => {
  const one = guardSetting({
    dryRun: true,
    authority: aboutEverything('deny', 'Not here.'),
  });
  const { error } = await one.call('archive_project', { project_id: 'proj_1' });
  expect(error).toMatchObject({ kind: 'refused', message: expect.stringContaining('Not here.') });
});

test('what does not exist is told', async () => {
  const one = guardSetting({
    dryRun: true,
    answer: () => {
      throw notFound();
    },
  });
  const { error } = await one.call('archive_project', { project_id: 'proj_1' });
  expect(error).toMatchObject({ kind: 'not_found', outcome: 'not_sent' });
});

test('what may not be read is told beside the rest', async () => {
  const one = guardSetting({
    dryRun: true,
    answer: () => {
      throw new ApiError({ kind: 'permission', outcome: 'rejected', status: 403, message: 'No.' });
    },
  });
  const { value } = await one.call('update_project', { project_id: 'proj_1', name: 'x' });
  expect(value).toMatchObject({ before: null, after: { name: 'x' }, not_known: 'the key may not read it' });
});
