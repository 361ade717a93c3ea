/** Owns opening the way to OpenAI or to the sandbox, and what is known of the keys before any is read. */
import { findCredentials } from '../credentials/find-credentials.ts';
import type { Settings } from '../settings/settings.ts';
import { connectTo, openaiAddress } from './connect.ts';
import type { ProcessEdge } from './edge.ts';
import { type KeyFacts, keyFacts } from './key-facts.ts';
import { openKeychain, SERVING_DEADLINE_MILLISECONDS } from './open-keychain.ts';
import { openaiUpstream, sandboxUpstream, type Upstream } from './upstream.ts';

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
    openKeychain: () => openKeychain(edge, SERVING_DEADLINE_MILLISECONDS),
  });
  const address = openaiAddress(settings, edge.environment);
  const client = connectTo(address, settings, edge.environment);
  return {
    upstream: openaiUpstream(client, credentials, address),
    keys: keyFacts(credentials.availability, settings.projects, settings.profile),
    warnings: [...credentials.warnings],
  };
}
