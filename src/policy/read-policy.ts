/** Owns reading a policy file from disk: only one that nobody else can change counts. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { ToolSpec } from '../specs/catalogue.ts';
import { parsePolicy } from './parse-policy.ts';
import type { Policy } from './policy-rules.ts';

/** Far more than rules that a person can oversee. */
const MOST_BYTES = 256 * 1024;

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
  let text: string;
  let descriptor: number | undefined;
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer and hold up the whole start.
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const problem = untrusted(fstatSync(descriptor), uid);
    if (problem !== undefined) return { problem: `--policy: ${path} ${problem(path)}` };
    text = readFileSync(descriptor, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    return { problem: `--policy: ${path} ${why}; give the path of a YAML file with rules.` };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
  return { policy: parsePolicy(basename(path), text, tools) };
}

type FileFacts = { isFile(): boolean; size: number; uid: number; mode: number };

/** Looks at the opened file, not at its name, so that it cannot be exchanged in between. Root may own it. */
function untrusted(file: FileFacts, uid: number | undefined): ((path: string) => string) | undefined {
  if (!file.isFile() || file.size > MOST_BYTES) {
    return () => 'is not an ordinary file of at most 256 kB; give a YAML file with rules.';
  }
  if (uid === undefined) return undefined;
  if (file.uid !== uid && file.uid !== 0) {
    return (path) =>
      `belongs to another user, who could change the rules; make a copy of your own: install -m 600 "${path}" NEW_PATH`;
  }
  if ((file.mode & 0o022) !== 0) {
    return (path) => `can be written by other users; check it, then run: chmod go-w "${path}"`;
  }
  return undefined;
}
