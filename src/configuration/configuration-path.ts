/** Owns where the configuration file lies: beside the index of stored keys. */
import { posix, win32 } from 'node:path';
import { type IndexLocationInputs, indexPath } from '../credentials/index-location.ts';

export type ConfigurationLocation = IndexLocationInputs & {
  /** The user's id on POSIX; undefined where files carry no owner and mode. */
  uid: number | undefined;
};

/** Absolute path of `openai-admin-mcp/config.yaml` in the user's configuration folder. */
export function configurationPath(location: IndexLocationInputs): string {
  const path = location.platform === 'win32' ? win32 : posix;
  return path.join(path.dirname(indexPath(location)), 'config.yaml');
}
