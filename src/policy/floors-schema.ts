/** The grammar of `floors` in the policy of a machine: what no option of a server or command can widen. */
import * as z from 'zod';
import { WAYS } from '../model/ask-mode.ts';
import type { Floors } from '../model/machine-policy.ts';
import { PROJECT_ID } from '../model/project-id.ts';
import { defined } from '../model/record.ts';
import { readSecretPlace } from '../model/secret-place.ts';
import { strict } from '../specs/strict-object.ts';
import { notATime, readTime } from '../text/time-text.ts';

export const projectId = z.string().regex(PROJECT_ID, 'write a project ID, such as proj_abc123');

const moment = z.string('write a time, such as 2026-12-31T18:00:00Z').transform((text, context) => {
  const time = readTime(text);
  if (time !== undefined) return time;
  context.addIssue({ code: 'custom', message: notATime(text) });
  return z.NEVER;
});

/** A relative folder would be another one for each server. */
const secretPlace = z.string().transform((text, context) => {
  const place = readSecretPlace(text);
  if (place !== undefined && (place.kind !== 'file' || /^(\/|\\\\|[A-Za-z]:[\\/])/.test(place.folder)))
    return place;
  const message = `${JSON.stringify(text)} is no place for secrets; write keychain, file:FOLDER with the whole path, command:NAME or reveal`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const APPROVALS = 'write irreversible or writes; without it nothing is set';

/** A floor that sets nothing is a mistake: it would seem to hold. */
export const floors = strict({
  read_only: z.literal(true, 'write true, or leave it out: nothing else is a floor').optional(),
  approval: z.enum(['irreversible', 'writes'], APPROVALS).optional(),
  expires_at: moment.optional(),
  secrets: z.array(secretPlace).min(1, 'name at least one place').optional(),
  projects: z.array(projectId).min(1, 'name at least one project').optional(),
  ask: z
    .array(z.enum(WAYS, `write ${WAYS.join(', ')}, or some of them`))
    .min(1, 'name at least one way')
    .optional(),
})
  .refine((given) => Object.keys(given).length > 0, 'sets nothing; write e.g. read_only: true')
  .transform(
    ({ read_only: readOnly, expires_at: expiresAt, ...others }): Floors =>
      defined({ readOnly, expiresAt, ...others }),
  );
