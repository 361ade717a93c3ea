/** The operations of containers and of the files in them. */
import { containersOf } from '../data/containers.ts';
import { newestFirst, optionalText } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import { projectOfKey } from '../organization/parents.ts';
import { MINUTE } from '../seconds.ts';

/** What the API sends for a deletion here: nothing at all. */
const EMPTY_BODY = '';

const containers = resource({
  path: '/containers/{container_id}',
  parent: projectOfKey,
  what: 'container',
  rows: ({ organization, parent }) => containersOf(organization, parent),
  show({ files: _files, ...container }, { organization }) {
    const endsAt = container.last_active_at + container.expires_after.minutes * MINUTE;
    const status = endsAt <= organization.now() ? 'expired' : 'running';
    return { object: 'container', ...container, status };
  },
  sortBy: 'created_at',
});

const containerFiles = resource({
  path: '/containers/{container_id}/files/{file_id}',
  parent: containers.item,
  what: 'file in this container',
  rows: ({ parent: container }) => container.files,
  show: (file, { parent }) => ({ object: 'container.file', container_id: parent.id, ...file }),
  sortBy: 'created_at',
});

export const containerOperations = [
  containers.list({ query: newestFirst.extend({ name: optionalText }), equal: ['name'] }),
  containers.get(),
  containers.remove({ answer: () => EMPTY_BODY }),
  containerFiles.list({ query: newestFirst }),
  containerFiles.get(),
  containerFiles.remove({ answer: () => EMPTY_BODY }),
];
