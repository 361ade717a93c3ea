/** The proof that a job that was cut at any step, in any way, is finished by the same call, with nothing done twice. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseHead } from '../../../src/audit/hashed-line.ts';
import { verifyTrail } from '../../../src/audit/verify-trail.ts';
import type { ApiRequest, Send } from '../../../src/model/api-request.ts';
import { ApiError } from '../../../src/openai/api-error.ts';
import { openSeal } from '../../../src/state/seal.ts';
import { lostAnswer, type Setting } from '../guard-setting.ts';
import { sandboxSetting } from '../sandbox-setting.ts';
import { callApproving, stepsOnRecord } from './approved-job.ts';
import { JOB_CASES, type JobCase } from './job-cases.ts';

type Cut = (carryOut: () => ReturnType<Send>, home: string) => ReturnType<Send>;

const WAYS: Record<string, Cut> = {
  'before the request': async () => {
    throw new ApiError({ kind: 'network', outcome: 'not_sent', message: 'No connection.' });
  },
  'by a connection that broke before OpenAI did anything': async () => {
    throw lostAnswer();
  },
  'by a connection that broke before the answer': async (carryOut) => {
    await carryOut();
    throw lostAnswer();
  },
  'after the answer, which could not be written down': async (carryOut, home) => {
    const answer = await carryOut();
    holdSteps(home);
    return answer;
  },
};

/** In the place of the file for the steps stands a folder, until `giveSteps`. */
function holdSteps(home: string): void {
  for (const file of stepsIn(home, '.steps')) {
    renameSync(file, `${file}.held`);
    mkdirSync(file);
  }
}

function giveSteps(home: string): void {
  for (const file of stepsIn(home, '.held')) {
    rmdirSync(file.replace(/\.held$/, ''));
    renameSync(file, file.replace(/\.held$/, ''));
  }
}

function stepsIn(home: string, end: string): string[] {
  const folder = join(home, 'state', 'jobs');
  return readdirSync(folder).flatMap((name) => (name.endsWith(end) ? [join(folder, name)] : []));
}

/** Sends through, keeps what OpenAI took, and cuts the write of this number, from 1, once what is done before is done. */
async function cutSetting(at: number, cut: Cut, { tool, before }: JobCase) {
  const taken: string[] = [];
  let writes = 0;
  let isPrepared = before === undefined;
  const setting = await sandboxSetting({
    around: (direct) => async (request, signal) => {
      if (request.method === 'GET' || !isPrepared) return direct(request, signal);
      const carryOut = async () => {
        const answer = await direct(request, signal);
        taken.push(told(request));
        return answer;
      };
      writes += 1;
      return writes === at ? cut(carryOut, setting.home) : carryOut();
    },
  });
  if (before !== undefined) {
    const { answer } = await callApproving(setting, tool, before);
    expect(answer.value).toMatchObject({ is_done: true });
    isPrepared = true;
  }
  return Object.assign(setting, { taken });
}

function verdict({ home, state }: Pick<Setting, 'home' | 'state'>): ReturnType<typeof verifyTrail> {
  const file = (name: string) => readFileSync(join(home, 'state', name));
  const seal = openSeal(state);
  return verifyTrail(file('audit.jsonl'), parseHead(file('audit-head.json').toString(), seal), seal);
}

function told({ method, path, body }: ApiRequest): string {
  return `${method} ${path.replace(/proj_\w+/, 'proj')} ${JSON.stringify(body)}`;
}

/** The job without a cut: what it sends, and what comes of it. */
async function uncut(job: JobCase) {
  const { tool, given, effect } = job;
  const setting = await cutSetting(0, (carryOut) => carryOut(), job);
  const { answer } = await callApproving(setting, tool, given);
  expect(answer.value).toMatchObject({ is_done: true });
  return { requests: setting.taken, effect: await effect(setting) };
}

describe.each(JOB_CASES)('$title', (job) => {
  it.each(Object.entries(WAYS))(
    'cut at each of its steps %s goes on to the end',
    async (_, cut) => {
      const whole = await uncut(job);
      expect(whole.requests).toHaveLength(job.writes);
      for (let at = 1; at <= whole.requests.length; at += 1) {
        const setting = await cutSetting(at, cut, job);
        const first = await callApproving(setting, job.tool, job.given);
        const where = `cut at ${at}, ${whole.requests[at - 1]}: ${JSON.stringify(first.answer.value)}`;
        expect(first.forms, where).toHaveLength(1);
        giveSteps(setting.home);
        setting.clock.now += 10_000;
        const second = await callApproving(setting, job.tool, job.given);
        expect(second.forms, where).toEqual([]);
        expect(second.answer.value, where).toMatchObject({ is_done: true });
        expect(setting.taken.sort(), where).toEqual(whole.requests.toSorted());
        expect(await job.effect(setting), where).toEqual(whole.effect);
        const onRecord = stepsOnRecord(setting, first.answer.value.job);
        expect(onRecord.length, where).toBeGreaterThanOrEqual(whole.requests.length);
        expect(onRecord.join(), where).not.toContain('undefined');
        expect(verdict(setting), where).toMatchObject({ intact: true });
      }
    },
    120_000,
  );
});
