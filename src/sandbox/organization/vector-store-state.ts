/** How vector stores and their files change: attaching, finishing, counting, expiring. */
import { badRequest } from '../http/api-fault.ts';
import type { Parent } from '../http/operation.ts';
import { DAY } from '../seconds.ts';
import { find } from './lookup.ts';
import type {
  Attributes,
  ChunkingStrategy,
  Organization,
  Project,
  VectorStore,
  VectorStoreFile,
} from './organization.ts';
import { projectOfKey } from './parents.ts';
import { filesOf } from './project-files.ts';

/** Endings that the sandbox refuses as the API does: sound, pictures and archives are no documents. */
const UNSUPPORTED = /\.(mp3|mp4|mov|wav|png|jpe?g|gif|zip|exe)$/i;

type FileRequest = {
  file_id: string;
  attributes?: Attributes | null | undefined;
  chunking_strategy?: { type: 'auto' } | ChunkingStrategy | undefined;
};

/** A vector store, and the project whose files it holds. */
export type PlacedStore = { project: Project; store: VectorStore };

export const storeInPath: Parent<'vector_store_id', PlacedStore> = {
  key: 'project',
  find(request, purpose) {
    const project = projectOfKey.find(request, purpose);
    return { project, store: find(project.vectorStores, 'vector store', request.path.vector_store_id) };
  },
};

/** Puts uploaded files into a store; all of them or, where one is unknown, none. */
export function attachFiles(
  organization: Organization,
  project: Project,
  store: VectorStore,
  requests: readonly FileRequest[],
): VectorStoreFile[] {
  const uploads = requests.map((request) => find(filesOf(organization, project), 'file', request.file_id));
  const files = requests.map((request, index): VectorStoreFile => {
    const failed = UNSUPPORTED.test(uploads[index]?.filename ?? '');
    return {
      id: request.file_id,
      created_at: organization.now(),
      status: failed ? 'failed' : 'in_progress',
      last_error: failed ? { code: 'unsupported_file', message: 'The file type is not supported.' } : null,
      attributes: request.attributes ?? {},
      chunking_strategy: toStored(request.chunking_strategy),
    };
  });
  for (const file of files) store.files.set(file.id, file);
  store.last_active_at = organization.now();
  return files;
}

/** `auto` is kept as the sizes that it stands for. */
function toStored(strategy: FileRequest['chunking_strategy']): ChunkingStrategy {
  if (strategy?.type === 'static') {
    const { max_chunk_size_tokens: size, chunk_overlap_tokens: overlap } = strategy.static;
    if (overlap * 2 > size) {
      const param = 'chunking_strategy.static.chunk_overlap_tokens';
      const message = `Invalid '${param}': it must not exceed half of max_chunk_size_tokens.`;
      throw badRequest(message, param, 'invalid_value');
    }
    return strategy;
  }
  return { type: 'static', static: { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 } };
}

/** Gives what a read sees, then finishes the files that were in progress: the next read finds them completed. */
export function readThenSettle<Result>(store: VectorStore, read: () => Result): Result {
  const result = read();
  for (const file of store.files.values()) if (file.status === 'in_progress') file.status = 'completed';
  return result;
}

export function expiresAt(store: VectorStore): number | null {
  return store.expires_after === null ? null : store.last_active_at + store.expires_after.days * DAY;
}

export function countFiles(files: Iterable<VectorStoreFile>) {
  const counts = { in_progress: 0, completed: 0, failed: 0, cancelled: 0, total: 0 };
  for (const { status } of files) {
    counts[status] += 1;
    counts.total += 1;
  }
  return counts;
}

/** Only completed files take space. */
export function fileBytes(project: Project, file: VectorStoreFile): number {
  return file.status === 'completed' ? (project.files.get(file.id)?.bytes ?? 0) : 0;
}
