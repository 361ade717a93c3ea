/** Opening the way to OpenAI or to the sandbox, and what is known of the keys before any is read. */
import { findCredentials } from '../credentials/find-credentials.ts';
import type { Host } from '../host/host.ts';
import { defined } from '../model/record.ts';
import type { Settings } from '../settings/settings.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { operationsOf } from './api-operations.ts';
import { baseUrlWarnings, connectTo, openaiAddress } from './connect.ts';
import { type KeyFacts, keyFacts } from './key-facts.ts';
import { openaiUpstream } from './openai-upstream.ts';
import { sandboxUpstream } from './sandbox-upstream.ts';
import { SERVING_DEADLINE_MILLISECONDS, type Surroundings } from './surroundings.ts';
import type { Upstream } from './upstream.ts';

type OpenedUpstream = {
  upstream: Upstream;
  keys: KeyFacts;
  /** The one that the keys belong to, where it is known without asking. */
  organization?: string;
  warnings: string[];
};

/** @throws SettingsError or CredentialError for a profile, key file or address that cannot be used */
export function openUpstream(
  settings: Settings,
  host: Host,
  surroundings: Surroundings,
  tools: readonly ToolSpec[],
): OpenedUpstream {
  const { now, monotonic, openKeychain } = surroundings;
  if (settings.sandbox) {
    const start = async () => {
      const { startSandbox } = await import('../sandbox/start-sandbox.ts');
      return startSandbox({ now, monotonic, operations: operationsOf(tools) });
    };
    return {
      upstream: sandboxUpstream(start, (baseUrl) => connectTo(baseUrl, settings, {}, surroundings)),
      keys: { has: { hasAdminKey: true, hasProjectKey: true }, notices: [] },
      warnings: [],
    };
  }
  const credentials = findCredentials({
    host,
    profile: settings.profile,
    keyFile: settings.keyFile,
    now: new Date(now()),
    openKeychain: () => openKeychain(SERVING_DEADLINE_MILLISECONDS),
  });
  const address = openaiAddress(settings, host.environment);
  const client = connectTo(address, settings, host.environment, surroundings);
  return {
    upstream: openaiUpstream(client, credentials, address),
    keys: keyFacts(credentials.availability, settings.projects, settings.profile),
    ...defined({ organization: credentials.organization }),
    warnings: [...credentials.warnings, ...baseUrlWarnings(address)],
  };
}
