import { describe, expect, test } from 'vitest';
import { callTool } from '../../src/tools/call-tool.ts';
import { SecretRefusal } from '../../src/tools/secret-refusal.ts';
import { toolNamed } from '../catalogue/catalogue.ts';
import { call, fakePorts } from './fake-ports.ts';
import { refusalOf } from './sample-tool.ts';

const ACCOUNT = { project_id: 'proj_1', name: 'ci' };
const KEY = { project_id: 'proj_1', service_account_id: 'svc_acct_1' };

describe('a call that would mint a secret', () => {
  test.each([
    ['create_project_service_account', ACCOUNT],
    ['create_project_service_account', { ...ACCOUNT, create_service_account_only: false }],
    ['create_project_service_account', { ...ACCOUNT, create_service_account_only: 'false' }],
    ['create_project_service_account', { ...ACCOUNT, create_service_account_only: null }],
    ['create_service_account_api_key', KEY],
  ])('%s with %j is refused, and nothing is sent', async (tool, given) => {
    const ports = fakePorts();
    const error = await call(tool, given, ports).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SecretRefusal);
    expect((error as Error).message).toContain('--secrets reveal');
    expect(ports.sent).toEqual([]);
  });

  test('is not looked up by name before it is refused', async () => {
    const ports = fakePorts();
    await expect(
      call('create_project_service_account', { ...ACCOUNT, project_id: 'Alpha' }, ports),
    ).rejects.toBeInstanceOf(SecretRefusal);
    expect(ports.sent).toEqual([]);
  });

  test('says how it would run without one, where it can', async () => {
    const withChoice = await call('create_project_service_account', ACCOUNT, fakePorts()).catch(String);
    expect(withChoice).toContain(
      'With create_service_account_only: true no secret is made, and the call runs.',
    );
    expect(await call('create_service_account_api_key', KEY, fakePorts()).catch(String)).not.toContain(
      'no secret is made',
    );
  });

  test.each([true, 'true'])('runs with create_service_account_only %j, which mints none', async (only) => {
    const ports = fakePorts(() => ({ id: 'svc_acct_1', api_key: null }));
    const given = { ...ACCOUNT, create_service_account_only: only };
    expect(await call('create_project_service_account', given, ports)).toEqual({ id: 'svc_acct_1' });
    expect(ports.sent[0]?.request.body).toEqual({ name: 'ci', create_service_account_only: true });
  });

  test('runs where secrets are revealed', async () => {
    const ports = fakePorts(() => ({ id: 'key_1', value: 'sk-svcacct-new' }), { revealSecrets: true });
    expect(await call('create_service_account_api_key', KEY, ports)).toEqual({
      id: 'key_1',
      value: 'sk-svcacct-new',
    });
  });
});

describe('the order of a call', () => {
  test('wrong arguments are told before a secret is refused', async () => {
    const message = await refusalOf(
      call('create_service_account_api_key', { ...KEY, project_id: '../x' }, fakePorts()),
    );
    expect(message).toContain('cannot be an ID. Take it from list_projects.');
  });

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
    expect(ports.sent.map((sent) => sent.projectId)).toEqual(['proj_9', undefined]);
    expect(ports.sent[0]?.request).toEqual({
      method: 'GET',
      path: '/vector_stores',
      query: 'limit=5',
      beta: 'assistants=v2',
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
      send: async (_tool, _request, _projectId, signal) => {
        signals.push(signal);
        return { status: 200, body: {} };
      },
    });
    await callTool(toolNamed('get_project'), { project_id: 'proj_1' }, ports, controller.signal);
    expect(signals).toEqual([controller.signal]);
  });
});
