/** The page that draws reports, as the build leaves it; read when a client asks for it and not before. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedInstallation } from '../model/damaged-installation.ts';

/** Without it the page was cut. */
const END = '</html>\n';

/** @throws DamagedInstallation when it is lost or cut */
export function loadView(packageFolder: string): string {
  const file = join(packageFolder, 'dist', 'report-view.html');
  let page: string;
  try {
    page = readFileSync(file, 'utf8');
  } catch (error) {
    throw new DamagedInstallation(file, error);
  }
  if (!page.endsWith(END)) throw new DamagedInstallation(file, undefined);
  return page;
}
