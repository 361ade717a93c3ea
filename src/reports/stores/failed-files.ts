/** Which files of vector stores failed, and why: lists of stores that have some alone, and a name for each file shown. */
import { isRecord } from '../../model/record.ts';
import { OutOfTime } from '../../reading/shared-time.ts';
import type { ReportReads } from '../report-reads.ts';
import { isGone, whyUnread } from '../why-unread.ts';
import type { Store } from './store-findings.ts';

const FILES = '/vector_stores/{vector_store_id}/files';

type Failed = { id: string; store: Store; reason: string | null };

/** `rows` are `[file, id, store, reason]`. */
export type FailedFiles = { rows: unknown[][]; gaps: string[] };

/** Of the stores in their order, until there are `most`. */
export async function readFailedFiles(
  stores: readonly Store[],
  most: number,
  reads: ReportReads,
): Promise<FailedFiles> {
  const gaps: string[] = [];
  const asked: Store[] = [];
  let expected = 0;
  for (const store of stores) {
    if (!store.failed || expected >= most) continue;
    asked.push(store);
    expected += store.failed;
  }
  const lists = await Promise.all(
    asked.map(async (store) => {
      const files: Failed[] = [];
      try {
        await reads.pages(FILES, [store.id], { filter: 'failed', ...keyOf(store) }, (rows) => {
          for (const row of rows) {
            if (typeof row.id === 'string')
              files.push({ id: row.id, store, reason: reasonOf(row.last_error) });
          }
          return files.length >= most ? 'enough' : undefined;
        });
      } catch (error) {
        gaps.push(`failed files of ${store.name ?? store.id}: ${whyUnread(error)}${again(error, store)}`);
      }
      return files;
    }),
  );
  const unnamed: string[] = [];
  const rows = await Promise.all(
    lists
      .flat()
      .slice(0, most)
      .map(async ({ id, store, reason }) => {
        let name: unknown = null;
        try {
          name = (await reads.get('/files/{file_id}', [id], keyOf(store))).filename ?? null;
        } catch (error) {
          if (!isGone(error)) unnamed.push(whyUnread(error));
        }
        return [typeof name === 'string' ? name : null, id, store.name ?? store.id, reason];
      }),
  );
  if (unnamed[0] !== undefined) gaps.push(`names of ${unnamed.length} failed files: ${unnamed[0]}`);
  return { rows, gaps };
}

/** The next call for many projects would go on behind this one. */
function again(error: unknown, { project }: Store): string {
  return error instanceof OutOfTime && project.id !== null ? `; call again with projects: ${project.id}` : '';
}

/** The argument by which the project's own key is taken. */
export function keyOf({ project }: Pick<Store, 'project'>): { project_id?: string } {
  return project.id === null ? {} : { project_id: project.id };
}

function reasonOf(error: unknown): string | null {
  if (!isRecord(error)) return null;
  const { code, message } = error;
  const told = [code, message].filter((part) => typeof part === 'string' && part !== '');
  return told.length === 0 ? null : told.join(': ');
}
