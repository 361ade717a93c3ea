import { describe, expect, test } from 'vitest';
import { probeKey } from '../../../src/cli/commands/probe-key.ts';
import { Secret } from '../../../src/credentials/secret.ts';
import type { ApiRequest } from '../../../src/model/api-request.ts';
import { ApiError, type ApiErrorKind } from '../../../src/openai/api-error.ts';
import { type FakeClient, fakeClient } from '../../compose/fake-client.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const refuse = (kind: ApiErrorKind) => {
  throw new ApiError({ kind, outcome: 'rejected', message: `Told: ${kind}.` });
};
const probe = (client: FakeClient, keyClass: 'admin' | 'project' = 'admin') =>
  probeKey(client, new Secret('sk-admin-1'), keyClass, 'org-1', NOW);

describe('probing a key', () => {
  test('reads five things with an admin key, and changes nothing', async () => {
    const client = fakeClient();
    expect(await probe(client)).toEqual({ ok: true, can: 'reads projects, users, costs, audit logs' });
    expect(client.calls.map(({ request }) => `${request.method} ${request.path}?${request.query}`)).toEqual([
      'GET /organization/projects?limit=1',
      'GET /organization/users?limit=1',
      `GET /organization/costs?start_time=${NOW / 1000 - 86_400}&limit=1`,
      'GET /organization/audit_logs?limit=1',
      'GET /organization/admin_api_keys?limit=100',
    ]);
    for (const { request, authorization } of client.calls) {
      expect(authorization).toMatchObject({ apiKey: 'sk-admin-1', organization: 'org-1' });
      expect(request).toMatchObject({ key: { class: 'admin' }, safe: true });
    }
  });

  test('finds when an admin key expires, if exactly one listed key ends like it', async () => {
    const row = { redacted_value: 'sk-admin...n-1', expires_at: NOW / 1000 };
    const ofKeys = (data: unknown[]) =>
      fakeClient(({ path }) => (path.endsWith('admin_api_keys') ? { data } : {}));
    expect(await probe(ofKeys([row]))).toMatchObject({ expiresAt: new Date(NOW) });
    expect(await probe(ofKeys([row, row]))).not.toHaveProperty('expiresAt');
    expect(await probe(ofKeys([{ ...row, expires_at: null }]))).not.toHaveProperty('expiresAt');
  });

  test('reads vector stores with a project key', async () => {
    const client = fakeClient();
    expect(await probe(client, 'project')).toEqual({ ok: true, can: 'reads vector stores' });
    expect(client.calls.map(({ request }) => request)).toMatchObject([
      { method: 'GET', path: '/vector_stores', key: { class: 'project' }, safe: true },
    ]);
  });

  test('tells what a restricted key cannot read', async () => {
    const client = fakeClient(({ path }: ApiRequest) =>
      /costs|audit/.test(path) ? refuse('permission') : {},
    );
    expect(await probe(client)).toEqual({ ok: true, can: 'reads projects, users; not costs, audit logs' });
  });

  test.each([
    ['auth', false],
    ['permission', false],
    ['network', true],
    ['server', true],
    ['quota', true],
    ['timeout', true],
    ['rate_limited', true],
  ] as const)('that always ends in %s fails with its reason, unchecked: %s', async (kind, unchecked) => {
    expect(await probe(fakeClient(() => refuse(kind)))).toEqual({
      ok: false,
      reason: `Told: ${kind}.`,
      ...(unchecked && { unchecked }),
    });
  });

  test('lets a mistake of the program through', async () => {
    const broken = fakeClient(() => {
      throw new TypeError('bug');
    });
    await expect(probe(broken)).rejects.toThrow(TypeError);
  });
});
