/** Placeholders such as `${user_config.key}`, which clients pass on as they stand where a user left a setting empty. */
import type { Environment } from './host.ts';

/** Whether a value is a placeholder and nothing else. */
export function isUnfilled(value: string): boolean {
  return /^\s*\$\{.*\}\s*$/s.test(value);
}

/** What this program reads besides its own options: the official SDK's variables, proxies, certificates, folders. */
const READ = new Set([
  'OPENAI_ADMIN_KEY',
  'OPENAI_API_KEY',
  'OPENAI_ORG_ID',
  'OPENAI_PROJECT_ID',
  'OPENAI_BASE_URL',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'XDG_CONFIG_HOME',
  'XDG_STATE_HOME',
  'XDG_RUNTIME_DIR',
  'DBUS_SESSION_BUS_ADDRESS',
  'APPDATA',
  'LOCALAPPDATA',
]);

/** The program's own options, which judge their values themselves. */
const OWN = 'OPENAI_ADMIN_MCP_';

/** The environment without such values, but for those of the own options; and the names of all that were found. */
export function withoutUnfilled(environment: Environment): { environment: Environment; unfilled: string[] } {
  const unfilled = Object.entries(environment).flatMap(([name, value = '']) => {
    const upperCase = name.toUpperCase();
    const isRead = READ.has(upperCase) || upperCase.startsWith(OWN);
    return isRead && isUnfilled(value) ? [name] : [];
  });
  const kept = Object.entries(environment).filter(
    ([name]) => !unfilled.includes(name) || name.toUpperCase().startsWith(OWN),
  );
  return { environment: Object.fromEntries(kept), unfilled };
}

/** For whoever started the program; undefined when every value was filled in. */
export function describeUnfilled(unfilled: readonly string[]): string | undefined {
  if (unfilled.length === 0) return undefined;
  const [are, them] = unfilled.length === 1 ? ['holds a placeholder', 'it'] : ['hold placeholders', 'them'];
  return `${unfilled.join(', ')} ${are} that the client did not fill in, and ${unfilled.length === 1 ? 'counts' : 'count'} as not set. Fill ${them} in, or take ${them} out of the client's configuration.`;
}
