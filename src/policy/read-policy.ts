/** Reading a policy file from disk: only one that nobody else can change counts. */
import { basename } from 'node:path';
import { describeDistrust } from '../files/describe-distrust.ts';
import { readTrustedFile } from '../files/trusted-file.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { parsePolicy } from './parse-policy.ts';
import type { Policy } from './policy-rules.ts';

/** Far more than rules that a person can oversee. */
const MAX_BYTES = 256 * 1024;
const WORDS = {
  holds: 'rules',
  most: '256 kB',
  instead: 'give the path of a YAML file with rules.',
} as const;

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
  if ('reason' in read) return { problem: `--policy: ${path} ${describeDistrust(read, path, WORDS)}` };
  return { policy: parsePolicy(basename(path), read.content.toString('utf8'), tools) };
}
