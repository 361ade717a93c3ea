/** The judge of what was sent under limits, without any help of the code under test. */
import { isRead, type ToolSpec } from '../../src/specs/catalogue.ts';
import { operations } from '../catalogue/catalogue.ts';
import { PROJECT_KEY } from '../e2e/start-server.ts';
import type { ReceivedRequest } from '../openai/fault-server.ts';
import { asksByMode, type Call, DENIES, FOREIGN, isByOwnId, PINNED, type Row } from './authority-rows.ts';

const STRICTEST_FIRST = ['deny', 'approve', 'none', 'allow'] as const;

/** The example of every tool, about the pinned project and, where it is about one at all, about another one. */
export const CALLS: Call[] = operations.flatMap((tool) =>
  [PINNED, FOREIGN].flatMap((project) => {
    const example = JSON.stringify(tool.example?.arguments ?? {});
    if (project === FOREIGN && tool.key === 'admin' && !example.includes('"proj_')) return [];
    const given = JSON.parse(example.replace(/"proj_[^"]*"/g, JSON.stringify(project)));
    return [{ tool, given: { ...given, ...(tool.key === 'project' && { project_id: project }) } }];
  }),
);

export const isReadRequest = ({ line }: ReceivedRequest, tool: ToolSpec) =>
  line.startsWith('GET ') || isRead(tool);

/** Why this request must not have been sent by that call; undefined when it may. */
export function fault(request: ReceivedRequest, call: Call, row: Row): string | undefined {
  const [method = '', target = ''] = request.line.split(' ');
  const path = pathOf(request);
  const isOwn = method === call.tool.endpoint.method && shapeOf(call.tool.endpoint.path).test(path);
  if (isHidden(call, row)) return 'the tool is hidden';
  const isForItsProject = isByOwnId(call.tool) && method === 'GET';
  if (isRead(call.tool) && !isOwn && !isNameLookUp(path) && !isForItsProject) return 'another read';
  if (row.pins.length > 0 && leaves(new URL(target, 'http://x'), path, request, row.pins))
    return 'outside the pin';
  const policy = policyOf(call, row);
  if (isReadRequest(request, call.tool)) {
    const isDenied = isRead(call.tool) && isOwn && policy === 'deny' && !isForItsProject;
    return isDenied ? 'denied by the policy' : undefined;
  }
  if (!isOwn) return 'another write';
  if (row.dry.forbids(call)) return 'a dry run';
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

/** Without the version and the query. */
export const pathOf = ({ line }: ReceivedRequest) =>
  (line.split(' ')[1] ?? '').replace('/v1', '').split('?')[0] ?? '';

export function shapeOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{.*?\}/g, '[^/]+')}$`);
}
