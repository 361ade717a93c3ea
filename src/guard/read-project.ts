/** The projects of a write: the one in its path, that of its key, those that its arguments name, or that of its record. */
import type { PreparedWrite } from '../calls/prepared-write.ts';
import { projectMembers, projectsInPath } from '../policy/project-arguments.ts';
import { type Reader, toolAt } from '../reading/reader.ts';
import { namedIds } from '../tools/named-ids.ts';
import type { GuardPorts } from './guard-ports.ts';
import type { Read } from './own-reader.ts';
import { refusalKind } from './refused-reads.ts';

export type SeenProject = { id: string; name?: string; isArchived?: true; from?: Read };

/** The tool whose results hold project ids. */
const SOURCE = 'list_projects';

/**
 * The one to tell: an archived one where there is one, since OpenAI refuses what is done in it; undefined where a write
 * is about no single project.
 * @throws ApiError when the project in its path does not exist or could not be read for a reason that may pass
 */
export async function readProject(
  write: PreparedWrite,
  reader: Reader,
  principal: GuardPorts['principal'],
): Promise<SeenProject | undefined> {
  const { tool, checked } = write;
  const [inPath] = projectsInPath(tool).map((name) => checked.values[name]);
  if (typeof inPath === 'string') {
    return readOne(inPath, reader).catch((error) => {
      if (refusalKind(error) === 'permission') return { id: inPath };
      throw error;
    });
  }
  const ofKey = await projectOfKey(write, principal);
  const named = namedIds(tool, checked.values).flatMap(({ id, spec }) =>
    spec.from_tool === SOURCE ? [id] : [],
  );
  const ids = [...new Set(ofKey === undefined ? named : [ofKey, ...named])];
  const projects = await Promise.all(ids.map((id) => readOne(id, reader).catch(() => ({ id }))));
  const archived = projects.find((project: SeenProject) => project.isArchived);
  return archived ?? (projects.length === 1 ? projects[0] : undefined);
}

/** Of a thing of the organization that belongs to a project: named, and not looked at whether it is archived. */
export async function readProjectOfRecord(
  { tool }: PreparedWrite,
  body: Record<string, unknown> | undefined,
  reader: Reader,
): Promise<SeenProject | undefined> {
  const ids = projectMembers(tool, reader.tools).map((member) => body?.[member]);
  const [id] = ids;
  if (ids.length !== 1 || typeof id !== 'string') return undefined;
  // Whether OpenAI still takes away from an archived project what lies beside it is not documented.
  const { isArchived: _, ...project }: SeenProject = await readOne(id, reader).catch(() => ({ id }));
  return project;
}

async function projectOfKey(
  { request: { key } }: PreparedWrite,
  principal: GuardPorts['principal'],
): Promise<string | undefined> {
  if (key.class !== 'project') return undefined;
  return key.projectId ?? (await principal(key).catch(() => undefined))?.project;
}

async function readOne(id: string, reader: Reader): Promise<SeenProject> {
  const found = toolAt(reader, 'get', '/organization/projects/{project_id}', { project_id: id });
  if (found === undefined) return { id };
  const body = await reader.get(found.tool, found.values);
  return {
    id,
    from: found,
    ...(typeof body?.name === 'string' && { name: body.name }),
    ...(body?.status === 'archived' && { isArchived: true as const }),
  };
}
