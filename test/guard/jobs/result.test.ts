/** The answer of a job says whether it is done, why it stopped and how it goes on, also over a thousand projects. */
import { expect, it } from 'vitest';
import { jobResult, nothingToDo } from '../../../src/guard/job-result.ts';
import type { KeptJob } from '../../../src/jobs/job-record.ts';
import { withinBudget } from '../../../src/tools/within-budget.ts';
import { budgetOf } from '../../text/budget.ts';

const PROJECTS = Array.from({ length: 1_000 }, (_, index) => `proj_${String(index).padStart(24, '0')}`);

const JOB: KeptJob = {
  id: 'job_0123456789ab',
  tool: 'set_project_rate_limits',
  key: 'k',
  arguments: {},
  origin: { processId: 1, sandbox: false },
  profile: 'default',
  what: 'Set rate limits: 1000 projects',
  notes: PROJECTS.map((id) => `"Team" (${id}): gpt-4o has no limit of images per minute.`),
  undo: PROJECTS.map((id) => ({
    tool: 'set_project_rate_limits',
    arguments: { projects: [id], limits: [] },
  })),
  steps: PROJECTS.map((id) => ({
    method: 'update',
    path: '/organization/projects/{project_id}/rate_limits/{rate_limit_id}',
    given: { project_id: id, rate_limit_id: 'rl-gpt-4o' },
    about: `Rate limits of "Team" (${id})`,
    change: 'requests per minute: 500 -> 600',
    item: 'gpt-4o',
  })),
  decision: 'allowed',
  limits: { filters: [], approval: 'off', ask: 'auto', policies: [], auditTo: [] },
  begunAt: 0,
  until: 1,
  states: PROJECTS.map((_, index) => (index < 500 ? { kind: 'done' } : { kind: 'waiting' })),
};

it('tells of a thousand steps within the budget of one answer', async () => {
  const result = await withinBudget(jobResult(JOB, 'One call goes on for about 40 s.'), budgetOf(6000));
  expect(result).toMatchObject({
    is_done: false,
    stopped: 'One call goes on for about 40 s.',
    next: expect.stringContaining('Repeat this call unchanged'),
  });
  expect((result.done as string[]).at(-1)).toBe('and 480 more lines');
  expect((result.not_done as string[]).at(-1)).toBe('and 480 more lines');
});

it('does not send a caller back with arguments that OpenAI refused', () => {
  const states: KeptJob['states'] = [{ kind: 'done' }, { kind: 'rejected', why: 'no' }];
  expect(jobResult({ ...JOB, states }, 'OpenAI did not accept this.').next).toMatch(
    /^Once that is out of the way, repeat .*other arguments is planned anew/,
  );
});

it('claims that all is so already only where nothing stands against it', () => {
  const planned = { what: 'Set rate limits', names: [], brief: [], steps: [] };
  expect(nothingToDo({ ...planned, notes: [] }).note).toMatch(/^Everything is so already/);
  const notes = ['"Team" (proj_1) has no rate limit for "gpt-9".'];
  expect(nothingToDo({ ...planned, notes })).toMatchObject({
    note: expect.not.stringMatching(/so already/),
    notes,
  });
});
