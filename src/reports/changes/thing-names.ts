/** What the things of shown events are called: by the events themselves, by the lists, and of what is gone by older events. */
import type { Gaps } from '../gaps.ts';
import { keyNames, type Names, projectNames, userNames } from '../names.ts';
import type { ReportReads } from '../report-reads.ts';
import { type Change, readChange } from './event.ts';
import { AUDIT_LOG } from './read-changes.ts';

/** Of things by ID; people by email. */
export type ThingNames = ReadonlyMap<string, string>;

/** Only what the shown events need is read: a list for each kind of thing that has no name yet. */
export async function thingNames(
  shown: readonly Change[],
  all: readonly Change[],
  reads: ReportReads,
  gaps: Gaps,
): Promise<ThingNames> {
  const names = new Map<string, string>();
  for (const change of all) learn(change, names);
  const unnamed = () => shown.filter(({ thing }) => thing !== undefined && !names.has(thing));
  const inProject = unnamed().map(({ thing = '', type, project }) => ({
    id: thing,
    type,
    project: project?.id,
  }));
  const users = inProject.filter(({ id }) => isOf(id, 'user') || isOf(id, 'svc'));
  const keys = inProject.filter(({ type }) => type.startsWith('api_key.'));
  const projects = inProject.filter(({ id }) => isOf(id, 'proj'));
  const from = async (ids: readonly { id: string }[], looked: () => Promise<Names>) => {
    if (ids.length === 0) return;
    const found = await looked();
    for (const { id } of ids) {
      const { name } = found.of(id);
      if (name !== null) put(names, id, name);
    }
    for (const unread of found.unread) gaps.note(unread);
  };
  await Promise.all([
    // Whom no list of users has was one: that is what events call somebody.
    from(users, () =>
      userNames(
        users.map(({ id, project }) => (isOf(id, 'user') ? { id } : { id, project })),
        reads,
      ),
    ),
    from(keys, () => keyNames(keys, reads)),
    from(projects, () =>
      projectNames(
        projects.map(({ id }) => id),
        reads,
      ),
    ),
    ...LISTS.map(async ({ path, prefix, member }) => {
      const isAsked = ({ thing, type }: Change) =>
        isOf(thing, prefix) && (prefix !== 'key' || type.startsWith('api_key.'));
      const byKey =
        prefix === 'key' && shown.some(({ actor: { key = '' } }) => key !== '' && !names.has(key));
      if (!byKey && !unnamed().some(isAsked)) return;
      const rows = await gaps.attempt(`names of ${path.slice(path.lastIndexOf('/') + 1)}`, () =>
        reads.list(path, [], ['id', member]),
      );
      for (const row of rows ?? []) {
        if (typeof row[member] === 'string') put(names, String(row.id), row[member]);
      }
    }),
  ]);
  await fromOlderEvents(unnamed(), names, reads, gaps);
  return names;
}

const LISTS = [
  { path: '/organization/groups', prefix: 'group', member: 'name' },
  { path: '/organization/roles', prefix: 'role', member: 'name' },
  { path: '/organization/invites', prefix: 'invite', member: 'email' },
  { path: '/organization/admin_api_keys', prefix: 'key', member: 'name' },
] as const;

function isOf(id: string | undefined, prefix: string): boolean {
  return id !== undefined && (id.startsWith(`${prefix}_`) || id.startsWith(`${prefix}-`));
}

/** What created or renamed it says what it was called, however long ago; what a person did has their email. */
async function fromOlderEvents(
  changes: readonly Change[],
  names: Map<string, string>,
  reads: ReportReads,
  gaps: Gaps,
): Promise<void> {
  const ids = [...new Set(changes.flatMap(({ thing }) => thing ?? []))].filter((id) => !id.startsWith('rl-'));
  const users = ids.filter((id) => isOf(id, 'user'));
  const read = async (filter: Record<string, unknown>) => {
    await gaps.attempt('names of what is gone', () =>
      reads.pages(AUDIT_LOG, [], filter, (rows) => {
        for (const row of rows) {
          const change = readChange(row);
          if (change !== undefined) learn(change, names);
        }
        return 'enough';
      }),
    );
  };
  const chunks = (all: string[]) =>
    Array.from({ length: Math.ceil(all.length / MOST_IDS) }, (_, chunk) =>
      all.slice(chunk * MOST_IDS, (chunk + 1) * MOST_IDS),
    );
  await Promise.all([
    ...chunks(ids).map((resource_ids) => read({ resource_ids })),
    ...chunks(users).map((actor_ids) => read({ actor_ids })),
  ]);
}

/** In one request: an address stays shorter than servers take. */
const MOST_IDS = 50;

function learn({ thing, name, project, actor }: Change, names: Map<string, string>): void {
  if (thing !== undefined && name !== undefined) put(names, thing, name);
  if (project?.name !== undefined) put(names, project.id, project.name);
  if (actor.id !== undefined && actor.email !== undefined) put(names, actor.id, actor.email);
}

/** The newest name counts, and events come newest first. */
function put(names: Map<string, string>, id: string, name: string): void {
  if (!names.has(id)) names.set(id, name);
}
