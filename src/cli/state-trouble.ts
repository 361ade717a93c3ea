/** Owns recognizing that the folder which servers and terminals share cannot be used, and telling why. */
import { tellFileTrouble } from '../files/file-trouble.ts';
import { statePath } from '../state/state-folder.ts';
import type { ProcessEdge } from './edge.ts';

/** Undefined for errors about anything else; those of other bundles are told by their names. */
export function tellStateTrouble(error: unknown, edge: ProcessEdge): string | undefined {
  const { name, message = '', path } = error as Partial<NodeJS.ErrnoException>;
  if (name === 'AuditUnwritable') return message;
  const folder = statePath({ ...edge, env: edge.environment });
  const isAboutIt = path !== undefined && (path.startsWith(folder) || folder.startsWith(path));
  if (!isAboutIt && name !== 'UnsafePlace' && name !== 'LockBusy') return undefined;
  return `The folder that servers and terminals share cannot be used: ${tellFileTrouble(error, folder) ?? message}`;
}
