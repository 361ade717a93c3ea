/** Owns connecting the secrets commands to the real process, keychain and state folder. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { nativeKeychain } from '../credentials/native-keychain.ts';
import { readSettings } from '../settings/settings.ts';
import type { ProcessEdge } from './edge.ts';
import { openState } from './open-state.ts';
import { secretsCommand } from './secrets.ts';

/** In a terminal a person may need a while to unlock the keychain. */
const KEYCHAIN_DEADLINE_MILLISECONDS = 60_000;

/** @throws SettingsError for a mistake in the environment */
export function secretsCommandFor(edge: ProcessEdge): Command {
  const settings = readSettings({ flags: {}, environment: edge.environment, nowMilliseconds: edge.now() });
  const env = edge.environment;
  return secretsCommand({
    env,
    platform: edge.platform,
    homeDirectory: edge.homeDirectory,
    uid: edge.uid,
    workingFolder: process.cwd(),
    now: edge.now,
    stdout: edge.stdout,
    stderr: edge.stderr,
    state: openState(edge),
    openKeychain: () =>
      nativeKeychain({
        env,
        platform: edge.platform,
        uid: edge.uid,
        programFile: join(edge.packageFolder, 'package.json'),
        deadlineMilliseconds: KEYCHAIN_DEADLINE_MILLISECONDS,
      }),
    profile: settings.profile,
    setExitCode: edge.setExitCode,
  });
}
