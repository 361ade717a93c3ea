/** Why a file of YAML that decides over this program is not read, and the way out, in words. */
import type { Distrust } from './trusted-file.ts';

/**
 * @param holds what others could change by it
 * @param most its largest size, such as `1 MB`
 * @param instead what to do where there is no such file
 */
export function describeDistrust(
  distrust: Distrust,
  path: string,
  { holds, most, instead }: { holds: 'rules' | 'tools'; most: string; instead: string },
): string {
  switch (distrust.reason) {
    case 'missing':
      return `does not exist; ${instead}`;
    case 'unreadable':
      return `cannot be read (${distrust.code}); ${instead}`;
    case 'owner':
      return `belongs to another user, who could change the ${holds}; make a copy of your own: install -m 600 "${path}" NEW_PATH`;
    case 'mode':
      return `can be written by other users; check it, then run: chmod go-w "${path}"`;
    default:
      return `is not an ordinary file of at most ${most}; ${instead}`;
  }
}
