/** The warnings about keys that are there and not used, so that nobody administers the wrong organization. */
import { findStored, type StoredProfile } from './key-index.ts';
import { type NamedKeys, VARIABLE_OF_CLASS } from './named-keys.ts';
import { describePlace } from './names.ts';

/** Which keys an explicitly chosen profile pushes aside. */
export function describeIgnoredForProfile(
  profileName: string,
  environment: NamedKeys,
  file: NamedKeys,
): string[] {
  const ignored = [
    ...(environment.admin ? ['OPENAI_ADMIN_KEY'] : []),
    ...(environment.project ? ['OPENAI_API_KEY'] : []),
    ...(environment.organization === undefined ? [] : ['OPENAI_ORG_ID']),
    ...(environment.projectId === undefined ? [] : ['OPENAI_PROJECT_ID']),
    ...(Object.keys(file).length > 0 ? ['the key file'] : []),
  ];
  if (ignored.length === 0) return [];
  return [`Profile ${profileName} was asked for, so these are ignored: ${ignored.join(', ')}.`];
}

/** Which keys the order environment, key file, keychain pushes aside. */
export function describeIgnoredByOrder(
  profileName: string,
  environment: NamedKeys,
  file: NamedKeys,
  profile: StoredProfile | undefined,
): string[] {
  const warnings: string[] = [];
  for (const keyClass of ['admin', 'project'] as const) {
    const used = environment[keyClass] ?? file[keyClass];
    if (environment[keyClass] && file[keyClass]) {
      warnings.push(
        `${VARIABLE_OF_CLASS[keyClass]} of the environment is used, the one in the key file is not.`,
      );
    }
    if (used && findStored(profile, { class: keyClass })) {
      warnings.push(
        `${used.origin} gives the ${describePlace({ class: keyClass })}; the one stored in the keychain is not used. To use that: --profile ${profileName}`,
      );
    }
  }
  return warnings;
}
