/** Reading a policy file from disk: only one that nobody else can change counts. */
import { basename } from 'node:path';
import { type Distrust, readTrustedFile } from '../files/trusted-file.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { parsePolicy } from './parse-policy.ts';
import type { Policy } from './policy-rules.ts';

/** Far more than rules that a person can oversee. */
const MAX_BYTES = 256 * 1024;

/** A sentence instead of the policy, where the file as such is no good. */
export type PolicyOrProblem = { policy: Policy } | { problem: string };

/**
 * @param uid the user's id on POSIX, undefined on Windows, where files carry no such owner
 * @throws SpecError with every mistake in the text
 */
export function readPolicy(
  path: string,
  tools: readonly ToolSpec[],
  uid: number | undefined,
): PolicyOrProblem {
  const read = readTrustedFile(path, {
    uid,
    owner: 'user-or-root',
    forbiddenMode: 0o022,
    maxBytes: MAX_BYTES,
  });
  if ('reason' in read) return { problem: `--policy: ${path} ${describe(read, path)}` };
  return { policy: parsePolicy(basename(path), read.content.toString('utf8'), tools) };
}

function describe(distrust: Distrust, path: string): string {
  switch (distrust.reason) {
    case 'missing':
      return 'does not exist; give the path of a YAML file with rules.';
    case 'unreadable':
      return `cannot be read (${distrust.code}); give the path of a YAML file with rules.`;
    case 'owner':
      return `belongs to another user, who could change the rules; make a copy of your own: install -m 600 "${path}" NEW_PATH`;
    case 'mode':
      return `can be written by other users; check it, then run: chmod go-w "${path}"`;
    default:
      return 'is not an ordinary file of at most 256 kB; give a YAML file with rules.';
  }
}
