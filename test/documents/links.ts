/** Whether the links of a page lead anywhere. */
import { posix } from 'node:path';
import type { Page } from './pages.ts';

/** The links that do not, as `PAGE: LINK`; those to other sites are not followed. */
export function brokenLinks(page: Page, pages: Page[], exists: (path: string) => boolean): string[] {
  return page.links
    .filter((link) => !/^[a-z]+:/i.test(link))
    .filter((link) => {
      const [file = '', anchor] = link.split('#');
      const path = file === '' ? page.path : posix.join(posix.dirname(page.path), decodeURI(file));
      if (!exists(path)) return true;
      if (anchor === undefined) return false;
      return pages.find((other) => other.path === path)?.anchors.has(anchor) !== true;
    })
    .map((link) => `${page.path}: ${link}`);
}
