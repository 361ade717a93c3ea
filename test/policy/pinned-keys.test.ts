/** Under a pin only keys that are known to belong to a pinned project are used. */
import { describe, expect, test } from 'vitest';
import { keyFacts } from '../../src/compose/key-facts.ts';
import { findCredentials } from '../../src/credentials/find-credentials.ts';
import { memoryKeychain } from '../credentials/memory-keychain.ts';

const KEY = `sk-proj-${'k'.repeat(40)}`;

function credentialsWith(environment: Record<string, string>) {
  return findCredentials({
    host: {
      environment: { XDG_CONFIG_HOME: '/nowhere', ...environment },
      platform: 'linux',
      homeDirectory: '/nowhere',
      uid: 1000,
    },
    now: new Date('2026-11-22T12:00:00Z'),
    openKeychain: () => memoryKeychain(),
  });
}

describe('the default project key', () => {
  test('is not used for a project that it is not known to belong to', async () => {
    const credentials = credentialsWith({ OPENAI_API_KEY: KEY });
    await expect(credentials.key({ class: 'project', projectId: 'proj_a' })).rejects.toThrow(
      'no key for project',
    );
    const facts = keyFacts(credentials.availability, ['proj_a'], 'work');
    expect(facts.has.hasProjectKey).toBe(false);
    expect(facts.has.missingKeys?.project).toContain('auth login --profile work --project proj_a');
    expect(keyFacts(credentials.availability, undefined).has.hasProjectKey).toBe(true);
  });

  test('is used for the project of OPENAI_PROJECT_ID, which goes with the request for OpenAI to check', async () => {
    const credentials = credentialsWith({ OPENAI_API_KEY: KEY, OPENAI_PROJECT_ID: 'proj_a' });
    expect(await credentials.key({ class: 'project', projectId: 'proj_a' })).toMatchObject({
      project: 'proj_a',
    });
    expect(keyFacts(credentials.availability, ['proj_b', 'proj_a']).has.hasProjectKey).toBe(true);
  });

  test.each(['proj_b', 'proj_a ', 'PROJ_A', '__proto__'])(
    'is not used for %j beside it',
    async (projectId) => {
      const credentials = credentialsWith({ OPENAI_API_KEY: KEY, OPENAI_PROJECT_ID: 'proj_a' });
      await expect(credentials.key({ class: 'project', projectId })).rejects.toThrow(/no key for|not an id/);
    },
  );

  test('its notice gives way to one that helps under the pin', () => {
    const credentials = credentialsWith({});
    const plain = keyFacts(credentials.availability, undefined).notices;
    const pinned = keyFacts(credentials.availability, ['proj_a']).notices;
    expect(plain.filter((notice) => notice.includes('project key'))).toHaveLength(1);
    expect(pinned.filter((notice) => /project/.test(notice) && /auth login/.test(notice))).toEqual([
      'Tools that work inside a project are off: no key is known to belong to proj_a. Run "npx openai-admin-mcp auth login --project proj_a" in a terminal with an API key of that project and restart this server.',
    ]);
  });
});
