/** Finding out what a write acts on: the thing itself as it is now, its name, and the project it is in. */
import { targetDigest } from '../approval/plan.ts';
import type { PreparedWrite } from '../calls/prepared-write.ts';
import { defined, isRecord } from '../model/record.ts';
import { parentsOf, type Reader, toolAt } from '../reading/reader.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { parametersOf, recordPaths } from '../specs/record-source.ts';
import { USUAL_MAPS } from '../tools/shape-value.ts';
import type { GuardPorts } from './guard-ports.ts';
import type { Read } from './own-reader.ts';
import { readProject, readProjectOfRecord, type SeenProject } from './read-project.ts';
import { isArchived, refusalKind } from './refused-reads.ts';

export type Target = {
  /** The thing as it is now; absent when nothing is there yet, or no tool reads it. */
  body?: Record<string, unknown>;
  /** OpenAI said that it is not set. */
  isUnset?: true;
  /** How the thing was read. */
  from?: Read;
  /** The tool that read it, for its amounts and the lists below it. */
  readBy?: ToolSpec;
  id?: string;
  name?: string;
  /** The project that holds it, or that it is. */
  project?: SeenProject;
  /** What else holds it: the group of a member, the user who has a role. */
  holder?: { id: string; name?: string; from?: Read };
  /** Why it could not be read, in a few words. */
  unreadable?: string;
};

/** Digest of a thing as it was seen; what its customer keeps in it counts whole. */
export function seenDigest({ maps = [] }: ToolSpec, { body, readBy }: Target): string {
  return targetDigest(body, [...USUAL_MAPS, ...maps, ...(readBy?.maps ?? [])]);
}

/** Lists are searched for the thing this far. */
const MAX_PAGES = 10;

/**
 * Reads what a write acts on; for a create, what it is created in.
 * @throws ApiError when the thing does not exist or could not be read for a reason that may pass
 */
export async function readTarget(
  write: PreparedWrite,
  reader: Reader,
  principal: GuardPorts['principal'],
): Promise<Target> {
  const { tool, checked } = write;
  // With the key of an archived project its things cannot be read either.
  const around = await readProject(write, reader, principal);
  const isBarred = around?.isArchived && write.request.key.class === 'project';
  const [own, holder] = await Promise.all([
    isBarred ? ({} as Target) : readRecord(tool, checked.values, reader),
    readHolder(tool, checked.values, reader),
  ]);
  const project = around ?? (await readProjectOfRecord(write, own.body, reader));
  // A setting of a project has no name of its own.
  const name = own.name ?? (own.id === project?.id ? project?.name : undefined);
  return {
    ...own,
    ...defined({ name }),
    ...(project && { project }),
    ...(holder && { holder }),
  };
}

/** Reads at the first use, for all uses. */
export function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read();
    return reading;
  };
}

/** The thing alone. Throws as `readTarget` does. */
export async function readRecord(
  tool: ToolSpec,
  values: Record<string, unknown>,
  reader: Reader,
): Promise<Target> {
  const last = parametersOf(tool.endpoint.path).at(-1);
  const given = last === undefined ? undefined : values[last];
  const id = typeof given === 'string' ? given : undefined;
  const base: Target = id === undefined ? {} : { id };
  const [place] = recordPaths(tool).flatMap((path) => toolAt(reader, 'get', path, values) ?? []);
  const from = place ?? listingOf(tool, last, values, reader);
  if (from === undefined || (place === undefined && id === undefined)) return base;
  try {
    const body = place ? await reader.get(place.tool, place.values) : await findInList(from, id, reader);
    return { ...base, from, ...(body && { body, ...nameOf(body) }), ...(place && { readBy: place.tool }) };
  } catch (error) {
    const kind = refusalKind(error);
    // A setting that is not set, such as a spend limit, is answered with 404; its path ends with its own name.
    if (kind === 'not_found' && place !== undefined && !place.tool.endpoint.path.endsWith('}')) {
      return { ...base, from: place, body: {}, isUnset: true, readBy: place.tool };
    }
    if (isArchived(error)) throw error;
    if (kind === 'permission' || kind === 'auth') return { ...base, unreadable: 'the key may not read it' };
    throw error;
  }
}

/** The list of things of its kind, with what this call has of the list's own arguments. */
function listingOf(
  tool: ToolSpec,
  last: string | undefined,
  values: Record<string, unknown>,
  reader: Reader,
): Read | undefined {
  const source = last === undefined ? undefined : tool.params[last]?.from_tool;
  const listing = reader.tools.find((one) => one.name === source);
  const parents = listing && parentsOf(listing, values);
  return parents && { tool: listing, values: parents };
}

async function findInList(
  { tool, values }: Read,
  id: string | undefined,
  reader: Reader,
): Promise<Record<string, unknown> | undefined> {
  const { items } = await reader.list(tool, values, MAX_PAGES);
  return items.find((item) => item.id === id);
}

/** The thing two steps up the path, such as the group in `/groups/{}/users/{}`; a project is told by itself. */
async function readHolder(
  tool: ToolSpec,
  values: Record<string, unknown>,
  reader: Reader,
): Promise<Target['holder']> {
  const path = /^(.*\})\/[^/]+\/\{[^}]*\}/.exec(tool.endpoint.path)?.[1];
  const id = path === undefined ? undefined : values[parametersOf(path).at(-1) ?? ''];
  if (path === undefined || typeof id !== 'string' || id === values.project_id) return undefined;
  // Roles within a project have paths of their own, beside those of its users and groups.
  const places = [path, `/organization${path}`];
  const [place] = places.flatMap((one) => toolAt(reader, 'get', one, values) ?? []);
  if (place === undefined) return { id };
  try {
    const body = await reader.get(place.tool, place.values);
    return { id, from: place, ...(body && nameOf(body)) };
  } catch (error) {
    if (refusalKind(error) === 'permission') return { id };
    throw error;
  }
}

/** What people call a thing. A rate limit goes by its model; a batch or a job only uses one. */
export function nameOf(body: Record<string, unknown>): { name?: string } {
  const owner = isRecord(body.user) ? body.user : body;
  const model = String(body.object).endsWith('rate_limit') ? body.model : undefined;
  const name = [owner.email, body.name, owner.name, body.filename, model, nameBesideId(body)].find(
    (candidate) => typeof candidate === 'string' && candidate !== '',
  );
  return typeof name === 'string' ? { name } : {};
}

/** Of what is listed by its place, such as a group of a project: `group_name` beside `group_id`. */
function nameBesideId(body: Record<string, unknown>): unknown {
  const [member, ...others] = Object.keys(body).filter(
    (name) => name.endsWith('_name') && Object.hasOwn(body, name.replace(/_name$/, '_id')),
  );
  return member === undefined || others.length > 0 ? undefined : body[member];
}
