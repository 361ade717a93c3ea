import { describe, expect, test } from 'vitest';
import { callTool } from '../../src/calls/call-tool.ts';
import { toolNamed } from '../catalogue/catalogue.ts';
import { call, fakePorts } from '../tools/fake-ports.ts';
import { CALLER } from '../tools/open-guard.ts';
import { refusalOf } from '../tools/sample-tool.ts';

const ending = {
  refusalOfRead: async () => undefined,
  isThere: async () => false,
  recordRefusal: async () => undefined,
  job: async () => ({ kind: 'refused' as const, message: '' }),
  settled: async () => undefined,
};

const KEY = { project_id: 'proj_1', service_account_id: 'svc_acct_1' };

describe('a write', () => {
  test('goes through the guard, and what the guard adds is told beside the answer', async () => {
    const seen: string[] = [];
    const ports = fakePorts(undefined, {
      guard: {
        async write({ tool, request }) {
          seen.push(`${tool.name} ${request.method} ${request.path}`);
          return {
            kind: 'done',
            response: { status: 200, body: { id: 'key_1', value: 'sk-1' } },
            more: { a: 1 },
          };
        },
        ...ending,
      },
    });
    expect(await call('create_service_account_api_key', KEY, ports)).toEqual({
      id: 'key_1',
      value: '[not shown]',
      a: 1,
    });
    expect(seen).toEqual([
      'create_service_account_api_key POST /organization/projects/proj_1/service_accounts/svc_acct_1/api_keys',
    ]);
    expect(ports.sent).toEqual([]);
  });

  test.each([
    { kind: 'withheld', result: { dry_run: true } },
    { kind: 'refused', message: 'No.' },
    { kind: 'ask', message: 'Really?', label: 'Name', description: 'Profile', state: 's' },
  ] as const)('that the guard did not carry out ends as $kind', async (outcome) => {
    const ports = fakePorts(undefined, {
      guard: { ...ending, write: async () => outcome },
    });
    const signal = new AbortController().signal;
    expect(
      await callTool(toolNamed('archive_project'), { project_id: 'proj_1' }, ports, CALLER, signal),
    ).toEqual(outcome);
  });

  test('shows a secret where secrets are revealed', async () => {
    const ports = fakePorts(() => ({ id: 'key_1', value: 'sk-svcacct-new' }), { revealSecrets: true });
    expect(await call('create_service_account_api_key', KEY, ports)).toEqual({
      id: 'key_1',
      value: 'sk-svcacct-new',
    });
  });

  test('with wrong arguments never reaches the guard', async () => {
    const ports = fakePorts(undefined, {
      guard: { ...ending, write: () => Promise.reject(new Error('reached')) },
    });
    const message = await refusalOf(
      call('create_service_account_api_key', { ...KEY, project_id: '../x' }, ports),
    );
    expect(message).toContain('cannot be an ID. Take it from list_projects.');
  });
});

describe('the order of a call', () => {
  test('a range that makes no sense is told before any name is looked up', async () => {
    const ports = fakePorts();
    const given = { start_time: '2026-11-02', end_time: '2026-11-01', project_ids: ['Alpha'] };
    expect(await refusalOf(call('list_costs', given, ports))).toContain('end_time: must be later');
    expect(ports.sent).toEqual([]);
  });

  test('a report asks for as many buckets as its range has', async () => {
    const ports = fakePorts(() => ({ data: [], has_more: false }));
    await call('list_costs', { start_time: 'month' }, ports);
    expect(ports.sent[0]?.request.query).toBe('start_time=1793491200&limit=22');
  });

  test('the choice of a project key goes to the key and not into the request', async () => {
    const ports = fakePorts(() => ({ data: [], has_more: false }));
    await call('list_vector_stores', { project_id: 'proj_9', limit: 5 }, ports);
    await call('list_project_users', { project_id: 'proj_9' }, ports);
    expect(ports.sent.map((sent) => sent.request.key)).toEqual([
      { class: 'project', projectId: 'proj_9' },
      { class: 'admin' },
    ]);
    expect(ports.sent[0]?.request).toEqual({
      method: 'GET',
      path: '/vector_stores',
      query: 'limit=5',
      beta: 'assistants=v2',
      key: { class: 'project', projectId: 'proj_9' },
      safe: true,
      expects: { needs: ['data'] },
      namesId: false,
      inUse: expect.any(Promise),
    });
  });

  test('a cursor is sent with the other arguments, and one that leads nowhere is told', async () => {
    const ports = fakePorts(() => ({ data: [{ id: 'proj_9' }], has_more: true, last_id: 'proj_9' }));
    const result = await call('list_projects', { limit: 1, cursor: 'proj_9' }, ports);
    expect(ports.sent[0]?.request.query).toBe('limit=1&after=proj_9');
    expect(result.note).toContain('gave no new cursor');
  });

  test('the signal reaches the request', async () => {
    const controller = new AbortController();
    const signals: AbortSignal[] = [];
    const ports = fakePorts(undefined, {
      send: async (_request, signal) => {
        signals.push(signal);
        return { status: 200, body: {} };
      },
    });
    await callTool(toolNamed('get_project'), { project_id: 'proj_1' }, ports, CALLER, controller.signal);
    expect(signals).toEqual([controller.signal]);
  });
});
