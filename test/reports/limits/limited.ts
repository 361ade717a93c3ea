/** An organization with limits as raw facts, and a stand-in for OpenAI that answers from them, over real HTTP. */
import { HttpResponse, http } from 'msw';
import { startCannedApi } from '../../openai/canned-api.ts';

export const MINUTE = 60;
export const HOUR = 3_600;
const DAY = 86_400;

/** What one minute saw. */
export type Minute = {
  /** Unix seconds. */
  at: number;
  project: string;
  category: string;
  model: string;
  requests: number;
  input: number;
  output: number;
  images?: number;
  batch?: boolean;
};

export type Limited = {
  id: string;
  name: string;
  status?: string;
  /** In cents; left out where there is none. */
  limit?: unknown;
  enforcing?: boolean;
  /** In cents. */
  alerts?: number[];
  rates?: Record<string, unknown>[];
  /** Cents by day back from today, which is 0. */
  spent?: Record<number, number>;
};

export type World = {
  projects: Limited[];
  organization?: Pick<Limited, 'limit' | 'alerts' | 'enforcing'>;
  minutes?: readonly Minute[];
  now: number;
  fault?: (url: URL) => Response | undefined;
};

const WIDTHS: Record<string, number> = { '1m': MINUTE, '1h': HOUR };

export function startLimited({ projects, organization = {}, minutes = [], now, fault }: World) {
  const today = Math.floor(now / 1000 / DAY) * DAY;
  const notFound = (message: string) =>
    HttpResponse.json(
      { error: { message, type: 'invalid_request_error', code: 'not_found' } },
      { status: 404 },
    );
  const list = (data: unknown[]) => HttpResponse.json({ object: 'list', data, has_more: false });
  const answer = (path: string, of: (url: URL, project: Limited) => Response) =>
    http.get(`*/v1/organization${path}`, ({ request, params }) => {
      const url = new URL(request.url);
      const broken = fault?.(url);
      if (broken !== undefined) return broken;
      if (params.id === undefined) return of(url, { id: '', name: '', ...organization });
      const project = projects.find(({ id }) => id === params.id);
      return project === undefined ? notFound('No such project') : of(url, project);
    });
  const limitOf = (_: URL, { limit, enforcing = false }: Limited) =>
    limit === undefined
      ? notFound('No spend limit is set.')
      : HttpResponse.json({
          object: 'spend_limit',
          threshold_amount: limit,
          currency: 'USD',
          interval: 'month',
          enforcement: { status: enforcing ? 'enforcing' : 'inactive' },
        });
  const alertsOf = (_: URL, { alerts = [] }: Limited) =>
    list(alerts.map((cents, index) => ({ id: `alert_${index}`, threshold_amount: cents })));
  const shown = ({ id, name, status = 'active' }: Limited) => ({ id, name, status });
  return startCannedApi(
    answer('/spend_limit', limitOf),
    answer('/spend_alerts', alertsOf),
    answer('/projects', () => list(projects.filter(({ status }) => status !== 'archived').map(shown))),
    answer('/projects/:id', (_, project) => HttpResponse.json(shown(project))),
    answer('/projects/:id/spend_limit', limitOf),
    answer('/projects/:id/spend_alerts', alertsOf),
    answer('/projects/:id/rate_limits', (_, { rates = [] }) =>
      list(rates.map((rate, index) => ({ id: `rl-${index}`, ...rate }))),
    ),
    answer('/costs', ({ searchParams }) => {
      const within = searchParams.getAll('project_ids[]');
      const start = Number(searchParams.get('start_time'));
      const end = Number(searchParams.get('end_time') ?? today + DAY);
      const data = [];
      for (let day = start; day < end; day += DAY) {
        const results = projects.flatMap(({ id, spent = {} }) => {
          const cents = spent[(today - day) / DAY];
          const isAsked = within.length === 0 || within.includes(id);
          if (cents === undefined || !isAsked) return [];
          return [{ amount: { value: (cents / 100).toFixed(2), currency: 'usd' }, project_id: id }];
        });
        data.push({ start_time: day, end_time: day + DAY, results });
      }
      return HttpResponse.json({ object: 'page', data, has_more: false, next_page: null });
    }),
    http.get('*/v1/organization/usage/:category', ({ request }) => {
      const url = new URL(request.url);
      return fault?.(url) ?? usage(url.searchParams, url.pathname, minutes, now);
    }),
  );
}

function usage(asked: URLSearchParams, pathname: string, minutes: readonly Minute[], now: number): Response {
  const category = pathname.split('/').at(-1);
  const width = WIDTHS[asked.get('bucket_width') ?? ''] ?? DAY;
  const start = Number(asked.get('page') ?? asked.get('start_time'));
  const end = Math.min(Number(asked.get('end_time') ?? now / 1000), now / 1000);
  const upTo = Math.min(start + Number(asked.get('limit')) * width, end);
  const within = asked.getAll('project_ids[]');
  const byBatch = asked.getAll('group_by[]').includes('batch');
  const data = [];
  for (let from = start; from < upTo; from += width) {
    const results = minutes
      .filter(
        ({ at, category: of, project, batch = false }) =>
          of === category &&
          at >= from &&
          at < from + width &&
          (within.length === 0 || within.includes(project)) &&
          (asked.get('batch') === null || String(batch) === asked.get('batch')),
      )
      .map(({ project, model, requests, input, output, images, batch = false }) => ({
        project_id: project,
        model,
        num_model_requests: requests,
        input_tokens: input,
        output_tokens: output,
        ...(images !== undefined && { images }),
        batch: byBatch ? batch : null,
      }));
    data.push({ start_time: from, end_time: from + width, results });
  }
  const more = upTo < end;
  return HttpResponse.json({ object: 'page', data, has_more: more, next_page: more ? String(upTo) : null });
}
