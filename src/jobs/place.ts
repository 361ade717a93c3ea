/** The project that a step acts in: one that is there, or one that an earlier step makes. */
import { quote } from '../text/clean.ts';
import type { Made } from './job.ts';

export type There = { id: string; name: string; isNew: false };
export type Place = There | { id: Made; name: string; isNew: true };

export function placeTold({ id, name, isNew }: Place): string {
  return `${quote(name, 60)} (${isNew ? 'new' : id})`;
}
