/** Owns the proof that nothing forbidden is sent: every tool, called directly, under combinations of all that limits a server. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRead, type ToolSpec } from '../../src/specs/catalogue.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { answer, type ReceivedRequest } from '../openai/fault-server.ts';
import { ADMIN_KEY, PROJECT_KEY, startServer, temporaryFolder } from './start-server.ts';
import { startUpstream } from './upstream.ts';

const PINNED = 'proj_pinned';
const FOREIGN = 'proj_foreign';

type Call = { tool: ToolSpec; given: Record<string, unknown> };

/** `args` start the server; the rest says in words of its own what is forbidden then. */
type Limit = { args: string[]; policy?: string; forbids(call: Call): boolean };

const free: Limit = { args: [], forbids: () => false };
const isWrite = (tool: ToolSpec) => !isRead(tool);

const FILTERS: Limit[] = [
  free,
  { args: ['--read-only'], forbids: ({ tool }) => isWrite(tool) },
  { args: ['--methods', 'list,delete'], forbids: ({ tool }) => !['list', 'delete'].includes(tool.method) },
  {
    args: ['--exclude-tags', 'keys', '--exclude-tools', '*_project*'],
    forbids: ({ tool }) => tool.tags.includes('keys') || tool.name.includes('_project'),
  },
];

/** Whether a human has to say yes. A policy that allows counts before the mode; one that asks, too. */
const APPROVALS = ['off', 'irreversible', 'writes'] as const;

function asksByMode(mode: (typeof APPROVALS)[number], { tool, given }: Call): boolean {
  if (mode === 'off') return false;
  const makesNoKey =
    tool.name === 'create_project_service_account' && given.create_service_account_only === true;
  return mode === 'writes' || !(tool.risk?.class === 'reversible' || makesNoKey);
}

const DRY: Limit[] = [free, { args: ['--dry-run'], forbids: ({ tool }) => isWrite(tool) }];

const PINS = [[], [PINNED], [PINNED, 'proj_second']];

type Rules = { text: string; answers(call: Call): 'deny' | 'approve' | 'allow' | 'none' };

const DENIES: Rules = {
  text: `deny:
  - tools: ["delete_*", create_admin_api_key, list_users]
    reads: true
  - tools: ["*"]
    projects: [${FOREIGN}]
  - tools: [create_invite]
    values: { role: { is: [owner] } }
`,
  answers: ({ tool, given }) =>
    /^delete_|^create_admin_api_key$|^list_users$/.test(tool.name) ||
    (isWrite(tool) && JSON.stringify(given).includes(FOREIGN)) ||
    (tool.name === 'create_invite' && given.role === 'owner')
      ? 'deny'
      : 'none',
};
const ASKS: Rules = {
  text: 'approve:\n  - tools: ["create_*", "update_*"]\n',
  answers: ({ tool }) => (/^(create|update)_/.test(tool.name) ? 'approve' : 'none'),
};
const ALLOWS: Rules = {
  text: 'allow:\n  - tools: ["archive_*", "delete_*", "create_project*"]\n',
  answers: ({ tool }) => (/^(archive|delete)_|^create_project/.test(tool.name) ? 'allow' : 'none'),
};
const POLICIES: Rules[][] = [[], [DENIES], [ASKS, ALLOWS], [ALLOWS, DENIES], [ALLOWS]];

const STRICTEST_FIRST = ['deny', 'approve', 'none', 'allow'] as const;

/** How the tools are reached: by name, or through discovery's two tools. */
const EXPOSURES = ['all', 'discovery'];

/** `undefined`: a client that cannot ask. */
const USERS = [undefined, 'decline', 'cancel'] as const;

const FACTORS = [FILTERS, APPROVALS, DRY, PINS, POLICIES, EXPOSURES, USERS] as const;

type Row = {
  filter: Limit;
  mode: (typeof APPROVALS)[number];
  dry: Limit;
  pins: string[];
  policies: Rules[];
  exposure: string;
  user: (typeof USERS)[number];
};

/** Settings in which every two values of different factors meet at least once. */
function everyPair(): number[][] {
  let rows: number[][] = [[]];
  for (const values of FACTORS) rows = rows.flatMap((row) => values.map((_, which) => [...row, which]));
  const pairsOf = (row: number[]) =>
    row.flatMap((one, first) =>
      row.slice(first + 1).map((other, gap) => `${first}=${one} ${first + 1 + gap}=${other}`),
    );
  const open = new Set(rows.flatMap(pairsOf));
  const chosen: number[][] = [];
  while (open.size > 0) {
    let best: number[] = [];
    let most = 0;
    for (const row of rows) {
      const count = pairsOf(row).filter((pair) => open.has(pair)).length;
      if (count > most) [best, most] = [row, count];
    }
    chosen.push(best);
    for (const pair of pairsOf(best)) open.delete(pair);
  }
  return chosen;
}

