/** What is kept of a job: what was altered counts as none, and holds no secret; two servers do one job once. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Send } from '../../../src/model/api-request.ts';
import { sandboxSetting } from '../sandbox-setting.ts';
import { callApproving } from './approved-job.ts';
import { failingAt, JOB, numbers, RAISED, raised } from './raised-limits.ts';

describe('what is kept of a job', () => {
  const cutAt = async (at: number) => {
    const setting = await sandboxSetting({ around: failingAt(at) });
    const before = await numbers(setting);
    await callApproving(setting, JOB, RAISED);
    const folder = join(setting.home, 'state', 'jobs');
    const file = (end: string) => join(folder, readdirSync(folder).find((name) => name.endsWith(end)) ?? '');
    return { setting, before, file };
  };

  it('counts as none when its approved steps were altered: a person is asked anew', async () => {
    const { setting, file } = await cutAt(2);
    const text = readFileSync(file('.json'), 'utf8');
    writeFileSync(
      file('.json'),
      text.replace(/max_requests_per_1_minute\\":\d+/, 'max_requests_per_1_minute\\":9'),
    );
    const { forms } = await callApproving(setting, JOB, RAISED);
    expect(forms).toHaveLength(1);
  });

  it('counts as none when the file of its steps is gone: nothing is sent again unseen', async () => {
    const { setting, file } = await cutAt(3);
    rmSync(file('.steps'));
    const { forms } = await callApproving(setting, JOB, RAISED);
    expect(forms).toHaveLength(1);
  });

  it('takes a step with damaged lines for one that began, and looks before it sends it', async () => {
    const { setting, before, file } = await cutAt(4);
    const lines = readFileSync(file('.steps'), 'utf8').split('\n');
    const damaged = lines.map((line) =>
      line.includes('"step":0') ? line.replace('done', 'dome').slice(0, -3) : line,
    );
    writeFileSync(file('.steps'), damaged.join('\n'));
    const { forms, answer } = await callApproving(setting, JOB, RAISED);
    expect(forms).toEqual([]);
    expect(answer.value).toMatchObject({ is_done: true });
    expect(await numbers(setting)).toEqual(raised(before));
    const bodies = setting.writes().map(({ path }) => path);
    expect(bodies).toHaveLength(5);
    expect(new Set(bodies).size).toBe(4);
  });

  it('holds no secret', async () => {
    const setting = await sandboxSetting({ mode: 'off', secrets: 'reveal' });
    const { value } = await setting.call('onboard_project', { name: 'Key-Holder', service_account: 'ci' });
    const [{ value: secret } = { value: '' }] = value.shown_once as { value: string }[];
    expect(secret).toMatch(/^sk-/);
    const folder = join(setting.home, 'state');
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile())
        expect(readFileSync(join(entry.parentPath, entry.name), 'utf8')).not.toContain(secret);
    }
  });
});

describe('two servers', () => {
  it('that plan the same call at once do it once', async () => {
    let planned = 0;
    let letBoth: () => void = () => undefined;
    const both = new Promise<void>((resolve) => {
      letBoth = resolve;
    });
    /** Until each has read that there is no such project. */
    const together = (direct: Send): Send => {
      let isFirst = true;
      return async (request, signal) => {
        const answer = await direct(request, signal);
        if (!isFirst) return answer;
        isFirst = false;
        planned += 1;
        if (planned === 2) letBoth();
        await both;
        return answer;
      };
    };
    const first = await sandboxSetting({ mode: 'off', around: together });
    const { home, direct } = first;
    const second = await sandboxSetting({ mode: 'off', home, around: () => together(direct) });
    const given = { name: 'Twice', service_account: 'ci' };
    const answers = await Promise.all([first, second].map(({ call }) => call('onboard_project', given)));
    expect(answers.map(({ value }) => value.is_done)).toEqual([true, true]);
    const writes = [...first.writes(), ...second.writes()].map(({ tool }) => tool);
    expect(writes.sort()).toEqual(['create_project', 'create_project_service_account']);
  });
});
