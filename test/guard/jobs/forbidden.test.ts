/** Whatever forbids one step of a job forbids all of it, before anything is sent; and who is asked. */
import { describe, expect, it } from 'vitest';
import { pinCatalogue } from '../../../src/policy/pin-projects.ts';
import { catalogue } from '../../catalogue/catalogue.ts';
import { ASKING, MUTE, type SettingOptions } from '../guard-setting.ts';
import { sandboxSetting } from '../sandbox-setting.ts';
import { callApproving } from './approved-job.ts';
import { aboutSteps, JOB, RAISED } from './raised-limits.ts';

const PINNED = pinCatalogue(catalogue, ['proj_one', 'proj_another']);

describe('a job', () => {
  it.each<[string, SettingOptions, RegExp]>([
    ['a rule denies a step', { authority: aboutSteps('deny') }, /policy/i],
    ['a step is outside of the pinned projects', { tools: PINNED.tools }, /--project/],
    ['the hour has no room for all of it', { maxWrites: 3 }, /needs 4 writes/],
    ['the hour has no room left for all of it', { maxWrites: 5 }, /needs 4 writes.*there is room in/],
  ])('is refused before anything is sent when %s', async (_, options, says) => {
    const setting = await sandboxSetting({ mode: 'off', ...options });
    if (options.maxWrites === 5) {
      for (const name of ['One', 'Two']) await setting.call('create_project', { name });
    }
    const before = setting.writes().length;
    const { error } = await setting.call(JOB, RAISED);
    expect(error).toMatchObject({ message: expect.stringMatching(says) });
    expect(setting.writes()).toHaveLength(before);
    expect(setting.record().at(-1)).toMatch(/refused|invalid/);
  });

  it('names the step that may not be done, and says that nothing of it was sent', async () => {
    const setting = await sandboxSetting({ mode: 'off', authority: aboutSteps('deny') });
    const { error } = await setting.call(JOB, RAISED);
    expect(error).toMatchObject({
      message: expect.stringMatching(
        /^Nothing of this job was sent.*Rate limits of "[\w-]+" \(proj_\w+\), [\w.-]+: .*Leave it out/,
      ),
    });
  });

  it('asks once where a rule asks for one of its steps, also without approvals otherwise', async () => {
    const setting = await sandboxSetting({ mode: 'off', authority: aboutSteps('approve') });
    const { forms, answer } = await callApproving(setting, JOB, RAISED);
    expect(forms).toHaveLength(1);
    expect(forms[0]).toContain('policy.yaml:7');
    expect(answer.value).toMatchObject({ is_done: true });
  });

  it('asks nobody where a policy approves every step beforehand', async () => {
    const setting = await sandboxSetting({ authority: aboutSteps('allow') });
    expect((await setting.call(JOB, RAISED, MUTE)).value).toMatchObject({ is_done: true });
    const decisions = new Set(setting.lines().flatMap(({ decision }) => decision ?? []));
    expect([...decisions]).toEqual(['pre-approved']);
  });

  it('ends with the picture under --dry-run', async () => {
    const setting = await sandboxSetting({ dryRun: true });
    const { value } = await setting.call(JOB, RAISED, ASKING);
    expect(value).toMatchObject({ dry_run: true, writes: 4, approval: expect.stringContaining('person') });
    expect(setting.writes()).toEqual([]);
  });

  it('tells under --dry-run of each thing what a form tells of it', async () => {
    const given = { projects: ['Nightly-Evals', 'Data-Science', 'Default project'], limit: '100' };
    const form = (await (await sandboxSetting()).call('set_spend_limits', given, ASKING)).ask?.message ?? '';
    const told = form.split('\n').filter((line) => /^- Spend limit .*are spent this month/.test(line));
    expect(told.length).toBeGreaterThan(0);
    const dry = await (await sandboxSetting({ dryRun: true })).call('set_spend_limits', given, ASKING);
    expect((dry.value.reach as string[]).map((line) => `- ${line}`)).toEqual(expect.arrayContaining(told));
    expect(dry.value.risk).toMatch(/stops the project's API traffic at once\. Spend limit of "/);
  });
});
