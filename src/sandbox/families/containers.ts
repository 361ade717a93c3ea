/** Owns the operations of containers and of the files in them. */
import * as z from 'zod';
import { type Container, type ContainerFile, containersOf } from '../data/containers.ts';
import { inOrder } from '../http/in-order.ts';
import { projectOperation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import { cursorRules, optionalText } from '../http/query-rules.ts';
import { find } from '../organization/lookup.ts';
import type { Organization, Project } from '../organization/organization.ts';

const one = '/containers/{container_id}';
const list = { ...cursorRules, order: z.enum(['asc', 'desc']).default('desc') };

/** What the API sends for a deletion here: nothing at all. */
const emptyBody = '';

export const containerOperations = [
  projectOperation({
    method: 'GET',
    path: '/containers',
    query: z.strictObject({ ...list, name: optionalText }),
    handle({ organization, project, query }) {
      const containers = inOrder(containersOf(organization, project).values(), query.order)
        .filter(({ name }) => query.name === undefined || name === query.name)
        .map((container) => toContainer(organization, container));
      return paginate(containers, query);
    },
  }),
  projectOperation({
    method: 'GET',
    path: one,
    handle: ({ organization, project, path }) =>
      toContainer(organization, findContainer(organization, project, path.container_id)),
  }),
  projectOperation({
    method: 'DELETE',
    path: one,
    handle({ organization, project, path }) {
      const { id } = findContainer(organization, project, path.container_id);
      containersOf(organization, project).delete(id);
      return emptyBody;
    },
  }),
  projectOperation({
    method: 'GET',
    path: `${one}/files`,
    query: z.strictObject(list),
    handle({ organization, project, path, query }) {
      const container = findContainer(organization, project, path.container_id);
      const files = inOrder(container.files.values(), query.order);
      return paginate(
        files.map((file) => toFile(container, file)),
        query,
      );
    },
  }),
  projectOperation({
    method: 'GET',
    path: `${one}/files/{file_id}`,
    handle({ organization, project, path }) {
      const container = findContainer(organization, project, path.container_id);
      return toFile(container, findFile(container, path.file_id));
    },
  }),
  projectOperation({
    method: 'DELETE',
    path: `${one}/files/{file_id}`,
    handle({ organization, project, path }) {
      const container = findContainer(organization, project, path.container_id);
      container.files.delete(findFile(container, path.file_id).id);
      return emptyBody;
    },
  }),
];

function findContainer(organization: Organization, project: Project, id: string): Container {
  return find(containersOf(organization, project), 'container', id);
}

function findFile(container: Container, id: string): ContainerFile {
  return find(container.files, 'file in this container', id);
}

function toContainer(organization: Organization, { files: _files, ...container }: Container) {
  const endsAt = container.last_active_at + container.expires_after.minutes * 60;
  const status = endsAt <= organization.now() ? 'expired' : 'running';
  return { object: 'container', ...container, status };
}

function toFile(container: Container, file: ContainerFile) {
  return { object: 'container.file', container_id: container.id, ...file };
}
