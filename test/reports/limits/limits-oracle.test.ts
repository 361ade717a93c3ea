/** Every figure of report_limits over generated organizations against an independent count of the same raw facts. */
import { expect, test } from 'vitest';
import { startInProcess } from '../../cli/in-process.ts';
import { seeded } from '../seeded.ts';
import { type Limited, MINUTE, type Minute, startLimited } from './limited.ts';

const NOW = Date.parse('2026-11-18T12:00:30Z');
/** The hour that runs and the 23 before it. */
const START = Date.parse('2026-11-17T13:00:00Z') / 1000;
const MINUTES = 23 * 60 + 1;
/** From the first of the month on, today included. */
const DAYS = 18;

/** Of each kind of use that names a model; images have images, the others tokens. */
const CATEGORIES = ['completions', 'decisions', 'embeddings', 'moderations', 'images', 'audio_speeches'];
const MODELS = ['gpt-5-mini', 'gpt-5-mini-2025-08-07', 'gpt-5-mini-high', 'gpt-image-1.5', 'o3-2025-04-16'];
const LIMITED = ['gpt-5-mini', 'gpt-image-1.5', 'o3', 'never-used'];

type World = { projects: Limited[]; minutes: Minute[] };

function generated(seed: number, count: number): World {
  const random = seeded(seed);
  const upTo = (most: number) => Math.floor(random() * most);
  const one = <Value>(of: readonly Value[]) => of[upTo(of.length)] as Value;
  const projects = Array.from({ length: count }, (_, at): Limited => {
    const rates = LIMITED.filter(() => random() < 0.7).map((model) => ({
      model,
      ...(random() < 0.8 && { max_requests_per_1_minute: 1 + upTo(400) }),
      ...(random() < 0.8 && { max_tokens_per_1_minute: 1 + upTo(90_000) }),
      ...(random() < 0.5 && { max_images_per_1_minute: 1 + upTo(40) }),
      ...(random() < 0.5 && { max_requests_per_1_day: 1 + upTo(9000) }),
      ...(random() < 0.5 && { batch_1_day_max_input_tokens: 1 + upTo(50_000) }),
    }));
    const spent = Object.fromEntries(
      Array.from({ length: 50 }, (__, back) => [back, upTo(100_000)] as const).filter(() => random() < 0.8),
    );
    return {
      id: `proj_${at}`,
      name: `Project ${at}`,
      status: at % 6 === 5 ? 'archived' : 'active',
      ...(random() < 0.6 && { limit: 1 + upTo(3_000_000) }),
      alerts: Array.from({ length: upTo(4) }, () => upTo(1_000_000)),
      rates,
      spent,
    };
  });
  const minutes = Array.from({ length: 60 * Math.min(count, 12) }, (): Minute => {
    const category = one(CATEGORIES);
    const isImage = category === 'images';
    return {
      at: START + upTo(MINUTES) * MINUTE,
      project: one(projects).id,
      category,
      model: one(MODELS),
      requests: 1 + upTo(60),
      input: isImage ? 0 : upTo(9000),
      output: isImage ? 0 : upTo(900),
      ...(isImage && { images: 1 + upTo(9) }),
      ...(category === 'completions' && { batch: random() < 0.3 }),
    };
  });
  return { projects, minutes };
}

/** A limit is about its model and that model's dated snapshots. */
const isAbout = (limited: string, used: string) =>
  used === limited || new RegExp(`^${limited.replaceAll('.', '\\.')}-\\d{4}-\\d\\d-\\d\\d$`).test(used);

