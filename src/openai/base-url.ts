/** Decides which hosts may ever see a key: OpenAI's own, this machine, and those that were allowed by name. */

/** OpenAI's global host and its data residency hosts. */
const OPENAI_HOSTS = new Set([
  'api.openai.com',
  ...['us', 'eu', 'ae', 'au', 'in', 'jp'].map((region) => `${region}.api.openai.com`),
]);

/** Whether a host name as `URL.hostname` gives it (lower case, IPv4 in canonical form) stays on this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function parse(text: string): URL | undefined {
  // The URL parser drops tabs and line breaks and reads "\" as "/"; a setting that holds them is a mistake.
  if (/[\s\\\p{Cc}]/u.test(text)) return undefined;
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function isAllowed(url: URL, allowedHosts: readonly string[]): boolean {
  return allowedHosts.some((entry) => {
    const allowed = parse(`https://${entry}`);
    if (!allowed || allowed.href !== `${allowed.origin}/`) return false;
    const anyPort = !/:\d+$/.test(entry);
    return allowed.hostname === url.hostname && (anyPort || allowed.port === url.port);
  });
}

/**
 * Checks a base URL and returns it without a trailing slash in its path.
 *
 * Allowed are OpenAI's hosts over https, this machine over http or https, and over https each host in
 * `allowedHosts` (`host` for every port, or `host:port`). The message of a refusal never repeats a user name
 * or password from the URL.
 * @throws {Error} when the URL is malformed or its host is not allowed; the message names the flag to use.
 */
export function checkBaseUrl(url: string, allowedHosts: readonly string[]): URL {
  const parsed = parse(url);
  if (!parsed) throw new Error('The base URL is not a valid URL. Write it like https://api.openai.com/v1');
  if (parsed.username || parsed.password) {
    throw new Error('The base URL must not hold a user name or password: the key is stored separately.');
  }
  if (/[?#]/.test(url)) throw new Error('The base URL must end with its path: remove what follows ? or #.');
  const loopback = isLoopback(parsed.hostname);
  if (parsed.protocol !== 'https:' && !(parsed.protocol === 'http:' && loopback)) {
    throw new Error(`The base URL must begin with https:// (http:// only for this machine): ${parsed.host}`);
  }
  const official = OPENAI_HOSTS.has(parsed.hostname) && parsed.port === '';
  if (!official && !loopback && !isAllowed(parsed, allowedHosts)) {
    throw new Error(
      `The key would be sent to ${parsed.host}, which is not a host of OpenAI. If that is intended, add --allow-host ${parsed.host}`,
    );
  }
  parsed.pathname = parsed.pathname.replace(/\/+$/, '');
  return parsed;
}

/** Whether the path has the part `/v1`, below which the API lies; a gateway may have it in another place. */
export function isVersioned(url: URL): boolean {
  return /\/v\d+(?:\/|$)/.test(url.pathname);
}
