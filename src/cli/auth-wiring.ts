/** Owns connecting the auth commands to the real process, keychain and API. */

import type { Command } from 'commander';
import { readSettings } from '../settings/settings.ts';
import { authCommand } from './auth.ts';
import { connectTo, openaiAddress } from './connect.ts';
import type { ProcessEdge } from './edge.ts';
import { openKeychain, TERMINAL_DEADLINE_MILLISECONDS } from './open-keychain.ts';
import { probeKey } from './probe-key.ts';

/**
 * The variables are read at once, so that a mistake in them is told before a key is asked for.
 * @throws SettingsError
 */
export function authCommandFor(edge: ProcessEdge): Command {
  const settings = readSettings({ flags: {}, environment: edge.environment, nowMilliseconds: edge.now() });
  return authCommand({
    env: {
      ...edge.environment,
      OPENAI_ADMIN_MCP_PROFILE: settings.profile,
      OPENAI_ADMIN_MCP_KEY_FILE: settings.keyFile,
    },
    platform: edge.platform,
    homeDirectory: edge.homeDirectory,
    uid: edge.uid,
    now: new Date(edge.now()),
    stdin: edge.stdin,
    stdout: edge.stdout,
    stderr: edge.stderr,
    openKeychain: () => openKeychain(edge, TERMINAL_DEADLINE_MILLISECONDS),
    probe: async (secret, keyClass, organization) => {
      const client = connectTo(openaiAddress(settings, edge.environment), settings, edge.environment);
      try {
        return await probeKey(client, secret, keyClass, organization, edge.now());
      } finally {
        await client.close();
      }
    },
    setExitCode: edge.setExitCode,
  });
}
