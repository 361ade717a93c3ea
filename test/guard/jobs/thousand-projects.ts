/** OpenAI with a thousand projects of one limit each, and who asks it how often. */
import type { ApiRequest, ApiResponse } from '../../../src/model/api-request.ts';
import { ApiError } from '../../../src/openai/api-error.ts';
import { startTime } from '../../sandbox/running-sandbox.ts';

export const COUNT = 1_000;

/** Of every project, in requests a minute. */
export const LIMIT = 10_000;

/** The one project that is busy, and how many requests it made in one hour of yesterday. */
export const BUSY = { id: idOf(617), requests: 300_000 };

const PAGE = 100;

export function idOf(number: number): string {
  return `proj_${String(number).padStart(4, '0')}`;
}

export function thousandProjects() {
  const limits = new Map(Array.from({ length: COUNT }, (_, number) => [idOf(number), LIMIT]));
  const ids = [...limits.keys()];
  const seen = { reads: 0, writes: [] as string[], inFlight: 0, mostInFlight: 0 };
  /** Called before a write is taken, with its number from 1. */
  const on = { write: (_number: number): void => undefined };
  let writes = 0;

  function answer({ method, path, query, body }: ApiRequest): unknown {
    const asked = new URLSearchParams(query);
    const [, id = ''] = /^\/organization\/projects\/(proj_\d+)/.exec(path) ?? [];
    if (method !== 'GET') {
      writes += 1;
      on.write(writes);
      seen.writes.push(id);
      limits.set(id, Number(body?.max_requests_per_1_minute));
      return limitOf(id);
    }
    if (path === '/organization/projects') {
      const from = asked.get('after') === null ? 0 : ids.indexOf(String(asked.get('after'))) + 1;
      const data = ids.slice(from, from + PAGE).map(projectOf);
      return { object: 'list', data, has_more: from + PAGE < COUNT, last_id: data.at(-1)?.id };
    }
    if (path.endsWith('/rate_limits')) return list([limitOf(id)]);
    if (path.startsWith('/organization/usage/')) return usage(path, asked.getAll('project_ids[]'));
    return projectOf(id);
  }

  const limitOf = (id: string) => ({
    object: 'project.rate_limit',
    id: 'rl-gpt-4o',
    model: 'gpt-4o',
    max_requests_per_1_minute: limits.get(id),
  });

  async function send(request: ApiRequest): Promise<ApiResponse> {
    if (request.method === 'GET') seen.reads += 1;
    seen.inFlight += 1;
    seen.mostInFlight = Math.max(seen.mostInFlight, seen.inFlight);
    // Whatever is sent together is on its way together.
    await new Promise((resolve) => setImmediate(resolve));
    try {
      return { status: 200, body: answer(request), requestId: 'req_1' };
    } finally {
      seen.inFlight -= 1;
    }
  }

  return { send, seen, on, limits };
}

function projectOf(id: string) {
  return { object: 'organization.project', id, name: id.replace('proj_', 'team-'), status: 'active' };
}

function usage(path: string, projects: readonly string[]): unknown {
  const isBusy = path.endsWith('/completions') && projects.includes(BUSY.id);
  const row = { project_id: BUSY.id, model: 'gpt-4o-2024-08-06', num_model_requests: BUSY.requests };
  return list([{ start_time: startTime / 1000 - 86_400, results: isBusy ? [row] : [] }]);
}

function list(data: unknown[]) {
  return { object: 'list', data, has_more: false };
}

export function tooMany(seconds: number): ApiError {
  return new ApiError({
    kind: 'rate_limited',
    outcome: 'rejected',
    status: 429,
    message: 'OpenAI takes no more for now.',
    retryable: true,
    rateLimit: { retry_after_seconds: seconds },
  });
}
