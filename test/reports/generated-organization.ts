/** An organization of any size, made from two numbers, and what OpenAI would answer for it. */
import { pageOf, type Row } from './lists.ts';

const HOUR = 3600;
const DAY = 86_400;
const WIDTHS: Record<string, number> = { '1m': 60, '1h': HOUR, '1d': DAY };
const MODELS = Array.from({ length: 90 }, (_, index) => `gpt-5.${index}`);
const ITEMS = ['input', 'cached input', 'output'];
/** By kind of use, how many of the models are used in each project; a kind that is not here is not used. */
const USED: Record<string, number> = { completions: 3, embeddings: 1, images: 1 };

const numbered = <Value>(count: number, of: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => of(index));

/** `busyHours`: there was no traffic before these last hours; what costs is not told by the hour. */
export type GeneratedSize = { projects: number; people: number; now: number; busyHours?: number };

/** Everybody is in some projects, every project has keys, service accounts, limits, stores and traffic. */
export function generatedOrganization({
  projects,
  people,
  now,
  busyHours = Number.POSITIVE_INFINITY,
}: GeneratedSize) {
  const seconds = Math.floor(now / 1000);
  const created_at = seconds - 400 * DAY;
  const projectIds = numbered(projects, (index) => `proj_${index}`);
  const user = (index: number) => ({
    id: `user-${index}`,
    name: `Person ${index}`,
    email: `person.${index}@example.com`,
  });
  const membersOf = (at: number) =>
    numbered(Math.min(20, people), (index) => user((at * 7 + index) % people));
  const accounts = (at: number) =>
    numbered(3, (index) => ({
      id: `svc_acct_${at}_${index}`,
      name: `job ${at} ${index}`,
      role: 'member',
      created_at,
    }));
  const keys = (at: number): Row[] => [
    ...accounts(at).map((account, index) =>
      keyOf(`key_${at}_s${index}`, { type: 'service_account', service_account: account }),
    ),
    ...membersOf(at)
      .slice(0, 5)
      .map((member, index) => keyOf(`key_${at}_u${index}`, { type: 'user', user: member })),
  ];
  const keyOf = (id: string, owner: Row) => ({
    id,
    name: `name of ${id}`,
    redacted_value: `sk-*****${id.slice(-4)}`,
    created_at,
    last_used_at: seconds - 100 * DAY,
    owner,
    owner_project_access: 'active',
  });
  const groups = numbered(10, (index) => ({ id: `group_${index}`, name: `Group ${index}` }));
  const events = numbered(1200, (index) => ({
    id: `audit_log-${index}`,
    type: index % 5 === 0 ? 'service_account.created' : 'api_key.deleted',
    effective_at: seconds - index * 1800,
    project: { id: projectIds[index % projects], name: `Project ${index % projects}` },
    actor: { type: 'session', session: { user: user(index % people), ip_address: '192.0.2.1' } },
    [index % 5 === 0 ? 'service_account.created' : 'api_key.deleted']: {
      id: index % 5 === 0 ? `svc_acct_${index % projects}_0` : `key_gone_${index}`,
    },
  }));
  const store = (at: number) => (index: number) => ({
    id: `vs_${at}_${index}`,
    name: `Store ${at} ${index}`,
    status: 'completed',
    usage_bytes: 1024 ** 2,
    file_counts: { total: 9, failed: index === 0 ? 2 : 0 },
    created_at,
    last_active_at: seconds - 60 * DAY,
  });
  const failed = numbered(2, (index) => ({
    id: `file-${index}`,
    status: 'failed',
    last_error: { code: 'server_error', message: 'It broke' },
  }));

  /** Lists of the organization, by the rest of the path. */
  const lists: Record<string, () => Row[]> = {
    '/organization/projects': () =>
      projectIds.map((id, at) => ({ id, name: `Project ${at}`, status: 'active', created_at })),
    '/organization/users': () =>
      numbered(people, (index) => ({
        ...user(index),
        role: index < 3 ? 'owner' : 'reader',
        added_at: created_at,
        projects: {
          data: projectIds.flatMap((id, at) =>
            membersOf(at).some((one) => one.id === `user-${index}`) ? [{ id, role: 'member' }] : [],
          ),
        },
      })),
    '/organization/groups': () => groups,
    '/organization/roles': () => [{ id: 'role_1', name: 'Auditor', predefined_role: false }],
    '/organization/invites': () =>
      numbered(8, (index) => ({
        id: `invite-${index}`,
        email: `new.${index}@example.com`,
        status: 'pending',
        created_at,
      })),
    '/organization/admin_api_keys': () =>
      numbered(6, (index) => ({
        ...keyOf(`key_admin_${index}`, { type: 'user', ...user(index) }),
        expires_at: null,
      })),
    '/organization/audit_logs': () => events,
    '/organization/spend_alerts': () => [{ id: 'alert_0', threshold_amount: 900_000 }],
  };
  /** Lists of one project. */
  const ofProject: Record<string, (at: number) => Row[]> = {
    api_keys: keys,
    service_accounts: accounts,
    users: (at) => membersOf(at).map((member) => ({ ...member, role: 'member' })),
    groups: (at) =>
      groups.slice(at % 8, (at % 8) + 2).map(({ id, name }) => ({ group_id: id, group_name: name })),
    roles: (at) => [{ id: `role_p${at}`, name: 'Curator', predefined_role: false }],
    spend_alerts: () => [{ id: 'alert_0', threshold_amount: 90_000 }],
    rate_limits: () =>
      MODELS.map((model) => ({
        id: `rl-${model}`,
        model,
        max_requests_per_1_minute: 5000,
        max_tokens_per_1_minute: 900_000,
      })),
  };

  function listAt(path: string, project: number): Row[] | undefined {
    const [, at, name = ''] = /^(?:\/organization)?\/projects\/proj_(\d+)\/(\w+)$/.exec(path) ?? [];
    if (at !== undefined) return ofProject[name]?.(Number(at));
    if (path === '/vector_stores') return numbered(6, store(project));
    if (/^\/vector_stores\/\w+\/files$/.test(path)) return failed;
    if (/\/roles$/.test(path) && path !== '/organization/roles')
      return [{ id: 'role_1', name: 'Auditor', predefined_role: false }];
    if (/\/groups\/\w+\/users$/.test(path)) return membersOf(1);
    return lists[path]?.();
  }

  function thingAt(path: string): Row | undefined {
    if (path.endsWith('/spend_limit'))
      return { object: 'spend_limit', threshold_amount: 100_000, currency: 'USD' };
    const [, file] = /^\/files\/(.+)$/.exec(path) ?? [];
    if (file !== undefined) return { id: file, filename: `${file}.pdf` };
    const [, list = '', id] = /^(.*)\/([^/]+)$/.exec(path) ?? [];
    return listAt(list, 0)?.find((row) => (row.id ?? row.group_id) === id);
  }

  function buckets(
    { searchParams }: URL,
    width: number,
    of: (at: number, project: number, start: number) => Row[],
  ) {
    const start = Number(searchParams.get('page') ?? searchParams.get('start_time'));
    const end = Math.min(Number(searchParams.get('end_time') ?? seconds + 1), seconds + 1);
    const upTo = Math.min(end, start + Number(searchParams.get('limit')) * width);
    const within = searchParams.getAll('project_ids[]');
    const asked = searchParams.getAll('group_by[]');
    const data = [];
    for (let from = start; from < upTo; from += width) {
      const rows = projectIds.flatMap((id, at) =>
        within.length === 0 || within.includes(id) ? of(from, at, start) : [],
      );
      data.push({
        object: 'bucket',
        start_time: from,
        end_time: from + width,
        results: grouped(rows, asked),
      });
    }
    const has_more = upTo < end;
    return { object: 'page', data, has_more, next_page: has_more ? String(upTo) : null };
  }

  const labelsOf = (project: number, model: string) => ({
    project_id: projectIds[project],
    model,
    api_key_id: `key_${project}_s0`,
    user_id: `svc_acct_${project}_0`,
  });

  /** @param key the number of the project whose API key comes with the request */
  return function answer(url: URL, key = 0): Response {
    const path = url.pathname.replace(/^\/v1/, '');
    if (path === '/organization/costs') {
      const rows = (_: number, project: number) =>
        ITEMS.map((item) => ({
          ...labelsOf(project, ''),
          line_item: `gpt-5.1, ${item}`,
          amount: { value: '1.25', currency: 'usd' },
        }));
      return Response.json(buckets(url, DAY, rows));
    }
    const [, category] = /^\/organization\/usage\/(\w+)$/.exec(path) ?? [];
    if (category !== undefined) {
      const width = WIDTHS[url.searchParams.get('bucket_width') ?? ''] ?? DAY;
      const isBusy = (start: number) => start + width > seconds - busyHours * HOUR;
      const rows = (start: number, project: number) =>
        MODELS.slice(0, isBusy(start) ? (USED[category] ?? 0) : 0).map((model) => ({
          ...labelsOf(project, model),
          batch: false,
          num_model_requests: (width / 60) * (1 + ((start / width + project) % 7)),
          input_tokens: width,
          output_tokens: width,
          images: 1,
        }));
      return Response.json(buckets(url, width, rows));
    }
    const list = listAt(path, key);
    if (list !== undefined) return pageOf(list, url);
    const thing = thingAt(path);
    const error = { message: `No such thing: ${path}`, type: 'invalid_request_error', code: null };
    return thing === undefined ? Response.json({ error }, { status: 404 }) : Response.json(thing);
  };
}

const LABELS = ['project_id', 'user_id', 'api_key_id', 'model', 'line_item', 'batch'];

/** One row for each combination of what is asked for; figures add up, amounts are the same for all. */
function grouped(rows: readonly Row[], asked: readonly string[]): Row[] {
  const groups = new Map<string, Row>();
  for (const row of rows) {
    const labels = Object.fromEntries(
      LABELS.map((name) => [name, asked.includes(name) ? (row[name] ?? null) : null]),
    );
    const key = JSON.stringify(labels);
    const group = groups.get(key) ?? { ...row, ...labels };
    if (groups.has(key)) {
      for (const [name, value] of Object.entries(row))
        if (typeof value === 'number') group[name] = Number(group[name]) + value;
    }
    groups.set(key, group);
  }
  return [...groups.values()];
}
