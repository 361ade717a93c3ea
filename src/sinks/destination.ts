/** Turning where secrets should go, as asked for, into where they go: checked paths, and commands looked up. */
import { posix, win32 } from 'node:path';
import type { ConfiguredCommand } from '../configuration/configured-commands.ts';
import type { Host } from '../host/host.ts';
import type { SecretPlace } from '../model/secret-place.ts';
import { SettingsError } from '../settings/settings-error.ts';

/** `folder` is absolute. */
export type Destination =
  | { kind: 'keychain' }
  | { kind: 'file'; folder: string }
  | { kind: 'command'; name: string; command: ConfiguredCommand };

/**
 * For the start of a server: the configuration file is read now, and not again.
 * @param asked the option or argument that says so, to start a message with
 * @throws SettingsError, or SpecError for mistakes in the configuration file
 */
export async function findDestination(
  place: Exclude<SecretPlace, { kind: 'reveal' }>,
  asked: string,
  host: Host,
): Promise<Destination> {
  switch (place.kind) {
    case 'keychain':
      return place;
    case 'file':
      return { kind: 'file', folder: checkFolder(place.folder, asked, host) };
    case 'command': {
      const { findCommand } = await import('../configuration/configured-commands.ts');
      return { ...place, command: findCommand('secret_commands', place.name, asked, host) };
    }
  }
}

/** Clients start servers in folders of their own choice, so a relative path could mean any place. */
function checkFolder(folder: string, asked: string, { platform, homeDirectory }: Host): string {
  const path = platform === 'win32' ? win32 : posix;
  // Without a slash at its end, behind which a symbolic link would be followed.
  if (path.isAbsolute(folder)) return path.resolve(folder);
  if (/^~($|[/\\])/.test(folder)) {
    const meant = path.join(homeDirectory, folder.slice(1));
    throw new SettingsError([
      `${asked}: "~" is written out by shells only, and not behind "file:". Write file:${meant}, or the whole path of a folder that is named "~".`,
    ]);
  }
  throw new SettingsError([`${asked}: write the whole path of the folder, as in file:/home/you/secrets.`]);
}
