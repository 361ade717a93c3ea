/** What set_spend_limits plans, for organizations of every kind, against what was asked, worked out in whole numbers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EarlierRun, JobStep } from '../../src/jobs/job.ts';
import { jobSpendLimits } from '../../src/jobs/spend-limits/job-spend-limits.ts';
import { madeUpReads } from './made-up-reads.ts';

/** In cents. */
type Spending = { limit: number | undefined; alerts: number[] };
type World = { projects: Spending[]; organization: Spending };

const ids = ({ projects }: World) => projects.map((_, at) => `proj_${at}`);
const OLD = ['old@example.com'];

function plan(world: World, values: Record<string, unknown>, earlier?: EarlierRun) {
  const settings: Record<string, Record<string, unknown>> = {};
  const lists: Record<string, Record<string, unknown>[]> = {
    '/organization/projects': ids(world).map((id) => ({ id, name: `Name ${id}`, status: 'active' })),
  };
  const put = (path: string, { limit, alerts }: Spending) => {
    if (limit !== undefined) {
      settings[`${path}/spend_limit`] = { threshold_amount: limit, currency: 'USD', interval: 'month' };
    }
    lists[`${path}/spend_alerts`] = alerts.map((threshold_amount, at) => ({
      id: `alert_${at}`,
      threshold_amount,
      notification_channel: { type: 'email', recipients: OLD },
    }));
  };
  put('/organization', world.organization);
  ids(world).forEach((id, at) => {
    put(`/organization/projects/${id}`, world.projects[at] as Spending);
  });
  return jobSpendLimits({
    values,
    reads: madeUpReads({ lists, settings }),
    earlier,
    madeBefore: async () => [],
    now: 0,
  });
}

/** What the steps make of the world, as OpenAI documents these operations. */
function carriedOut(world: World, steps: readonly JobStep[]): World {
  const next = structuredClone(world);
  for (const { method, path, given } of steps) {
    const id = given.project_id;
    const one = id === undefined ? next.organization : next.projects[ids(world).indexOf(String(id))];
    if (one === undefined) throw new Error(`a step for ${String(id)}`);
    const cents = Math.round(Number(given.threshold_usd) * 100);
    if (path.endsWith('/spend_limit')) one.limit = method === 'delete' ? undefined : cents;
    else if (method === 'create' && path.endsWith('/spend_alerts')) one.alerts.push(cents);
    else throw new Error(`no step of this job: ${method} ${path}`);
  }
  return next;
}

