/** Owns the query and the body that certificates of the organization and of projects share. */
import * as z from 'zod';
import { cursorRules } from '../http/query-rules.ts';

export const certificateList = z.strictObject({
  ...cursorRules,
  order: z.enum(['asc', 'desc']).default('desc'),
});

/** At most 10 can be switched at a time. */
export const certificatesToToggle = z.strictObject({ certificate_ids: z.array(z.string()).min(1).max(10) });
