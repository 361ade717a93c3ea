/** Owns the bodies that roles of the organization and of projects share. */
import * as z from 'zod';

export const newRole = z.strictObject({
  role_name: z.string().min(1),
  permissions: z.array(z.string().min(1)),
  description: z.string().nullish(),
});

export const changedRole = z.strictObject({
  role_name: z.string().min(1).nullish(),
  permissions: z.array(z.string().min(1)).nullish(),
  description: z.string().nullish(),
});

export const roleToAssign = z.strictObject({ role_id: z.string() });
