/** A new secret from the answer to its place, and what is taken back when it has none. */

import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CredentialError } from '../../src/credentials/credential-error.ts';
import type { ApiRequest } from '../../src/model/api-request.ts';
import { ApiError } from '../../src/openai/api-error.ts';
import { journalEntries } from '../../src/sinks/journal.ts';
import { readStoredSecrets } from '../../src/sinks/stored-secrets.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import {
  ASKING,
  aboutEverything,
  guardSetting,
  lostAnswer,
  NEW_SECRET,
  plainAnswer,
  type Setting,
  type SettingOptions,
  temporaryHome,
} from './guard-setting.ts';

const ALLOWS = aboutEverything('allow');

/** Every call that makes a secret, and what takes it back. */
const CREATES: [tool: string, given: object, id: string, undo: string][] = [
  [
    'create_admin_api_key',
    { name: 'ci' },
    'admin_api_keys_new',
    '/organization/admin_api_keys/admin_api_keys_new',
  ],
  [
    'create_project_service_account',
    { project_id: 'proj_1', name: 'ci' },
    'key_new',
    '/organization/projects/proj_1/service_accounts/service_accounts_new',
  ],
  [
    'create_service_account_api_key',
    { project_id: 'proj_1', service_account_id: 'svc_acct_1' },
    'service_accounts_new',
    '/organization/projects/proj_1/api_keys/service_accounts_new',
  ],
  [
    'create_webhook_endpoint',
    { name: 'ci', url: 'https://example.com/hook', event_types: ['batch.completed'] },
    'webhooks_new',
    '/webhook_endpoints/webhooks_new',
  ],
];

const ROTATE = { webhook_endpoint_id: 'whe_1' };

const setting = (more: SettingOptions = {}): Setting => guardSetting({ authority: ALLOWS, ...more });

/** Nothing that was said or written down has the secret; only its own file may. */
function expectNoSecret(one: Setting, answers: unknown): void {
  expect(JSON.stringify(answers)).not.toContain('CANARY');
  expect(JSON.stringify(one.lines())).not.toContain('CANARY');
  const state = join(one.home, 'state');
  for (const name of readdirSync(state, { recursive: true, encoding: 'utf8' })) {
    if (name.includes('.')) expect(readFileSync(join(state, name), 'utf8'), name).not.toContain('CANARY');
  }
}

