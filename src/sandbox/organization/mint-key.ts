/** Making project API keys: fake values of the right shape, and the record that stays behind. */
import type { Organization, Project, ProjectApiKey, ServiceAccount } from './organization.ts';
import { recordEvent } from './record-event.ts';

type KeyRequest = {
  project: Project;
  account: ServiceAccount;
  name?: string | undefined;
  scopes?: string[] | undefined;
  expires_in_seconds?: number | null | undefined;
};

/**
 * Makes a key of a service account, records it and gives the API's answer, which is the only place where its
 * value appears. The value works as a project key of the sandbox from now on.
 */
export function mintServiceAccountKey(
  organization: Organization,
  { project, account, name = 'Secret Key', scopes = [], expires_in_seconds }: KeyRequest,
) {
  const now = organization.now();
  const value = `sk-svcacct-sandbox-${organization.random.characters(40)}`;
  const key: ProjectApiKey = {
    id: `key_${organization.random.characters(20)}`,
    name,
    redacted_value: redact(value),
    created_at: now,
    last_used_at: null,
    expires_at: expires_in_seconds == null ? null : now + expires_in_seconds,
    scopes,
    owner: { type: 'service_account', id: account.id },
  };
  project.apiKeys.set(key.id, key);
  organization.projectKeysByValue.set(value, { project, key });
  recordEvent(organization, 'api_key.created', { id: key.id, data: { scopes } });
  return {
    object: 'organization.project.service_account.api_key',
    id: key.id,
    name: key.name,
    created_at: now,
    expires_at: key.expires_at,
    value,
  };
}

/** The form in which lists show a key: its class, stars, and the last four characters. */
export function redact(value: string): string {
  const prefix = /^sk-[a-z]+-/.exec(value)?.[0] ?? 'sk-';
  return `${prefix}${'*'.repeat(20)}${value.slice(-4)}`;
}
