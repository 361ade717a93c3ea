/** The parts of undici in use, imported by path: its whole takes three times as long to load. */
export { default as buildConnector } from 'undici/lib/core/connect.js';
export { default as Client } from 'undici/lib/dispatcher/client.js';
export { default as Pool } from 'undici/lib/dispatcher/pool.js';

/** Needed only where a proxy is set. `openTunnel` is the method that only undici's index adds to its classes. */
export async function loadProxyParts() {
  const [{ default: EnvHttpProxyAgent }, { default: openTunnel }] = await Promise.all([
    import('undici/lib/dispatcher/env-http-proxy-agent.js'),
    import('undici/lib/api/api-connect.js'),
  ]);
  return { EnvHttpProxyAgent, openTunnel };
}
