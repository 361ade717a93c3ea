/** What `--secrets` may say: where the value of a newly made secret goes. */

/** `folder` is a path, `name` one of the commands in the configuration file. */
export type SecretPlace =
  | { kind: 'keychain' }
  | { kind: 'file'; folder: string }
  | { kind: 'command'; name: string }
  | { kind: 'reveal' };

/** Reads `keychain`, `file:FOLDER`, `command:NAME` or `reveal`; undefined for anything else. */
export function readSecretPlace(text: string): SecretPlace | undefined {
  if (text === 'keychain' || text === 'reveal') return { kind: text };
  const [, kind, rest] = /^(file|command):(.+)$/s.exec(text) ?? [];
  if (kind === 'file' && rest !== undefined) return { kind, folder: rest };
  if (kind === 'command' && rest !== undefined && /^[a-z0-9][a-z0-9_-]{0,39}$/i.test(rest)) {
    return { kind, name: rest };
  }
  return undefined;
}

/** As `--secrets` takes it. */
export function describeSecretPlace(place: SecretPlace): string {
  switch (place.kind) {
    case 'file':
      return `file:${place.folder}`;
    case 'command':
      return `command:${place.name}`;
    default:
      return place.kind;
  }
}
