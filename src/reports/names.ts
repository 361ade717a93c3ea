/** The names behind the IDs of a report's rows, and whether what they name is still there. */
import { isRecord } from '../model/record.ts';
import type { ReportReads } from './report-reads.ts';
import { isGone, whyUnread } from './why-unread.ts';

/** `unknown`: it could not be read. */
export type State = 'active' | 'archived' | 'deleted' | 'unknown';
/** `owner`, of a key, is an email or the name of a service account. */
export type Named = { name: string | null; state: State; owner?: string };
export type Names = { of(id: string): Named; unread: string[] };

const PROJECTS = '/organization/projects';
const USERS = '/organization/users';

/** Those of a small organization are in the first page of the list. */
export function projectNames(ids: readonly string[], reads: ReportReads): Promise<Names> {
  return namesIn(
    { list: PROJECTS, one: `${PROJECTS}/{project_id}`, what: 'projects', values: { include_archived: true } },
    ids,
    ({ name, status }) => ({
      name: textOf(name),
      state: status === 'archived' ? 'archived' : status === 'active' ? 'active' : 'unknown',
    }),
    reads,
  );
}

/** What stands in the list of a project, which is not always known. */
type InProject = { id: string; project?: string | undefined };

/**
 * By email; service accounts, which spend in the place of users, by the name that they have in their project. Some stand
 * there under the ID of a user whom the organization does not list.
 */
export async function userNames(users: readonly InProject[], reads: ReportReads): Promise<Names> {
  const isAccount = ({ id }: InProject) => id.startsWith('svc_acct');
  const people = await namesIn(
    { list: USERS, one: `${USERS}/{user_id}`, what: 'users', values: {} },
    users.filter((user) => !isAccount(user)).map(({ id }) => id),
    ({ email, name }) => ({ name: textOf(email) ?? textOf(name), state: 'active' }),
    reads,
  );
  const others = users.filter((user) => isAccount(user) || people.of(user.id).state === 'deleted');
  const accounts = await namesInProjects('service_accounts', others, {}, reads);
  return {
    of(id) {
      const account = accounts.of(id);
      return account.state === 'unknown' ? people.of(id) : account;
    },
    unread: [...people.unread, ...accounts.unread],
  };
}

/** Enabled ones; a key that its project does not list is deleted. */
export function keyNames(keys: readonly InProject[], reads: ReportReads): Promise<Names> {
  return namesInProjects('api_keys', keys, { owner_project_access: 'any' }, reads);
}

async function namesInProjects(
  segment: 'api_keys' | 'service_accounts',
  things: readonly InProject[],
  values: Record<string, unknown>,
  reads: ReportReads,
): Promise<Names> {
  const found = new Map<string, Named>();
  const unread: string[] = [];
  const projects = [...new Set(things.flatMap(({ project }) => project ?? []))];
  const readThose = async (project: string) => {
    const path = `${PROJECTS}/{project_id}/${segment}`;
    const there = await reads.list(path, [project], ['id', 'name', 'owner'], values);
    for (const { id, project: of } of things) {
      if (of === project) found.set(id, { name: null, state: 'deleted' });
    }
    for (const { id, name, owner } of there) {
      const owned = ownerOf(owner);
      const named = { name: textOf(name), state: 'active' as const, ...(owned !== null && { owner: owned }) };
      if (typeof id === 'string') found.set(id, named);
    }
  };
  const results = await Promise.allSettled(projects.map(readThose));
  for (const [position, result] of results.entries()) {
    if (result.status === 'rejected' && !isGone(result.reason)) {
      unread.push(`${segment.replace('_', ' ')} of ${projects[position]}: ${whyUnread(result.reason)}`);
    }
  }
  return { of: (id) => found.get(id) ?? NOT_KNOWN, unread };
}

function ownerOf(owner: unknown): string | null {
  if (!isRecord(owner)) return null;
  const { user, service_account: account } = owner;
  if (isRecord(user)) return textOf(user.email) ?? textOf(user.name) ?? textOf(user.id);
  return isRecord(account) ? (textOf(account.name) ?? textOf(account.id)) : null;
}

const NOT_KNOWN: Named = { name: null, state: 'unknown' };

/** Of more names that the first page lacks, the next pages are read. */
const MOST_ASKED_ALONE = 20;

type Place = { list: string; one: string; what: string; values: Record<string, unknown> };

async function namesIn(
  { list, one, what, values }: Place,
  ids: readonly string[],
  read: (item: Record<string, unknown>) => Named,
  reads: ReportReads,
): Promise<Names> {
  const found = new Map<string, Named>();
  const wanted = new Set(ids);
  const unread: string[] = [];
  if (wanted.size > 1 && reads.canList(list)) {
    try {
      await reads.pages(list, [], values, (items) => {
        for (const item of items) {
          if (typeof item.id === 'string' && wanted.has(item.id)) found.set(item.id, read(item));
        }
        return wanted.size - found.size > MOST_ASKED_ALONE ? undefined : 'enough';
      });
    } catch (error) {
      whyUnread(error);
    }
  }
  const left = [...wanted].filter((id) => !found.has(id));
  await Promise.all(
    left.map(async (id) => {
      try {
        found.set(id, read(await reads.get(one, [id])));
      } catch (error) {
        if (isGone(error)) found.set(id, { name: null, state: 'deleted' });
        else unread.push(whyUnread(error));
      }
    }),
  );
  const why = unread[0];
  return {
    of: (id) => found.get(id) ?? NOT_KNOWN,
    unread: why === undefined ? [] : [`names of ${unread.length} ${what}: ${why}`],
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