describe.each(CREATES)('%s', (tool, given, id, undo) => {
  test('keeps the secret and tells where, and not what', async () => {
    const one = setting();
    const { value, error } = await one.call(tool, given);
    expect(error).toBeUndefined();
    const file = join(one.home, 'secrets', `${id}.secret`);
    expect(readFileSync(file, 'utf8')).toBe(NEW_SECRET);
    expect(value.secret).toEqual({
      stored_in: `the file ${file}`,
      fingerprint: 'dfaf1f6f',
      show_with: `npx openai-admin-mcp secrets show ${id}`,
    });
    expect(value.id ?? (value.api_key as object)).toBeDefined();
    expect(one.writes()).toHaveLength(1);
    expect(journalEntries(one.state)).toEqual([]);
    expect(readStoredSecrets(one.state).map((stored) => stored.id)).toEqual([id]);
    expect(one.record()).toEqual(['pre-approved', 'done']);
    expectNoSecret(one, value);
  });

  test('is not sent, and nobody is asked, when there is no place for the secret', async () => {
    const one = guardSetting();
    writeFileSync(join(one.home, 'secrets'), 'a file where the folder belongs');
    for (const caller of [undefined, ASKING]) {
      const { error, ask } = await one.call(tool, given, caller);
      expect(ask).toBeUndefined();
      expect(error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
      expect(error?.message).toMatch(/Nothing was sent\.$/);
    }
    expect(one.writes()).toEqual([]);
    expect(one.record()).toEqual(['refused', 'refused']);
    expect(journalEntries(one.state)).toEqual([]);
  });

  test('is not sent when the keychain cannot be used', async () => {
    const one = setting({ secrets: 'keychain' });
    one.keychain.failure = new CredentialError('no_keychain_service', 'The keychain is locked.');
    const { error } = await one.call(tool, given);
    expect(error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
    expect(one.writes()).toEqual([]);
  });

  test('is taken back when storing fails after all', async () => {
    const one = breaking();
    const { error } = await one.call(tool, given);
    expect(
      one
        .writes()
        .map(({ method, path }) => `${method} ${path}`)
        .slice(1),
    ).toEqual([`DELETE ${undo}`]);
    expect(error).toMatchObject({ kind: 'secret_lost', undone: true });
    expect(error?.message).toMatch(
      /could not be stored and is lost\. .*So it was taken back: \S+ is deleted again\./,
    );
    expect(journalEntries(one.state)).toEqual([]);
    expect(one.record()).toEqual(['pre-approved', 'secret_lost']);
    expectNoSecret(one, error);
  });

  test('that cannot be taken back either says so, with the id', async () => {
    const one = breaking((request) => {
      if (request.method === 'DELETE') throw lostAnswer();
    });
    const { error } = await one.call(tool, given);
    expect(error).toMatchObject({ kind: 'secret_lost', undone: false });
    const last = undo.split('/').at(-1);
    expect(error?.message).toContain(`so ${last} may still exist: delete it with delete_`);
    expect(String(one.lines()[1]?.note)).toContain('could not be stored');
    // It is told at the next start until somebody has looked.
    expect(journalEntries(one.state)).toHaveLength(1);
    expectNoSecret(one, error);
  });

  test('that is refused by OpenAI leaves nothing behind', async () => {
    const refusal = new ApiError({
      message: 'No.',
      kind: 'permission',
      outcome: 'rejected',
      status: 403,
    });
    const one = setting({
      answer: (request, spec) => {
        if (request.method !== 'GET') throw refusal;
        return plainAnswer(request, spec);
      },
    });
    await one.call(tool, given);
    expect(one.writes()).toHaveLength(1);
    expect(journalEntries(one.state)).toEqual([]);
    expect(one.record()).toEqual(['pre-approved', 'rejected']);
  });

  test('whose answer is lost stays in the journal, since it may have been made', async () => {
    const one = setting({
      answer: (request, spec) => {
        if (request.method !== 'GET') throw lostAnswer();
        return plainAnswer(request, spec);
      },
    });
    const { error } = await one.call(tool, given);
    expect(error?.outcome).toBe('unknown');
    expect(one.writes()).toHaveLength(1);
    expect(journalEntries(one.state)).toMatchObject([{ tool, profile: 'default' }]);
  });

  test('is shown where secrets are to be shown', async () => {
    const one = setting({ secrets: 'reveal' });
    const { value } = await one.call(tool, given);
    expect(JSON.stringify(value)).toContain(NEW_SECRET);
    expect(value.secret).toBeUndefined();
    expect(JSON.stringify(one.lines())).not.toContain('CANARY');
  });
});

/** The folder for secrets is taken away between the answer and its secret. */
function breaking(before: (request: ApiRequest) => void = () => undefined): Setting {
  const home = temporaryHome();
  return setting({
    home,
    answer: (request: ApiRequest, spec: ToolSpec) => {
      before(request);
      if (request.method === 'POST') {
        rmSync(join(home, 'secrets'), { recursive: true });
        writeFileSync(join(home, 'secrets'), 'a file where the folder belongs');
      }
      return plainAnswer(request, spec);
    },
  });
}

describe('a secret that is made anew', () => {
  test('is kept under the id of what it belongs to', async () => {
    const one = setting();
    const { value } = await one.call('rotate_webhook_endpoint_secret', ROTATE);
    expect(value.secret).toMatchObject({ stored_in: expect.stringContaining('secrets') });
    expect(existsSync(join(one.home, 'secrets'))).toBe(true);
    expectNoSecret(one, value);
  });

  test('cannot be taken back: it is told as lost, and to rotate again', async () => {
    const one = breaking();
    const { error } = await one.call('rotate_webhook_endpoint_secret', ROTATE);
    expect(one.writes()).toHaveLength(1);
    expect(error).toMatchObject({ kind: 'secret_lost', undone: false });
    expect(error?.message).toMatch(/is lost\. .*It cannot be undone: run the call again for a new secret/);
    expect(one.record()).toEqual(['pre-approved', 'secret_lost']);
    // Told and on record, so no later start tells it again.
    expect(journalEntries(one.state)).toEqual([]);
  });

  test('says so when the answer is lost', async () => {
    const one = setting({
      answer: (request, spec) => {
        if (request.method === 'POST') throw lostAnswer();
        return plainAnswer(request, spec);
      },
    });
    const { error } = await one.call('rotate_webhook_endpoint_secret', ROTATE);
    expect(error?.message).toMatch(
      /may have been carried out.*the old one no longer works: run the call again/,
    );
    expect(one.sent.filter(({ tool }) => tool.startsWith('list_'))).toEqual([]);
    expect(one.record()).toEqual(['pre-approved', 'unknown']);
  });
});

test('a service account without a key needs no place for one', async () => {
  const one = setting();
  writeFileSync(join(one.home, 'secrets'), 'a file where the folder belongs');
  const given = { project_id: 'proj_1', name: 'ci', create_service_account_only: true };
  const { error } = await one.call('create_project_service_account', given);
  expect(error).toBeUndefined();
  expect(one.writes()).toHaveLength(1);
});

const ELSEWHERE = 'CANARYlooks_like_no_key_0123456789';

const WITHOUT_SECRET: [string, unknown][] = [
  ['without it', { id: 'key_1', name: 'ci' }],
  ['with it masked', { id: 'key_1', value: 'sk-admin-****abcd' }],
  ['with it masked in another way', { id: 'key_1', value: 'sk-admin…abcd' }],
  ['with an empty one', { id: 'key_1', value: '' }],
  ['with it under another name', { id: 'key_1', token: ELSEWHERE }],
  ['with it further in', { id: 'key_1', value: { value: ELSEWHERE } }],
  ['in a wrapping', { data: { id: 'key_1', value: ELSEWHERE } }],
  ['in a list', { object: 'list', data: [{ id: 'key_1', value: ELSEWHERE }] }],
  ['in an array', [{ id: 'key_1', value: ELSEWHERE }]],
  ['that is the secret alone', ELSEWHERE],
  ['that is nothing', null],
];

test.each(WITHOUT_SECRET)('where secrets are shown, an answer %s is unknown too', async (_, answer) => {
  const one = setting({
    secrets: 'reveal',
    answer: (request, tool) => (request.method === 'POST' ? answer : plainAnswer(request, tool)),
  });
  const { error } = await one.call('create_admin_api_key', { name: 'ci' });
  expect(error).toMatchObject({ kind: 'unexpected', outcome: 'unknown', retryable: false });
  expect(one.record()).toEqual(['pre-approved', 'unknown']);
});

test.each(WITHOUT_SECRET)(
  'of an answer %s nothing is shown but the id, and the thing stays',
  async (_, answer) => {
    const one = setting({
      answer: (request, tool) => (request.method === 'POST' ? answer : plainAnswer(request, tool)),
    });
    const { value, error } = await one.call('create_admin_api_key', { name: 'ci' });
    expect(error).toMatchObject({ kind: 'unexpected', outcome: 'unknown', retryable: false });
    expect(error?.message).toContain('no secret was found where the answer should hold it');
    expect(one.record().at(-1)).toBe('unknown');
    const shown = JSON.stringify(value);
    expect(shown).not.toContain('CANARY');
    expect(shown.includes('key_1')).toBe(typeof answer === 'object' && answer !== null && 'id' in answer);
    expect(one.writes()).toHaveLength(1);
    expect(journalEntries(one.state)).toEqual([]);
    expect(readStoredSecrets(one.state)).toEqual([]);
  },
);

test('a question that nobody answers leaves no journal entry', async () => {
  const one = guardSetting();
  await one.call('create_admin_api_key', { name: 'ci' }, ASKING);
  await one.call('create_admin_api_key', { name: 'ci' });
  expect(journalEntries(one.state)).toEqual([]);
  expect(readdirSync(join(one.home, 'secrets'))).toEqual([]);
});
