/** What is read of a call before a person is asked: what it really does, in place of what calls of its kind may do. */
import type { PreparedWrite } from '../calls/prepared-write.ts';
import type { Reader } from '../reading/reader.ts';
import { shapeOf } from '../specs/record-source.ts';
import type { Risk } from '../specs/spec-schema.ts';
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

/** By what is sent, so that a tool of one's own for the same operation is judged as well: `POST /organization/roles/{}`. */
export function operationOf({ tool: { endpoint } }: PreparedWrite): string {
  return `${endpoint.method} ${shapeOf(endpoint.path)}`;
}

/** The values in the path, in order. */
export function idsInPath({ tool: { endpoint }, request }: PreparedWrite): string[] {
  const parts = request.path.split('/');
  return endpoint.path
    .split('/')
    .flatMap((part, at) => (part.startsWith('{') ? [decodeURIComponent(parts[at] ?? '')] : []));
}
