/**
 * The names that people choose or copy: profiles, project ids, and the keychain accounts made of them.
 * A name that is none is not quoted in the error: someone may have put a key in its place.
 */
import type { KeyClass, KeyPlace } from '../model/key-place.ts';
import { PROJECT_ID } from '../model/project-id.ts';
import { CredentialError } from './credential-error.ts';

export const DEFAULT_PROFILE = 'default';
export const PROFILE_NAME = /^[a-z0-9][a-z0-9_-]{0,39}$/;

/** @throws CredentialError `bad_profile_name` */
export function checkProfileName(name: string): string {
  if (PROFILE_NAME.test(name)) return name;
  throw new CredentialError(
    'bad_profile_name',
    `That cannot be a profile name. Use up to 40 lower-case letters, digits, "-" and "_", starting with a letter or digit.`,
  );
}

/** @throws CredentialError `bad_project_id` */
export function checkProjectId(id: string): string {
  if (PROJECT_ID.test(id)) return id;
  throw new CredentialError(
    'bad_project_id',
    `That is not a project id. Give the id, which starts with proj_, not the name; list_projects and the project settings on platform.openai.com show it.`,
  );
}

/** The keychain account that a key of a profile is stored under. */
export function keychainAccount(profile: string, place: KeyPlace): string {
  if (place.class === 'admin') return `${profile}/admin`;
  return place.projectId === undefined ? `${profile}/project` : `${profile}/project/${place.projectId}`;
}

/** "admin key", "default project key" or "key of project proj_…", to put into a sentence. */
export function describePlace(place: KeyPlace): string {
  if (place.class === 'admin') return 'admin key';
  return place.projectId === undefined ? 'default project key' : `key of project ${place.projectId}`;
}

/** The class of key that other words of a sentence ask for. */
export function describeClass(keyClass: KeyClass): string {
  return keyClass === 'admin' ? 'an admin key (sk-admin-…)' : 'a project key (sk-proj-… or sk-svcacct-…)';
}
