/** Owns connecting the secrets commands to the real process, keychain and state folder. */
import type { Command } from 'commander';
import { readSettings } from '../settings/settings.ts';
import type { ProcessEdge } from './edge.ts';
import { openKeychain, TERMINAL_DEADLINE_MILLISECONDS } from './open-keychain.ts';
import { openState } from './open-state.ts';
import { secretsCommand } from './secrets.ts';

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
    openKeychain: () => openKeychain(edge, TERMINAL_DEADLINE_MILLISECONDS),
    profile: settings.profile,
    setExitCode: edge.setExitCode,
  });
}
