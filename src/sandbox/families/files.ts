/** The operations of a project's files. */
import * as z from 'zod';
import { ascOrDesc, limitUpTo, optionalText } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import { projectOfKey } from '../organization/parents.ts';
import { filesOf } from '../organization/project-files.ts';

const files = resource({
  path: '/files/{file_id}',
  parent: projectOfKey,
  what: 'file',
  rows: ({ organization, parent: project }) => filesOf(organization, project),
  show: ({ topic: _topic, ...file }) => ({ object: 'file', ...file, status: 'processed' }),
  sortBy: 'created_at',
});

export const fileOperations = [
  files.list({
    query: z.strictObject({
      limit: limitUpTo(10_000, 10_000),
      after: optionalText,
      order: ascOrDesc.default('desc'),
      purpose: optionalText,
    }),
    equal: ['purpose'],
  }),
  files.get(),
  files.remove({
    before({ id }, { parent: project }) {
      for (const store of project.vectorStores.values()) store.files.delete(id);
    },
    answer: 'file',
  }),
];