const cents = fc.integer({ min: 1_000, max: 100_000_000 });
const spending = fc.record({
  limit: fc.option(cents, { nil: undefined }),
  alerts: fc.uniqueArray(cents, { maxLength: 3 }),
});
const worlds = fc.record({
  projects: fc.array(spending, { minLength: 1, maxLength: 5 }),
  organization: spending,
});
const money = (amount: number) => `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
/** How it is asked, and what it makes of what was there; undefined for a limit that is not there. */
const limits: fc.Arbitrary<{ text: string; of: (now: number | undefined) => number | undefined }> = fc.oneof(
  cents.map((amount) => ({ text: `$${money(amount)}`, of: () => amount })),
  fc.constant({ text: 'none', of: () => undefined }),
  fc.tuple(fc.constantFrom('+', '-', ''), fc.integer({ min: 1, max: 90 })).map(([sign, percent]) => ({
    text: `${sign}${percent}%`,
    of: (now: number | undefined) => {
      const share = sign === '+' ? 100 + percent : sign === '-' ? 100 - percent : percent;
      // Half a cent may go either way.
      return now && Math.round((now * share) / 100);
    },
  })),
);
const alerts = fc.array(
  fc.oneof(
    cents.map((amount) => ({ text: money(amount), of: () => amount })),
    fc.integer({ min: 1, max: 150 }).map((percent) => ({
      text: `${percent}%`,
      of: (limit: number | undefined) => limit && Math.round((limit * percent) / 100),
    })),
  ),
  { maxLength: 3 },
);

const close = (one: number | undefined, other: number | undefined) =>
  one === other || Math.abs((one ?? Number.NaN) - (other ?? Number.NaN)) <= 1;

describe('set_spend_limits', () => {
  test('sets what was asked, and nothing else, of every project that is named', async () => {
    await fc.assert(
      fc.asyncProperty(
        worlds,
        limits,
        alerts,
        fc.boolean(),
        fc.nat(),
        async (world, limit, warnings, organization, seed) => {
          const named = ids(world).filter((_, at) => ((seed >> at) & 1) === 1);
          fc.pre(named.length > 0 || organization);
          const values = {
            ...(named.length > 0 && { projects: named }),
            organization,
            limit: limit.text,
            alerts: warnings.map(({ text }) => text),
            alert_emails: ['new@example.com'],
          };
          const planned = await plan(world, values);
          const made = carriedOut(world, planned.steps);
          const check = (before: Spending, now: Spending, isNamed: boolean) => {
            if (!isNamed) {
              expect(now).toEqual(before);
              return;
            }
            expect(
              close(now.limit, limit.of(before.limit)),
              `${before.limit} ${limit.text} ${now.limit}`,
            ).toBe(true);
            const wanted = warnings.flatMap(({ of }) => of(now.limit) ?? []);
            expect(wanted.every((one) => now.alerts.some((alert) => close(alert, one)))).toBe(true);
            expect(now.alerts.slice(0, before.alerts.length)).toEqual(before.alerts);
            const fresh = now.alerts.slice(before.alerts.length);
            expect(fresh.every((one) => wanted.some((alert) => close(alert, one)))).toBe(true);
            expect(new Set(now.alerts).size).toBe(now.alerts.length);
          };
          check(world.organization, made.organization, organization);
          made.projects.forEach((now, at) => {
            check(world.projects[at] as Spending, now, named.includes(`proj_${at}`));
          });
          // What has no limit is said, by name.
          const asksPercent = limit.text.endsWith('%');
          named.forEach((id) => {
            const { limit: had } = world.projects[Number(id.slice(5))] as Spending;
            if (asksPercent && had === undefined) expect(planned.notes.join(' ')).toContain(id);
          });
          // And what was is offered back: the same world again, but for alerts.
          let back = made;
          for (const { tool, arguments: given } of planned.undo ?? []) {
            expect(tool).toBe('set_spend_limits');
            back = carriedOut(back, (await plan(back, given)).steps);
          }
          expect([back.organization, ...back.projects].map((one) => one.limit)).toEqual(
            [world.organization, ...world.projects].map((one) => one.limit),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  test('called again after it was done, a change in percent counts from what was before it', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.integer({ min: 1, max: 90 }), async (world, percent) => {
        const values = { projects: ids(world), organization: true, limit: `+${percent}%` };
        const { steps } = await plan(world, values);
        const again = await plan(carriedOut(world, steps), values, { made: [], steps });
        expect(again.steps).toEqual([]);
      }),
    );
  });

  test('a limit is bound to the amount that was read, and to none where there was none', async () => {
    const world = {
      projects: [
        { limit: 5_000, alerts: [] },
        { limit: undefined, alerts: [] },
      ],
      organization: { limit: undefined, alerts: [] },
    };
    const { steps } = await plan(world, { projects: ids(world), limit: '70' });
    expect(steps.map(({ now }) => now)).toEqual([
      { threshold_amount: 5_000, currency: 'USD', interval: 'month' },
      undefined,
    ]);
  });

  test('recipients of alerts are those of the alerts that are there, or have to be said', async () => {
    const at = (alerts: number[]) => ({
      projects: [{ limit: 5_000, alerts }],
      organization: { limit: undefined, alerts: [] },
    });
    const values = { projects: ['proj_0'], alerts: ['50%'] };
    const { steps } = await plan(at([100]), values);
    expect(steps[0]?.given.notification_channel).toEqual({ type: 'email', recipients: OLD });
    await expect(plan(at([]), values)).rejects.toThrow('alert_emails: say who is told');
  });

  test('an alert that is there is not made again, and whom it does not reach is said', async () => {
    const world = {
      projects: [{ limit: 5_000, alerts: [4_000] }],
      organization: { limit: undefined, alerts: [] },
    };
    const { steps, notes } = await plan(world, {
      projects: ['proj_0'],
      alerts: ['80%'],
      alert_emails: ['new@example.com'],
    });
    expect(steps).toEqual([]);
    expect(notes.join(' ')).toContain(
      'at $40.00 is there already and goes to old@example.com, not to new@example.com',
    );
  });

  test.each([
    [{ limit: '-100%' }, 'would leave nothing'],
    [{ limit: '0' }, 'pass dollars such as 500'],
    [{ limit: '1,00' }, 'pass dollars such as 500'],
    [{ limit: '5 EUR' }, 'pass dollars such as 500'],
    [{ limit: '1.005' }, 'pass dollars such as 500'],
    [{ limit: '99999999999' }, 'pass dollars such as 500'],
    [{ alerts: ['+20%'] }, 'alerts[0]: pass dollars such as 400'],
    [{ projects: undefined, limit: '5' }, 'pass projects, or organization: true'],
  ])('%j is refused with what to pass', async (values, words) => {
    const world = {
      projects: [{ limit: 5_000, alerts: [] }],
      organization: { limit: undefined, alerts: [] },
    };
    await expect(plan(world, { projects: ['proj_0'], ...values })).rejects.toThrow(words);
  });
});
