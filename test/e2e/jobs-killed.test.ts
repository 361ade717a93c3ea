/** The proof that a job whose process was killed at any step is finished by the next one, with nothing sent twice. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { JOB_CASES, type JobCase } from '../guard/jobs/job-cases.ts';
import { openSandbox } from '../sandbox/running-sandbox.ts';
import { readAudit } from './audit-trail.ts';
import { type Exchange, startProxy } from './spoiling-proxy.ts';
import { startServer, type ToolAnswer, temporaryFolder, typeAsAsked } from './start-server.ts';

/** Each pair of processes waits for most of its time. */
const AT_ONCE = 4;

type Kill = (exchange: Exchange, kill: () => void) => Promise<void>;

const KILLS: [when: string, Kill][] = [
  ['before OpenAI got the request', async (_, kill) => kill()],
  [
    'after OpenAI had carried it out',
    async ({ carryOut }, kill) => {
      await carryOut();
      kill();
    },
  ],
];

/** One home and one organization; processes come and go. */
async function organization(job: JobCase, at: number, killing: Kill) {
  const sandbox = await openSandbox({ now: () => Date.now() });
  const home = temporaryFolder();
  const forms: string[] = [];
  let kill = (): void => undefined;
  const proxy = await startProxy(sandbox.url, async (exchange) => {
    if (exchange.number === at) return killing(exchange, kill);
    await exchange.carryOut();
    exchange.passOn();
  });
  /** The answer of a process of its own; undefined where it was killed. */
  const callOver = async (
    upstream: string,
    { tool, given }: Pick<JobCase, 'tool' | 'given'>,
  ): Promise<ToolAnswer | undefined> => {
    const server = await startServer({
      args: ['--tags', 'all', '--secrets', `file:${join(home, 'secrets')}`],
      upstream,
      environment: { HOME: home, OPENAI_ADMIN_KEY: sandbox.adminKey },
      answerQuestion: (question) => {
        forms.push(question.message);
        return typeAsAsked(question);
      },
    });
    kill = () => server.kill('SIGKILL');
    const answer = await server.call(tool, given).catch(() => undefined);
    server.closeStdin();
    await server.exited;
    return answer;
  };
  const { tool, given, before } = job;
  if (before !== undefined) {
    expect((await callOver(sandbox.url, { tool, given: before }))?.value).toMatchObject({ is_done: true });
    forms.length = 0;
  }
  /** What was taken, whatever the day. */
  const taken = () => proxy.taken.map((told) => told.replace(/\d{4}-\d\d-\d\d/, 'DAY')).sort();
  return { home, forms, taken, call: () => callOver(proxy.url, { tool, given }) };
}

/** Few at once, each with its number from 1. */
async function inTurns(count: number, run: (at: number) => Promise<void>): Promise<void> {
  let next = 0;
  const turns = Array.from({ length: AT_ONCE }, async () => {
    while (next < count) {
      next += 1;
      await run(next);
    }
  });
  await Promise.all(turns);
}

describe.each(JOB_CASES)('$title', (job) => {
  it.each(KILLS)(
    'whose process is killed %s goes on in the next process',
    async (_, kill) => {
      const whole = await organization(job, 0, kill);
      expect((await whole.call())?.value).toMatchObject({ is_done: true });
      expect(whole.taken()).toHaveLength(job.writes);
      await inTurns(job.writes, async (at) => {
        const one = await organization(job, at, kill);
        const where = `killed at ${at} of ${whole.taken().join(', ')}`;
        expect(await one.call(), where).toBeUndefined();
        const answer = await one.call();
        expect(answer?.value, `${where}: ${answer?.text}`).toMatchObject({ is_done: true });
        expect(one.forms, where).toHaveLength(1);
        expect(one.taken(), where).toEqual(whole.taken());
        const steps = (await readAudit(one.home)).filter(({ intent }) => intent.job === answer?.value.job);
        expect(steps.length, where).toBeGreaterThanOrEqual(job.writes);
      });
    },
    240_000,
  );
});
