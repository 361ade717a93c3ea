import { describe, expect, test } from 'vitest';
import { openaiUpstream } from '../../src/compose/openai-upstream.ts';
import { sandboxUpstream } from '../../src/compose/sandbox-upstream.ts';
import { CredentialError } from '../../src/credentials/credential-error.ts';
import type { Credentials } from '../../src/credentials/find-credentials.ts';
import { Secret } from '../../src/credentials/secret.ts';
import type { ApiRequest } from '../../src/model/api-request.ts';
import type { KeyPlace } from '../../src/model/key-place.ts';
import { ApiError, type ApiErrorKind } from '../../src/openai/api-error.ts';
import type { RunningSandbox } from '../../src/sandbox/start-sandbox.ts';
import { fakeClient } from './fake-client.ts';

const requestWith = (key: KeyPlace): ApiRequest => ({
  method: 'GET',
  path: '/x',
  query: '',
  key,
  safe: true,
});
const ADMIN = requestWith({ class: 'admin' });
const PROJECT = requestWith({ class: 'project' });
const ofProject = (projectId: string) => requestWith({ class: 'project', projectId });
const signal = new AbortController().signal;

/** Credentials with an admin key and one project key, that note what is asked of them. */
function fakeCredentials() {
  const asked: string[] = [];
  const credentials: Credentials = {
    availability: { admin: true, defaultProjectKey: true, projectIds: [], notices: [], missing: {} },
    warnings: [],
    projectKeys: () => ['proj_1', undefined],
    key: async (want) => {
      asked.push(JSON.stringify(want));
      if (want.class === 'admin') return { secret: new Secret('sk-admin-1'), organization: 'org-1' };
      if (want.projectId === 'proj_none')
        throw new CredentialError('unknown_project', 'No key for proj_none.');
      return { secret: new Secret('sk-proj-1'), project: 'proj_1' };
    },
    forget: () => asked.push('forget'),
    warmUp: () => asked.push('warm up'),
    close: () => asked.push('close'),
  };
  return { asked, credentials };
}

const failing = (kind: ApiErrorKind) =>
  fakeClient(() => {
    throw new ApiError({ kind, outcome: 'rejected', message: kind });
  });

const ADDRESS = 'https://api.openai.com/v1';

describe('the way to OpenAI', () => {
  test('takes the admin key and its organization for an admin request', async () => {
    const client = fakeClient(() => ({ id: 'a' }));
    const { asked, credentials } = fakeCredentials();
    const response = await openaiUpstream(client, credentials, ADDRESS).send(ADMIN, signal);
    expect(response.body).toEqual({ id: 'a' });
    expect(asked).toEqual(['{"class":"admin"}']);
    expect(client.calls).toEqual([
      {
        request: ADMIN,
        authorization: { apiKey: 'sk-admin-1', organization: 'org-1', project: undefined },
        signal,
      },
    ]);
  });

  test('takes the key of the project that was asked for', async () => {
    const client = fakeClient();
    const { asked, credentials } = fakeCredentials();
    const upstream = openaiUpstream(client, credentials, ADDRESS);
    await upstream.send(ofProject('proj_1'), signal);
    await upstream.send(PROJECT, signal);
    expect(asked).toEqual(['{"class":"project","projectId":"proj_1"}', '{"class":"project"}']);
    expect(client.calls[0]?.authorization).toMatchObject({ apiKey: 'sk-proj-1', project: 'proj_1' });
  });

  test('sends nothing without a key', async () => {
    const client = fakeClient();
    const upstream = openaiUpstream(client, fakeCredentials().credentials, ADDRESS);
    await expect(upstream.send(ofProject('proj_none'), signal)).rejects.toBeInstanceOf(CredentialError);
    expect(client.calls).toEqual([]);
  });

  test('forgets a key that OpenAI refused, and no other', async () => {
    for (const [kind, forgotten] of [
      ['auth', true],
      ['permission', false],
      ['server', false],
    ] as const) {
      const { asked, credentials } = fakeCredentials();
      const sent = openaiUpstream(failing(kind), credentials, ADDRESS).send(ADMIN, signal);
      await expect(sent).rejects.toMatchObject({ kind });
      expect(asked.includes('forget')).toBe(forgotten);
    }
  });

  test('warms up without a key and without a request, and closes both sides', async () => {
    const client = fakeClient();
    const { asked, credentials } = fakeCredentials();
    const upstream = openaiUpstream(client, credentials, ADDRESS);
    await upstream.warmUp();
    await upstream.close();
    expect(asked).toEqual(['warm up', 'close']);
    expect([client.warmUps, client.calls.length, client.closed]).toEqual([1, 0, true]);
  });
});

describe('the way to the sandbox', () => {
  /** A sandbox that is not there, and how often it was started. */
  function fakeSandbox() {
    const events: string[] = [];
    const running: RunningSandbox = {
      url: 'http://127.0.0.1:1/v1',
      adminKey: 'sk-admin-sandbox',
      projectKey: 'sk-proj-default',
      projectKeys: { proj_1: 'sk-proj-one' },
      close: async () => {
        events.push('close');
      },
    };
    const client = fakeClient();
    const upstream = sandboxUpstream(
      async () => {
        events.push('start');
        return running;
      },
      (url) => {
        events.push(url);
        return client;
      },
    );
    return { events, client, upstream };
  }

  test('starts with the first call, once', async () => {
    const { events, upstream } = fakeSandbox();
    expect(events).toEqual([]);
    await Promise.all([upstream.warmUp(), upstream.send(ADMIN, signal), upstream.send(ADMIN, signal)]);
    expect(events).toEqual(['start', 'http://127.0.0.1:1/v1']);
  });

  test.each([
    [ADMIN, 'sk-admin-sandbox'],
    [PROJECT, 'sk-proj-default'],
    [ofProject('proj_1'), 'sk-proj-one'],
  ])('$key takes %s', async (request, key) => {
    const { client, upstream } = fakeSandbox();
    await upstream.send(request, signal);
    expect(client.calls[0]?.authorization.apiKey).toBe(key);
  });

  test.each(['proj_2', 'proj_'])(
    'a project without a key, %s, is answered with those that have one',
    async (projectId) => {
      const { client, upstream } = fakeSandbox();
      const sent = upstream.send(ofProject(projectId), signal);
      await expect(sent).rejects.toMatchObject({
        kind: 'unknown_project',
        message: expect.stringContaining('proj_1'),
      });
      expect(client.calls).toEqual([]);
    },
  );

  test('closes what was started, and starts nothing to close it', async () => {
    const { events, client, upstream } = fakeSandbox();
    await upstream.close();
    expect(events).toEqual([]);
    await upstream.warmUp();
    await upstream.close();
    expect(events.at(-1)).toBe('close');
    expect(client.closed).toBe(true);
  });
});
