/** Which project key a call gets, and the words for every case in which there is none. */
import type { KeyPlace } from '../model/key-place.ts';
import { PROJECT_ID } from '../model/project-id.ts';
import { CredentialError, loginCommand } from './credential-error.ts';
import type { KeyIndex, StoredKey } from './key-index.ts';
import { describePlace } from './names.ts';

export type KeyState = {
  profileName: string;
  /** There is a default project key, usable or not. */
  hasDefault: boolean;
  /** OPENAI_PROJECT_ID: the project that the default key is used in. */
  namedProject: string | undefined;
  /** Projects with a stored key. */
  projectIds: readonly string[];
  /** Set when the index could not be read; what it lists is then unknown. */
  indexError: CredentialError | undefined;
};

/** The key that a call for `projectId`, or for no project in particular, should use. */
export function chooseProject(projectId: string | undefined, state: KeyState): KeyPlace | CredentialError {
  const { hasDefault, namedProject, projectIds } = state;
  if (projectId !== undefined) {
    if (projectIds.includes(projectId)) return { class: 'project', projectId };
    if (hasDefault && projectId === namedProject) return { class: 'project' };
    return unknownProject(projectId, state);
  }
  if (hasDefault) return { class: 'project' };
  if (namedProject !== undefined && projectIds.includes(namedProject)) {
    return { class: 'project', projectId: namedProject };
  }
  const [only, another] = projectIds;
  if (only === undefined) return noKey({ class: 'project' }, state);
  if (another === undefined) return { class: 'project', projectId: only };
  return new CredentialError(
    'unknown_project',
    `Which project? There is no default project key, but there are keys for ${projectIds.join(', ')}. Pass one of them as project_id.`,
  );
}

/** No key of a class at all: what that turns off and how to turn it on. */
export function noKey(place: KeyPlace, state: KeyState): CredentialError {
  if (state.indexError) return state.indexError;
  const command = loginCommand(state.profileName);
  return new CredentialError(
    'no_key',
    place.class === 'admin'
      ? `Tools that administer the organization are off: there is no admin key. Create one on platform.openai.com (organization settings, admin keys; owners only), run "${command}" in a terminal and restart this server, or set OPENAI_ADMIN_KEY in the "env" block of the client's configuration.`
      : `Tools that work inside a project are off: there is no project key. Run "${command}" in a terminal with a project's API key and restart this server, or set OPENAI_API_KEY in the "env" block of the client's configuration.`,
  );
}

function unknownProject(projectId: string, state: KeyState): CredentialError {
  const { hasDefault, namedProject, projectIds, profileName } = state;
  const isId = PROJECT_ID.test(projectId);
  const known = [...projectIds, ...(hasDefault && namedProject !== undefined ? [namedProject] : [])];
  const parts = [
    isId
      ? `There is no key for project ${projectId}.`
      : 'This project_id is not an id: ids start with proj_, and list_projects shows them.',
  ];
  if (hasDefault && namedProject !== undefined) {
    parts.push(`OPENAI_PROJECT_ID ties the default project key to ${namedProject}.`);
  } else if (hasDefault) {
    parts.push(
      'The default project key works in a project of its own; leave project_id out to use that one.',
    );
  }
  parts.push(
    known.length === 0 ? 'No project has a key of its own.' : `Keys exist for: ${known.join(', ')}.`,
  );
  if (state.indexError) parts.push(state.indexError.message);
  parts.push(
    `To add one, run in a terminal: ${loginCommand(profileName, isId ? projectId : 'proj_…')} (with an API key of that project).`,
  );
  return new CredentialError('unknown_project', parts.join(' '));
}

/** The key that is stored may not be used any more. */
export function expired(profileName: string, place: KeyPlace, stored: StoredKey): CredentialError {
  const command = loginCommand(profileName, place.class === 'project' ? place.projectId : undefined);
  return new CredentialError(
    'expired_key',
    `The ${describePlace(place)} of profile ${profileName} (fingerprint ${stored.fingerprint}) expired on ${stored.expires_at?.slice(0, 10)}. Create a new one on platform.openai.com and run: ${command}`,
  );
}

/** Nothing is stored under that name. */
export function unknownProfile(name: string, index: KeyIndex): CredentialError {
  const names = Object.keys(index.profiles);
  const known = names.length === 0 ? 'no key is stored yet' : `there are keys for ${names.join(', ')}`;
  return new CredentialError(
    'unknown_profile',
    `There is no profile ${name}: ${known}. To make it, run: ${loginCommand(name)}`,
  );
}