/** Of the tightest limit, undefined where no call counted against one: the busiest minute, or the day. */
function tightest({ id, rates = [] }: Limited, minutes: readonly Minute[]): number | undefined {
  const shares: number[] = [];
  for (const rate of rates) {
    const own = minutes.filter(({ project, model }) => project === id && isAbout(String(rate.model), model));
    const direct = own.filter(({ batch }) => batch !== true);
    const busiest = (of: (minute: Minute) => number) => {
      const byMinute = new Map<number, number>();
      for (const minute of direct) byMinute.set(minute.at, (byMinute.get(minute.at) ?? 0) + of(minute));
      return Math.max(0, ...byMinute.values());
    };
    const batched = own.filter(({ batch }) => batch === true).reduce((all, { input }) => all + input, 0);
    const used: Record<string, number> = {
      max_requests_per_1_minute: busiest(({ requests }) => requests),
      max_tokens_per_1_minute: busiest(({ input, output }) => input + output),
      max_images_per_1_minute: busiest(({ images = 0 }) => images),
      max_requests_per_1_day: direct.reduce((all, { requests }) => all + requests, 0),
      batch_1_day_max_input_tokens: batched,
    };
    for (const [name, count] of Object.entries(used)) {
      if (rate[name] !== undefined && count > 0) shares.push(count / Number(rate[name]));
    }
  }
  return shares.length === 0 ? undefined : Math.max(...shares);
}

const tenths = (share: number) => Math.round(share * 1000) / 10;
const spentCents = ({ spent = {} }: Limited) =>
  Object.entries(spent).reduce((all, [back, cents]) => all + (Number(back) < DAYS ? cents : 0), 0);

test.each([
  [1, 1, 0],
  [2, 9, 0],
  [3, 40, 0],
  [4, 40, 60],
])(
  'seed %i with %i projects, those at %i percent or above',
  async (seed, count, over) => {
    const { projects, minutes } = generated(seed, count);
    const organization = { limit: 90_000_000, alerts: [80_000_000] };
    const upstream = await startLimited({ projects, minutes, organization, now: NOW });
    const server = await startInProcess({ upstream: upstream.url, now: () => NOW });
    const given = { top: 100, ...(over > 0 && { over_percent: over }) };
    const { value, text } = await server.call('report_limits', given);
    const shown = value as Record<string, unknown> & { columns: string[]; rows: unknown[][]; note: string };
    expect(shown.complete, text).toBe(true);
    expect(shown.note).not.toContain('Only the busiest hours');
    const active = projects.filter(({ status }) => status === 'active');
    const expected = active.map((project) => {
      const [cents, limit] = [spentCents(project), project.limit as number | undefined];
      const share = tightest(project, minutes);
      return {
        id: project.id,
        project: project.name,
        spend: cents / 100,
        limit: limit === undefined ? null : limit / 100,
        percent: limit === undefined ? null : tenths(cents / limit),
        alerts: project.alerts?.map((alert) => alert / 100).sort((one, other) => one - other),
        busiest_minute_percent: share === undefined ? null : tenths(share),
      };
    });
    const near = expected.filter(
      (one) => Math.max(one.percent ?? 0, one.busiest_minute_percent ?? 0) >= over,
    );
    const rows = shown.rows.map((cells) =>
      Object.fromEntries(shown.columns.map((name, index) => [name, cells[index]])),
    );
    const byId = (one: { id?: unknown }, other: { id?: unknown }) =>
      String(one.id) < String(other.id) ? -1 : 1;
    expect(rows.map(({ tightest_rate: _, ...row }) => row).sort(byId)).toEqual(near.sort(byId));
    for (const { tightest_rate: told, busiest_minute_percent: percent } of rows) {
      const [, used, most] = /(\d+) of (\d+) /.exec(String(told)) ?? [];
      if (percent === null) expect(told).toBeNull();
      else expect(tenths(Number(used) / Number(most))).toBe(percent);
    }
    const all = projects.reduce((sum, project) => sum + spentCents(project), 0);
    expect(shown).toMatchObject({
      organization: {
        spend: all / 100,
        limit: 900_000,
        percent: tenths(all / 90_000_000),
        alerts: [800_000],
      },
      rest: { rows: 0 },
      no_spend_limit: { count: active.filter(({ limit }) => limit === undefined).length },
    });
  },
  120_000,
);
