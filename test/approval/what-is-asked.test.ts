/** What whoever approves reads at the top: what, where, why. */
import { describe, expect, test } from 'vitest';
import { journalEntries } from '../../src/sinks/journal.ts';
import {
  ASKING,
  aboutEverything,
  guardSetting,
  MUTE,
  plainAnswer,
  type Setting,
  typing,
  wordOf,
} from '../guard/guard-setting.ts';

describe('what is created is told with the place that it is created in', () => {
  test.each<[string, Record<string, unknown>, string]>([
    [
      'create_project_service_account',
      { project_id: 'proj_1', name: 'ci' },
      'Create project service account: "ci" in project "Name of proj_1" (proj_1)',
    ],
    [
      'create_service_account_api_key',
      { project_id: 'proj_1', service_account_id: 'svc_acct_1', name: 'k2' },
      'Create service account API key: "k2" for "Name of svc_acct_1" (svc_acct_1) in project "Name of proj_1" (proj_1)',
    ],
    ['create_admin_api_key', { name: 'nightly' }, 'Create admin API key: "nightly"'],
    ['archive_project', { project_id: 'proj_1' }, 'Archive project: "Name of proj_1" (proj_1)'],
  ])('%s', async (tool, given, what) => {
    const { value } = await guardSetting().call(tool, given, MUTE);
    expect(value).toMatchObject({ needs_approval: true, what });
  });
});

describe('a rule that asks for approval says so, and why', () => {
  test.each([
    ['Finance wants to know.', 'The policy (policy.yaml:7) asks for approval. Finance wants to know.'],
    [undefined, 'The policy (policy.yaml:7) asks for approval.'],
  ])('%j', async (because, sentence) => {
    const setting = guardSetting({ mode: 'off', authority: aboutEverything('approve', because) });
    const { ask } = await setting.call('update_project', { project_id: 'proj_1', name: 'x' }, ASKING);
    expect(ask?.message.split('\n').filter((line) => line.endsWith(sentence))).toHaveLength(1);
  });

  test('and nothing when it is the mode that asks', async () => {
    const { ask } = await guardSetting().call('archive_project', { project_id: 'proj_1' }, ASKING);
    expect(ask?.message).not.toContain('policy');
  });
});

test('a secret made anew that could not be stored is told once, and not again at every start', async () => {
  const setting: Setting = guardSetting({
    secrets: 'keychain',
    answer: (request, tool) => {
      if (request.method === 'POST') setting.keychain.failure = new Error('the keychain was locked');
      return plainAnswer(request, tool);
    },
  });
  const given = { webhook_endpoint_id: 'whe_1' };
  const { ask } = await setting.call('rotate_webhook_endpoint_secret', given, ASKING);
  const answer = typing(wordOf(ask), ask);
  const { error } = await setting.call('rotate_webhook_endpoint_secret', given, answer);
  expect(error).toMatchObject({ kind: 'secret_lost', undone: false });
  expect(journalEntries(setting.state)).toEqual([]);
});
