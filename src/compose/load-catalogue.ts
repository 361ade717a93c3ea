/** Getting the tools: the compiled built-in ones, and a user's own from YAML. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedInstallation } from '../model/damaged-installation.ts';
import { codeOf } from '../model/error-code.ts';
import { SettingsError } from '../settings/settings-error.ts';
import type { Catalogue } from '../specs/catalogue.ts';
import { problemOfExample } from '../tools/replay-example.ts';

/**
 * The built-in catalogue, as `npm run build` leaves it, followed by the tools of `folder`.
 * @param uid whose files these have to be, if not root's
 * @param policy of the machine, where that is why they have to be an administrator's
 * @throws SpecError for mistakes in the folder's files, SettingsError when it cannot be read
 */
export async function loadCatalogue(
  packageFolder: string,
  folder: string | undefined,
  uid: number | undefined,
  policy?: string,
): Promise<Catalogue> {
  const builtIn = readBuiltIn(packageFolder);
  if (folder === undefined) return builtIn;
  const own = await loadOwnTools(folder, builtIn, uid, policy);
  return { families: [...builtIn.families, ...own.families], tools: [...builtIn.tools, ...own.tools] };
}

/** The tools of a user's folder alone; each makes the request that its example shows. */
export async function loadOwnTools(
  folder: string,
  builtIn: Catalogue,
  uid: number | undefined,
  policy?: string,
): Promise<Catalogue> {
  const own = await readFolder(folder, builtIn, uid, policy);
  const wrong = own.tools.flatMap((tool) => {
    const problem = problemOfExample(tool);
    return problem === undefined ? [] : [`--tool-specs: the example of ${tool.name}: ${problem}`];
  });
  if (wrong.length > 0) throw new SettingsError(wrong);
  return own;
}

async function readFolder(
  folder: string,
  builtIn: Catalogue,
  uid: number | undefined,
  policy: string | undefined,
): Promise<Catalogue> {
  const { loadSpecFolder } = await import('../specs/load-folder.ts');
  try {
    return loadSpecFolder(folder, uid, builtIn, policy);
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new SettingsError([
      `--tool-specs: ${folder} cannot be read (${code}); give a folder of YAML files.`,
    ]);
  }
}

/** @throws DamagedInstallation when a part of it is lost, or all */
export function readBuiltIn(packageFolder: string): Catalogue {
  const file = join(packageFolder, 'dist', 'catalogue.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Catalogue;
  } catch (error) {
    throw new DamagedInstallation(file, error);
  }
}
