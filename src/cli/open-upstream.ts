/** Owns opening the way to OpenAI or to the sandbox, and what is known of the keys before any is read. */
import { join } from 'node:path';
import { findCredentials } from '../credentials/find-credentials.ts';
import type { Keychain } from '../credentials/keychain.ts';
import { nativeKeychain } from '../credentials/native-keychain.ts';
import type { Settings } from '../settings/settings.ts';
import { connectTo, openaiAddress } from './connect.ts';
import type { ProcessEdge } from './edge.ts';
import { type KeyFacts, keyFacts } from './key-facts.ts';
import { openaiUpstream, sandboxUpstream, type Upstream } from './upstream.ts';

/** A keychain may ask its user to unlock it; most clients give up on a call after 60 s. */
const KEYCHAIN_DEADLINE_MILLISECONDS = 20_000;

type OpenedUpstream = {
  upstream: Upstream;
  keys: KeyFacts;
  warnings: string[];
};

/** @throws SettingsError or CredentialError for a profile, key file or address that cannot be used */
export function openUpstream(edge: ProcessEdge, settings: Settings): OpenedUpstream {
  if (settings.sandbox) {
    const start = async () => {
      const { startSandbox } = await import('../sandbox/start-sandbox.ts');
      return startSandbox({ now: edge.now });
    };
    return {
      upstream: sandboxUpstream(start, (baseUrl) => connectTo(baseUrl, settings, {})),
      keys: { has: { hasAdminKey: true, hasProjectKey: true }, notices: [] },
      warnings: [],
    };
  }
  const credentials = findCredentials({
    env: edge.environment,
    platform: edge.platform,
    homeDirectory: edge.homeDirectory,
    uid: edge.uid,
    profile: settings.profile,
    keyFile: settings.keyFile,
    now: new Date(edge.now()),
    openKeychain: () => openKeychain(edge),
  });
  const address = openaiAddress(settings, edge.environment);
  const client = connectTo(address, settings, edge.environment);
  return {
    upstream: openaiUpstream(client, credentials, address),
    keys: keyFacts(credentials.availability, settings.projects, settings.profile),
    warnings: [...credentials.warnings],
  };
}

/** The system's keychain; nothing is started before its first use. */
export function openKeychain(edge: ProcessEdge): Keychain {
  return nativeKeychain({
    env: edge.environment,
    platform: edge.platform,
    uid: edge.uid,
    programFile: join(edge.packageFolder, 'package.json'),
    deadlineMilliseconds: KEYCHAIN_DEADLINE_MILLISECONDS,
  });
}
