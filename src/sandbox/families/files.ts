/** Owns the operations of a project's files. */
import * as z from 'zod';
import { inOrder } from '../http/in-order.ts';
import { projectOperation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import { limitUpTo, optionalText } from '../http/query-rules.ts';
import { find } from '../organization/lookup.ts';
import type { ProjectFile } from '../organization/organization.ts';
import { filesOf } from '../organization/project-files.ts';

export const fileOperations = [
  projectOperation({
    method: 'GET',
    path: '/files',
    query: z.strictObject({
      limit: limitUpTo(10_000, 10_000),
      after: optionalText,
      order: z.enum(['asc', 'desc']).default('desc'),
      purpose: optionalText,
    }),
    handle({ organization, project, query }) {
      const files = inOrder(filesOf(organization, project).values(), query.order).filter(
        ({ purpose }) => query.purpose === undefined || purpose === query.purpose,
      );
      return paginate(files.map(toFile), query);
    },
  }),
  projectOperation({
    method: 'GET',
    path: '/files/{file_id}',
    handle: ({ organization, project, path }) =>
      toFile(find(filesOf(organization, project), 'file', path.file_id)),
  }),
  projectOperation({
    method: 'DELETE',
    path: '/files/{file_id}',
    handle({ organization, project, path }) {
      const files = filesOf(organization, project);
      const { id } = find(files, 'file', path.file_id);
      files.delete(id);
      for (const store of project.vectorStores.values()) store.files.delete(id);
      return { id, object: 'file', deleted: true };
    },
  }),
];

function toFile({ topic, ...file }: ProjectFile) {
  return { object: 'file', ...file, status: 'processed' };
}