function rowOf([
  filter = 0,
  mode = 0,
  dry = 0,
  pins = 0,
  policies = 0,
  exposure = 0,
  user = 0,
]: number[]): Row {
  return {
    filter: FILTERS[filter] ?? free,
    mode: APPROVALS[mode] ?? 'writes',
    dry: DRY[dry] ?? free,
    pins: PINS[pins] ?? [],
    policies: POLICIES[policies] ?? [],
    exposure: EXPOSURES[exposure] ?? 'all',
    user: USERS[user],
  };
}

const ROWS = everyPair().map(rowOf);

const nameOf = ({ filter, mode, dry, pins, policies, exposure, user }: Row) =>
  [
    ...filter.args,
    mode,
    ...dry.args,
    pins.join(','),
    policies.map(({ text }) => text.slice(0, 7).replace(/\W/g, '')).join('+'),
    exposure,
    user ?? 'no questions',
  ]
    .filter((part) => part !== '')
    .join(' ');

/** The example of every tool, about the pinned project and, where it is about one at all, about another one. */
const CALLS: Call[] = catalogue.tools.flatMap((tool) =>
  [PINNED, FOREIGN].flatMap((project) => {
    const example = JSON.stringify(tool.example?.arguments ?? {});
    if (project === FOREIGN && tool.key === 'admin' && !example.includes('"proj_')) return [];
    const given = JSON.parse(example.replace(/"proj_[^"]*"/g, JSON.stringify(project)));
    return [{ tool, given: { ...given, ...(tool.key === 'project' && { project_id: project }) } }];
  }),
);

const isReadRequest = ({ line }: ReceivedRequest, tool: ToolSpec) => line.startsWith('GET ') || isRead(tool);

/** Why this request must not have been sent by that call; undefined when it may. */
function fault(request: ReceivedRequest, call: Call, row: Row): string | undefined {
  const [method = '', target = ''] = request.line.split(' ');
  const url = new URL(target, 'http://x');
  const path = url.pathname.replace(/^\/v1/, '');
  const isOwn = method === call.tool.endpoint.method && shapeOf(call.tool.endpoint.path).test(path);
  if (isHidden(call, row)) return 'the tool is hidden';
  if (isRead(call.tool) && !isOwn && !isNameLookUp(path)) return 'another read';
  if (row.pins.length > 0 && leaves(url, path, request, row.pins)) return 'outside the pin';
  if (isReadRequest(request, call.tool)) return undefined;
  if (!isOwn) return 'another write';
  if (row.dry.forbids(call)) return 'a dry run';
  const policy = policyOf(call, row);
  if (policy === 'deny') return 'denied by the policy';
  if (policy === 'approve') return 'the policy asks';
  if (policy === 'none' && asksByMode(row.mode, call)) return 'nobody approved it';
  return undefined;
}

function isHidden(call: Call, { filter, pins, policies }: Row): boolean {
  const alwaysDenied =
    policies.includes(DENIES) && /^delete_|^create_admin_api_key$|^list_users$/.test(call.tool.name);
  return filter.forbids(call) || alwaysDenied || (pins.length > 0 && concernsAll(call.tool));
}

function policyOf(call: Call, { policies }: Row): string {
  const answers = policies.map((rules) => rules.answers(call));
  return STRICTEST_FIRST.find((one) => answers.includes(one)) ?? 'none';
}

/** Tools that no project can be named for. */
function concernsAll({ key, endpoint, params }: ToolSpec): boolean {
  const filters = Object.keys(params).some((name) => /^project_ids?$/.test(name));
  return key === 'admin' && !endpoint.path.includes('/projects/{') && !(endpoint.method === 'GET' && filters);
}

/** A name where an ID belongs is looked up in a list. */
const isNameLookUp = (path: string) => path === '/organization/projects';

function leaves(url: URL, path: string, { headers }: ReceivedRequest, pins: string[]): boolean {
  const [, inPath] = /\/projects\/([^/]*)/.exec(path) ?? [];
  const inQuery = [...url.searchParams].flatMap(([name, value]) => (/^project/.test(name) ? [value] : []));
  const ofKey = headers.authorization === `Bearer ${PROJECT_KEY}` ? [headers['openai-project'] ?? 'any'] : [];
  const named = [...(inPath === undefined ? [] : [inPath]), ...inQuery, ...ofKey];
  return named.length === 0 || !named.every((id) => pins.includes(id));
}

function shapeOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{.*?\}/g, '[^/]+')}$`);
}

async function startLimited(row: Row) {
  const home = temporaryFolder();
  const upstream = await startUpstream(({ line, socket }) => {
    const path = (line.split(' ')[1] ?? '').replace('/v1', '').split('?')[0] ?? '';
    const isList = catalogue.tools.some(
      ({ method, endpoint }) => method === 'list' && shapeOf(endpoint.path).test(path),
    );
    const thing = { id: path.split('/').at(-1), name: 'Thing', redacted_value: 'sk-admin-other...wxyz' };
    // With nobody in it, users could not be removed: who would be left?
    const data = path === '/organization/users' ? [{ id: 'user-owner', role: 'owner' }] : [];
    const body = isList && line.startsWith('GET ') ? { data, has_more: false } : thing;
    socket.write(answer(200, JSON.stringify(body)));
  });
  const files = row.policies.map(({ text }, number) => {
    const file = join(home, `policy-${number}.yaml`);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  });
  // The second one comes from the environment: both count.
  const [flagged, inherited] = files;
  const { user } = row;
  const server = await startServer({
    args: [
      ...(row.exposure === 'discovery' ? ['--exposure', 'discovery'] : ['--tags', 'all']),
      ...row.filter.args,
      ...row.dry.args,
      ...['--approval', row.mode, '--secrets', 'reveal'],
      ...(row.pins.length > 0 ? ['--project', row.pins.join(',')] : []),
      ...(flagged === undefined ? [] : ['--policy', flagged]),
    ],
    environment: {
      HOME: home,
      OPENAI_BASE_URL: upstream.url,
      OPENAI_ADMIN_KEY: ADMIN_KEY,
      OPENAI_API_KEY: PROJECT_KEY,
      OPENAI_PROJECT_ID: PINNED,
      ...(inherited !== undefined && { OPENAI_ADMIN_MCP_POLICY: inherited }),
    },
    ...(user !== undefined && { answerQuestion: () => ({ action: user }) }),
  });
  const send = async ({ tool, given }: Call) => {
    const before = upstream.requests.length;
    if (row.exposure === 'all') await server.request('tools/call', { name: tool.name, arguments: given });
    else {
      const through = isRead(tool) ? 'call_read_tool' : 'call_write_tool';
      await server.request('tools/call', { name: through, arguments: { name: tool.name, arguments: given } });
    }
    return upstream.requests.slice(before);
  };
  return { send };
}

it('every two settings meet', () => {
  expect(ROWS.length).toBeGreaterThanOrEqual(20);
  expect(ROWS.length).toBeLessThan(40);
});

describe('under limits', () => {
  it.each(ROWS.map((row) => [nameOf(row), row] as const))('%s: nothing forbidden is sent', async (_, row) => {
    const { send } = await startLimited(row);
    const faults: string[] = [];
    for (const call of CALLS) {
      const requests = await send(call);
      if (requests.filter((request) => !isReadRequest(request, call.tool)).length > 1) {
        faults.push(`${call.tool.name}: more than one write`);
      }
      for (const request of requests) {
        const reason = fault(request, call, row);
        if (reason !== undefined) faults.push(`${call.tool.name}: ${request.line}: ${reason}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it('without any, everything is sent, so the tests above can fail', async () => {
    const row = rowOf([]);
    const { send } = await startLimited(row);
    const unsent: string[] = [];
    for (const call of CALLS.filter(({ given }) => !JSON.stringify(given).includes(FOREIGN))) {
      const requests = await send(call);
      if (!requests.some((request) => shapeOf(call.tool.endpoint.path).test(pathOf(request))))
        unsent.push(call.tool.name);
      for (const reason of ['the tool is hidden', 'outside the pin', 'nobody approved it', 'a dry run']) {
        const strict = { ...row, ...STRICT[reason] };
        const own = requests.find((request) => !isReadRequest(request, call.tool));
        if (own !== undefined) expect(fault(own, call, strict as Row), own.line).toBeDefined();
      }
    }
    expect(unsent).toEqual([]);
  });
});

const pathOf = ({ line }: ReceivedRequest) =>
  (line.split(' ')[1] ?? '').replace('/v1', '').split('?')[0] ?? '';

/** Rows under which every write is a fault of that kind. */
const STRICT: Record<string, Partial<Row>> = {
  'the tool is hidden': { filter: FILTERS[1] ?? free },
  'outside the pin': { pins: ['proj_other'] },
  'nobody approved it': { mode: 'writes' },
  'a dry run': { dry: DRY[1] ?? free },
};
