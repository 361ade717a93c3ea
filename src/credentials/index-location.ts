// Owns where the index of stored keys lies on each system.
import { posix, win32 } from 'node:path';
import type { Variables } from './named-keys.ts';

export type IndexLocationInputs = {
  env: Variables;
  platform: NodeJS.Platform;
  homeDirectory: string;
};

/** Absolute path of `openai-admin-mcp/profiles.json` in the user's configuration folder. */
export function indexPath({ env, platform, homeDirectory }: IndexLocationInputs): string {
  const path = platform === 'win32' ? win32 : posix;
  return path.join(configurationFolder(env, platform, homeDirectory), 'openai-admin-mcp', 'profiles.json');
}

function configurationFolder(env: Variables, platform: NodeJS.Platform, homeDirectory: string): string {
  if (platform === 'win32') return env.APPDATA || win32.join(homeDirectory, 'AppData', 'Roaming');
  if (platform === 'darwin') return posix.join(homeDirectory, 'Library', 'Application Support');
  // The XDG base directory specification has relative values ignored.
  const chosen = env.XDG_CONFIG_HOME;
  return chosen && posix.isAbsolute(chosen) ? chosen : posix.join(homeDirectory, '.config');
}
