/** A page of a list, whether its rows come as a table or as objects. */
import * as z from 'zod';
import { itemsOf } from '../items-of.ts';

export function listOf<Item>(
  item: z.ZodType<Item>,
): z.ZodType<{ items: Item[]; next_cursor?: string | undefined }> {
  return z
    .record(z.string(), z.unknown())
    .transform((answer): unknown => ({ ...answer, items: itemsOf(answer) }))
    .pipe(z.object({ items: z.array(item), next_cursor: z.string().optional() }));
}
