/** Opens the connection pool of a client: proxy, additional certificate authorities, keep-alive, limits. */
import type { SecureContext } from 'node:tls';
import type { buildConnector, Dispatcher, Pool } from 'undici';
import { readTrustedFile } from '../files/trusted-file.ts';
import { codeOf } from '../model/error-code.ts';
import { isLoopback } from './base-url.ts';
import { type Demand, NOT_WORTH_CONNECTING } from './exchange.ts';

export type ProxySettings = {
  httpProxy?: string | undefined;
  httpsProxy?: string | undefined;
  /** Hosts that are reached directly, in the syntax of the variable NO_PROXY. */
  noProxy?: string | undefined;
};

export type DispatcherSettings = {
  baseUrl: URL;
  proxy: ProxySettings;
  extraCaFile: string | undefined;
  nodeExtraCaFile: string | undefined;
  /** Aborting it closes every connection, those that are still being opened included. */
  closing: AbortSignal;
  demand: Demand;
};

type Connector = buildConnector.connector;

/** A setting of the connection cannot be used; the message says which and holds no part of it. */
export class ConnectionSettingError extends Error {
  override readonly name = 'ConnectionSettingError';
}

/** Far more than all authorities that systems come with. */
const MAX_AUTHORITIES_BYTES = 8 * 1024 * 1024;

/** Three tries fit into the default total time of 30 seconds. */
const CONNECT_TIMEOUT_MILLISECONDS = 10_000;

/** A handshake, the request and its answer take longer than this anywhere. */
const LEAST_TIME_MILLISECONDS = 100;

const POOL_OPTIONS = {
  // More calls than this wait their turn within their own deadline.
  connections: 16,
  // One request at a time on a connection: what follows an unfinished one would share its fate.
  pipelining: 1,
  // The server's own hint wins; this holds for servers that give none.
  keepAliveTimeout: 60_000,
  // The call's total time covers both, and these would be two more timers for each request.
  headersTimeout: 0,
  bodyTimeout: 0,
} satisfies Pool.Options;

type MaybeListsAuthorities = { getCACertificates?: (kind: 'default') => string[] };

/** The certificates in a PEM file. */
async function readAuthorities(file: string): Promise<string[]> {
  const { X509Certificate } = await import('node:crypto');
  const read = readTrustedFile(file, { uid: undefined, maxBytes: MAX_AUTHORITIES_BYTES });
  if ('reason' in read) {
    const why = 'code' in read ? `cannot be read (${read.code})` : 'is not an ordinary file of at most 8 MB';
    throw new ConnectionSettingError(`The file given with --ca-file ${why}.`);
  }
  const pem = read.content.toString('utf8');
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (certificates.length === 0) {
    throw new ConnectionSettingError('The file given with --ca-file holds no certificate in PEM form.');
  }
  try {
    return certificates.map((certificate) => new X509Certificate(certificate).toString());
  } catch {
    throw new ConnectionSettingError('The file given with --ca-file holds a damaged certificate.');
  }
}

/**
 * A context that trusts the authorities of the file besides those that are trusted without it. Naming any replaces
 * all of Node's, and Node 20 cannot list those of NODE_EXTRA_CA_CERTS: hence `nodeExtraCaFile`.
 */
async function trusting(file: string, nodeExtraCaFile: string | undefined): Promise<SecureContext> {
  const tls = await import('node:tls');
  const { getCACertificates } = tls as MaybeListsAuthorities;
  const usual = getCACertificates
    ? getCACertificates('default')
    : // Node, too, goes on without a file that it cannot read.
      [
        ...tls.rootCertificates,
        ...(nodeExtraCaFile ? await readAuthorities(nodeExtraCaFile).catch(() => []) : []),
      ];
  return tls.createSecureContext({ ca: [...usual, ...(await readAuthorities(file))] });
}

function checkProxy(url: string | undefined, variable: string): string {
  if (!url) return '';
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
    throw new ConnectionSettingError(`${variable} must be a URL like http://proxy.example:3128`);
  }
  return url;
}

/** Traffic for this machine leaves it only through a proxy elsewhere, and then without encryption: so never. */
function mustBypass(baseUrl: URL, proxies: string[]): boolean {
  return (
    isLoopback(baseUrl.hostname) && proxies.some((proxy) => proxy && !isLoopback(new URL(proxy).hostname))
  );
}

/**
 * Opens a connection only while a request waits for one and has time to use it: after a request was aborted undici
 * would open another for nobody, and what is sent in the last moment ends as "perhaps carried out". And where a proxy hangs up with one of undici's own error codes, undici would try again without end.
 */
function onDemand(connect: Connector, demand: Demand): Connector {
  return (options, callback) => {
    if (![...demand].some((limit) => limit.remainingMilliseconds() > LEAST_TIME_MILLISECONDS)) {
      const error = new Error('no request has the time for a new connection');
      callback(Object.assign(error, { code: NOT_WORTH_CONNECTING }), null);
      return;
    }
    connect(options, (error, socket) => {
      const endless = /^UND_ERR_(?:SOCKET|INFO)$/.test(codeOf(error) ?? '');
      if (endless) callback(Object.assign(new Error('the proxy hung up'), { code: 'PROXY_HUNG_UP' }), null);
      else if (error) callback(error, null);
      else if (socket) callback(null, socket);
    });
  };
}

/**
 * Loads the HTTP library and prepares a pool for one origin; opens no connection.
 * @throws {ConnectionSettingError} for a proxy URL or an authority file that cannot be used
 */
export async function openDispatcher(settings: DispatcherSettings): Promise<Dispatcher> {
  const { baseUrl, proxy, extraCaFile, nodeExtraCaFile, closing, demand } = settings;
  const httpProxy = checkProxy(proxy.httpProxy, 'HTTP_PROXY');
  const httpsProxy = checkProxy(proxy.httpsProxy, 'HTTPS_PROXY');
  const socketOptions = {
    timeout: CONNECT_TIMEOUT_MILLISECONDS,
    signal: closing,
    ...(extraCaFile !== undefined && { secureContext: await trusting(extraCaFile, nodeExtraCaFile) }),
  };
  const { Pool: OriginPool, buildConnector, loadProxyParts } = await import('./http-library.ts');
  const connect = onDemand(buildConnector(socketOptions), demand);
  if ((httpProxy === '' && httpsProxy === '') || mustBypass(baseUrl, [httpProxy, httpsProxy])) {
    return new OriginPool(baseUrl.origin, { ...POOL_OPTIONS, connect });
  }
  const { EnvHttpProxyAgent, openTunnel } = await loadProxyParts();
  return new EnvHttpProxyAgent({
    ...POOL_OPTIONS,
    // An absent option would be read from the environment.
    httpProxy,
    httpsProxy,
    noProxy: proxy.noProxy ?? '',
    connect,
    proxyTls: socketOptions,
    requestTls: socketOptions,
    // For a proxy undici passes its own way to connect, through a tunnel.
    factory: (origin, options) => {
      const { connect: inner } = options as { connect: Connector };
      return new OriginPool(origin, { ...options, connect: onDemand(inner, demand) });
    },
    clientFactory: (url, options) => {
      const pool = new OriginPool(url, { ...options, headersTimeout: CONNECT_TIMEOUT_MILLISECONDS });
      return Object.assign(pool, { connect: openTunnel });
    },
  });
}
