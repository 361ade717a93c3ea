/** Which of its files Claude Desktop reads: on Windows its package from the store keeps one of its own. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { localFolder, settingsFolder } from '../host/application-folders.ts';
import type { Host } from '../host/host.ts';
import type { Refusal } from './entry.ts';

const FILE = 'claude_desktop_config.json';

/**
 * The application's own "Edit Config" opens the classic file even where the package's counts, which is the reason for
 * the order here (anthropics/claude-code#26073, #38830).
 */
export function claudeDesktopFile(host: Host): { path: string } | Refusal {
  const classic = join(settingsFolder(host), 'Claude', FILE);
  if (host.platform !== 'win32') return { path: classic };
  const packages = packageFiles(join(localFolder(host), 'Packages'));
  const written = packages.filter(existsSync);
  if (written.length === 1 && written[0] !== undefined) return { path: written[0] };
  if (written.length > 1) return several(written);
  if (existsSync(classic) || packages.length === 0) return { path: classic };
  const [only] = packages;
  return packages.length === 1 && only !== undefined ? { path: only } : several(packages);
}

function packageFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.startsWith('Claude_'))
      .map((name) => join(folder, name, 'LocalCache', 'Roaming', 'Claude', FILE));
  } catch {
    return [];
  }
}

function several(files: string[]): Refusal {
  return {
    refused: `is there ${files.length} times, and which one counts cannot be told: ${files.join(', ')}. Uninstall the packages that you do not use`,
  };
}
