/** A read that is answered with another thing's record tells nothing about what a write acts on: nobody is asked, nothing is sent. */
import { expect, test } from 'vitest';
import { ASKING, guardSetting, MUTE, plainAnswer } from './guard-setting.ts';

const CALLS: [tool: string, given: Record<string, unknown>][] = [
  ['archive_project', { project_id: 'proj_1' }],
  ['delete_user', { user_id: 'user-1' }],
  ['delete_group', { group_id: 'group_1' }],
  ['delete_role', { role_id: 'role_1' }],
  ['delete_certificate', { certificate_id: 'cert_1' }],
  ['delete_project_service_account', { project_id: 'proj_1', service_account_id: 'svc_acct_1' }],
  ['delete_vector_store', { vector_store_id: 'vs_1' }],
];

test.each(CALLS)('%s', async (tool, given) => {
  const last = Object.values(given).at(-1);
  for (const caller of [MUTE, ASKING]) {
    const setting = guardSetting({
      answer: (request, read) => {
        const answer = plainAnswer(request, read);
        const isIt = read.method === 'get' && request.path.endsWith(`/${last}`);
        return isIt ? { id: `${last}0`, object: 'thing', name: 'Another' } : answer;
      },
    });
    const { error, ask } = await setting.call(tool, given, caller);
    expect(ask).toBeUndefined();
    expect(error).toMatchObject({ outcome: 'not_sent' });
    expect(error?.message).toContain('answered with another one');
    expect(setting.writes()).toEqual([]);
    expect(await setting.plans.pending()).toEqual([]);
  }
});

test('the same by its own id is asked about', async () => {
  for (const [tool, given] of CALLS) {
    const { ask } = await guardSetting().call(tool, given, ASKING);
    expect(ask, tool).toBeDefined();
  }
});
