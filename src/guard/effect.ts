/** What is read of a call before a person is asked: what it really does, in place of what calls of its kind may do. */
import type { PreparedWrite } from '../calls/prepared-write.ts';
import type { Reader } from '../reading/reader.ts';
import type { Risk } from '../specs/spec-schema.ts';
import type { PreparedCall } from '../tools/build-request.ts';
import type { ReadUse } from './model-use.ts';
import type { Target } from './read-target.ts';

/** Its class decides whether a person is asked; a short sentence for the first rows of a question, and why. */
export type Effect = { class: Risk['class']; risk: string; because: string };

export type EffectCase = {
  write: PreparedWrite;
  /** What the write acts on, as it is now; empty where it cannot be read. */
  target(): Promise<Target>;
  reader: Reader;
  /** What a project uses of a model, where it is read for several writes at once. */
  readUse?: ReadUse | undefined;
  /** Unix seconds. */
  nowSeconds: number;
};

/** An effect's case with the IDs in its path, in order. */
export type OperationCase = EffectCase & { ids: string[] };

/**
 * Which of these operations, such as `POST /organization/roles/{}`, a call is: by the request itself. A tool of one's own
 * may have an argument in its path where others have a word, or an ID written out, or its caller another letter case.
 */
export function operationAmong<Operation extends string>(
  { request: { method, path } }: PreparedCall,
  operations: readonly Operation[],
): { operation: Operation; ids: string[] } | undefined {
  const parts = `${method} ${path}`.split('/').map(decodeURIComponent);
  for (const operation of operations) {
    const wanted = operation.split('/');
    const fits = (part: string, at: number) =>
      part === '{}' || part.toLowerCase() === parts[at]?.toLowerCase();
    if (wanted.length !== parts.length || !wanted.every(fits)) continue;
    return { operation, ids: parts.filter((_, at) => wanted[at] === '{}') };
  }
  return undefined;
}
