/** Which address requests go to and how: base URL, proxy, certificates, time limit. */
import { accessSync, constants } from 'node:fs';
import packageJson from '../../package.json' with { type: 'json' };
import type { Environment } from '../host/host.ts';
import { codeOf } from '../model/error-code.ts';
import { checkBaseUrl, isVersioned } from '../openai/base-url.ts';
import { type ClientRuntime, createClient, type OpenAIClient } from '../openai/client.ts';
import type { Settings } from '../settings/settings.ts';
import { SettingsError } from '../settings/settings-error.ts';

const OPENAI = 'https://api.openai.com/v1';

/**
 * The checked base URL: `--base-url`, then `OPENAI_BASE_URL` as the official SDK has it, then OpenAI's own.
 * @throws SettingsError for a host that the key may not be sent to, or with certificate checks switched off
 */
export function openaiAddress(
  settings: Pick<Settings, 'baseUrl' | 'allowHosts'>,
  environment: Environment,
): string {
  if (environment.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    throw new SettingsError([
      'NODE_TLS_REJECT_UNAUTHORIZED=0 lets anyone on the network read the key: unset it. To trust a certificate authority of your own, use --ca-file or OPENAI_ADMIN_MCP_CA_FILE.',
    ]);
  }
  const url = settings.baseUrl ?? (environment.OPENAI_BASE_URL || OPENAI);
  try {
    return checkBaseUrl(url, settings.allowHosts).href;
  } catch (error) {
    throw new SettingsError([error instanceof Error ? error.message : 'The base URL cannot be used.']);
  }
}

/** A gateway may have another path, so this stops nothing. */
export function baseUrlWarnings(address: string): string[] {
  if (isVersioned(new URL(address))) return [];
  return [
    `The base URL ${address} has no /v1, below which OpenAI's API lies, so every call may end with 404: correct --base-url or OPENAI_BASE_URL, such as ${OPENAI}.`,
  ];
}

/** A client for a checked address. An empty environment means no proxy, which is how the sandbox is reached. */
export function connectTo(
  baseUrl: string,
  settings: Pick<Settings, 'timeoutSeconds' | 'caFile'>,
  environment: Environment,
  runtime: ClientRuntime,
): OpenAIClient {
  if (settings.caFile !== undefined) checkReadable(settings.caFile);
  return createClient({
    baseUrl,
    timeoutMilliseconds: settings.timeoutSeconds * 1000,
    proxy: {
      httpProxy: environment.HTTP_PROXY || environment.http_proxy,
      httpsProxy: environment.HTTPS_PROXY || environment.https_proxy,
      noProxy: environment.NO_PROXY || environment.no_proxy,
    },
    extraCaFile: settings.caFile,
    // Naming authorities replaces Node's own reading of this variable.
    nodeExtraCaFile: environment.NODE_EXTRA_CA_CERTS,
    runtime,
    userAgent: `${packageJson.name}/${packageJson.version}`,
  });
}

function checkReadable(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    const code = codeOf(error) ?? 'unknown error';
    throw new SettingsError([`--ca-file: ${file} cannot be read (${code}); give the path of a PEM file.`]);
  }
}
