/** The body and query rules that several vector store operations share. */
import * as z from 'zod';
import { ascOrDesc, cursorRules, optionalText } from '../http/query-rules.ts';

export const orderedList = z.strictObject({
  ...cursorRules,
  before: optionalText,
  order: ascOrDesc.default('desc'),
});

export const fileList = orderedList.extend({
  filter: z.enum(['in_progress', 'completed', 'failed', 'cancelled']).optional(),
});

const key = z.string().max(64);

function atMost16Pairs<Value extends z.ZodType>(value: Value) {
  return z
    .record(key, value)
    .refine((pairs) => Object.keys(pairs).length <= 16, 'at most 16 pairs are allowed.');
}

export const metadata = atMost16Pairs(z.string().max(512));
export const attributes = atMost16Pairs(z.union([z.string().max(512), z.number(), z.boolean()]));

export const expiresAfter = z.strictObject({
  anchor: z.enum(['last_active_at']),
  days: z.int().min(1).max(365),
});

export const chunkingStrategy = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('auto') }),
  z.strictObject({
    type: z.literal('static'),
    static: z.strictObject({
      max_chunk_size_tokens: z.int().min(100).max(4096),
      chunk_overlap_tokens: z.int().min(0),
    }),
  }),
]);
