/** Owns making project API keys: fake values of the right shape, and the record that stays behind. */
import { badRequest } from '../http/api-fault.ts';
import type { Organization, Project, ProjectApiKey, ServiceAccount } from './organization.ts';

type KeyRequest = {
  project: Project;
  account: ServiceAccount;
  name: string;
  scopes: string[];
  expiresInSeconds: number | null;
};

/**
 * Makes a key of a service account and gives the API's answer, which is the only place where its value
 * appears. The value works as a project key of the stand-in from now on.
 */
export function mintServiceAccountKey(organization: Organization, request: KeyRequest) {
  const { project, account, name, scopes } = request;
  const now = organization.now();
  const value = `sk-svcacct-sandbox-${organization.random.characters(40)}`;
  const key: ProjectApiKey = {
    id: `key_${organization.random.characters(20)}`,
    name,
    redacted_value: redact(value),
    created_at: now,
    last_used_at: null,
    expires_at: expiry(now, request.expiresInSeconds),
    scopes,
    owner: { type: 'service_account', id: account.id },
  };
  project.apiKeys.set(key.id, key);
  organization.projectKeysByValue.set(value, { project, key });
  return {
    object: 'organization.project.service_account.api_key',
    id: key.id,
    name: key.name,
    created_at: now,
    expires_at: key.expires_at,
    value,
  };
}

/** Unix seconds, or null for a key that does not expire. */
export function expiry(now: number, expiresInSeconds: number | null): number | null {
  if (expiresInSeconds === null) return null;
  if (expiresInSeconds < 1) {
    throw badRequest(
      "Invalid 'expires_in_seconds': expected at least 1.",
      'expires_in_seconds',
      'integer_below_min_value',
    );
  }
  return now + expiresInSeconds;
}

/** The form in which lists show a key: its class, stars, and the last four characters. */
export function redact(value: string): string {
  const prefix = /^sk-[a-z]+-/.exec(value)?.[0] ?? 'sk-';
  return `${prefix}${'*'.repeat(20)}${value.slice(-4)}`;
}
