/** Which classes of key the tools may count on, and what is said about a class that is missing. */
import { loginCommand } from '../credentials/credential-error.ts';
import type { Credentials } from '../credentials/find-credentials.ts';
import type { Authority } from '../policy/authorize.ts';

export type KeyFacts = {
  has: Pick<Authority, 'hasAdminKey' | 'hasProjectKey' | 'missingKeys'>;
  notices: string[];
};

/** Under a pin a project key counts only when it is known to belong to a pinned project: a default key may not. */
export function keyFacts(
  { admin, defaultProjectKey, projectIds, notices, missing }: Credentials['availability'],
  pins: readonly string[] | undefined,
  profile = 'default',
): KeyFacts {
  const hasProjectKey = pins
    ? pins.some((id) => projectIds.includes(id))
    : defaultProjectKey || projectIds.length > 0;
  const [first] = pins ?? [];
  if (first === undefined || hasProjectKey) {
    return { has: { hasAdminKey: admin, hasProjectKey, missingKeys: missing }, notices };
  }
  const notice = `Tools that work inside a project are off: no key is known to belong to ${pins?.join(' or ')}. Run "${loginCommand(profile, first)}" in a terminal with an API key of that project and restart this server.`;
  return {
    has: { hasAdminKey: admin, hasProjectKey, missingKeys: { ...missing, project: notice } },
    notices: [...notices.filter((other) => other !== missing.project), notice],
  };
}
