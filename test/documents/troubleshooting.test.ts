/** What docs/troubleshooting.md quotes is what the program says, and what it tells to do is what the program tells. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { auditUnwritable } from '../../src/audit/audit-unwritable.ts';
import { describeFailure } from '../../src/cli/failure.ts';
import { runProgram } from '../../src/cli/program.ts';
import { expiryAt } from '../../src/compose/expiry.ts';
import { keychainError } from '../../src/credentials/keychain-errors.ts';
import { readStoredKey } from '../../src/credentials/stored-key.ts';
import { DamagedInstallation } from '../../src/model/damaged-installation.ts';
import { describeMachinePolicy } from '../../src/model/describe-machine-policy.ts';
import type { MachinePolicy } from '../../src/model/machine-policy.ts';
import type { ApiError } from '../../src/openai/api-error.ts';
import {
  type CallFacts,
  describeStop,
  describeUnopened,
  describeUnreachable,
} from '../../src/openai/describe-failure.ts';
import { describeStatus } from '../../src/openai/describe-status.ts';
import { holdTo } from '../../src/settings/hold-to-floors.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { SettingsError } from '../../src/settings/settings-error.ts';
import { processContext } from '../cli/process-context.ts';
import { homeFolder } from '../credentials/home-folder.ts';
import { memoryKeychain } from '../credentials/memory-keychain.ts';
import { HEARD_OF_OPENAI, HEARD_OF_OTHERS } from '../openai/heard-refusals.ts';
import { RUNTIME } from '../runtime.ts';
import { statementsOf } from './promises.ts';

const CALL: CallFacts = {
  host: 'api.openai.com',
  write: false,
  versioned: true,
  namesId: true,
  subject: [],
  cursor: undefined,
  deadline: 0,
  access: undefined,
};

function answered(
  status: number,
  body: string,
  contentType = 'application/json',
  versioned = true,
): ApiError {
  const ids = { requestId: undefined, rateLimit: undefined };
  return describeStatus({ ...CALL, ...ids, status, body: Buffer.from(body), contentType, versioned });
}

const MACHINE: MachinePolicy = {
  path: '/etc/openai-admin-mcp/policy.yaml',
  floors: { approval: 'writes' },
  rules: 0,
};

const said = (message: string) => JSON.stringify({ error: { message, type: 'x', param: null, code: null } });

/** What is said of the first answer that is known to have this reason. */
function heard(reason: string, fits: (text: string) => boolean = () => true): string {
  const known = [...HEARD_OF_OPENAI, ...HEARD_OF_OTHERS].find(
    (one) => one.reason === reason && fits(one.body),
  );
  if (known === undefined) throw new Error(`no answer is known for ${reason}`);
  return answered(known.status, known.body, known.contentType).message;
}

const isPage = (body: string) => body.startsWith('<');

const keychain = (message: string, platform: NodeJS.Platform = 'linux', stage: 'run' | 'load' = 'run') =>
  keychainError({ stage, message }, platform).message;

const unreachable = (code: string) =>
  describeUnreachable({ ...CALL, sent: false }, Object.assign(new Error('x'), { code })).message;

async function rejectionOf(run: Promise<unknown>): Promise<string> {
  return run.then(
    () => '',
    (error: Error) => error.message,
  );
}

async function approveNothing(): Promise<string> {
  const { context, ran } = processContext(['approve'], {
    host: { homeDirectory: homeFolder() },
    isTTY: { stderr: true },
  });
  Object.assign(context.stdin, { isTTY: true });
  await runProgram(context);
  return ran.stderr + ran.stdout;
}

const STORED = { fingerprint: 'ab12cd34', stored_at: '2026-11-19T12:00:00.000Z' };

/** What is quoted in the first column, what says it, and words of what is told to do about it. */
const QUOTED: [quoted: string, says: () => string | Promise<string>, todo: RegExp][] = [
  [
    'openai-admin-mcp did not start.',
    () => describeFailure(new SettingsError(['--x: y.'])).reason,
    /--x: y\./,
  ],
  [
    'Access ended at',
    () => expiryAt(0, '--expires-at', RUNTIME).reason,
    /a later --expires-at into the client's configuration and restarting/,
  ],
  [
    'There is no keychain to be reached here',
    () => keychain('DBus error: none'),
    /GNOME Keyring, KWallet or KeePassXC.*--key-file/,
  ],
  [
    'The keychain is locked, or its unlock prompt was closed',
    () => keychain('The collection is locked'),
    /Unlock it/,
  ],
  [
    'The keychain has not answered',
    () => keychain('timed out'),
    /unlock prompt, possibly behind another window: answer it/,
  ],
  [
    'The system refused access to the keychain item',
    () => keychain('User canceled', 'darwin'),
    /Choose Allow.*the item openai-admin-mcp in Keychain Access/,
  ],
  [
    'The keychain part of this program (@napi-rs/keyring) could not be loaded',
    () => keychain('x', 'linux', 'load'),
    /--include=optional/,
  ],
  [
    '... is not in the keychain any more',
    () => rejectionOf(readStoredKey(memoryKeychain(), 'default', { class: 'admin' }, STORED)),
    /locked KeePassXC database.*Unlock.*auth login/,
  ],
  ['OpenAI refused the key', () => heard('key'), /auth login/],
  ['The key lacks this scope', () => heard('scope'), /lacks this scope: \S+/],
  [
    'Nothing but the words in quotes tells why',
    () => answered(403, said('No.')).message,
    /an owner .* rights of the key, the settings of the organization or its plan .* whoever runs the network/,
  ],
  [
    'No reason was given',
    () => answered(403, '').message,
    /an owner .* rights of the key, the settings of the organization or its plan .* whoever runs the network/,
  ],
  [
    'The plan, the usage tier or the settings of the organization do not include this',
    () => heard('plan'),
    /another key does not help/,
  ],
  [
    'asks for a verified organization',
    () => heard('unverified'),
    /owner has to verify.*another key does not help/,
  ],
  [
    'belongs to another organization',
    () => heard('other_organization'),
    /OPENAI_ORG_ID.*auth login.*the key itself may be good/,
  ],
  [
    'belongs to another project',
    () => heard('other_project'),
    /auth login.*OPENAI_PROJECT_ID.*the key itself may be good/,
  ],
  ['listed IP addresses only', () => heard('address_not_allowed'), /owner.*allow-list/],
  ['does not serve the country', () => heard('country'), /the key is not the reason/],
  ['A web page came in place of an answer', () => heard('not_the_api', isPage), /firewall|proxy/],
  [
    "not in the form of OpenAI's answers",
    () => heard('not_the_api', (body) => !isPage(body)),
    /firewall|proxy/,
  ],
  ['A firewall, gateway or filter', () => heard('filter'), /another key does not help/],
  [
    'There is nothing at this address of the API',
    () => heard('no_such_address'),
    /not enabled for the organization.*--base-url or OPENAI_BASE_URL/,
  ],
  [
    'The base URL lacks /v1',
    () => answered(404, said('Invalid URL (GET /organization/projects)'), 'application/json', false).message,
    /--base-url or OPENAI_BASE_URL/,
  ],
  [
    'could not be reached',
    () => unreachable('SELF_SIGNED_CERT_IN_CHAIN'),
    /company inspects traffic.*--ca-file FILE/,
  ],
  ['could not be reached', () => unreachable('UND_ERR_ABORTED'), /HTTPS_PROXY/],
  ['too many files and connections open', () => unreachable('EMFILE'), /ulimit -n.*restart the server/],
  [
    'address space that WebAssembly needs',
    () =>
      describeUnreachable({ ...CALL, sent: false }, new Error('WebAssembly.instantiate(): Out of memory'))
        .message,
    /ulimit -v.*restart the server/,
  ],
  [
    'is damaged',
    () => new DamagedInstallation('dist/x', undefined).message,
    /install openai-admin-mcp again/,
  ],
  ['missing or damaged', () => describeUnopened(new Error('x')).message, /install it again/],
  ['Nothing waits for approval', approveNothing, /Plans end/],
  [
    'The audit trail cannot be written',
    () => auditUnwritable('/state', Object.assign(new Error('x'), { code: 'EACCES' })).message,
    /\/state/,
  ],
  [
    'No complete answer within 30 s',
    () => describeStop({ ...CALL, sent: true }, 'timeout', 30_000).message,
    /--timeout/,
  ],
  [
    '... has no effect, since',
    () =>
      holdTo(
        readSettings({ flags: { approval: 'off' }, environment: {}, nowMilliseconds: 0 }),
        MACHINE,
      ).warnings.join(),
    /\/etc\/openai-admin-mcp\/policy\.yaml sets approval/,
  ],
  ['The policy of this machine', () => describeMachinePolicy(MACHINE), /No option changes that/],
];

describe('what is quoted is said', () => {
  test.each(QUOTED)('"%s"', async (quoted, says, todo) => {
    const text = await says();
    expect(text).toContain(quoted.replace(/^\.\.\. /, ''));
    expect(text).toMatch(todo);
  });

  test('all that is quoted is looked at', () => {
    const page = readFileSync('docs/troubleshooting.md', 'utf8');
    const cells = [...page.matchAll(/^\| (.*?) \| /gm)].map(([, cell]) => cell ?? '');
    const quoted = cells.flatMap((cell) => [...cell.matchAll(/"([^"]+)"/g)].map(([, text]) => text));
    expect(statementsOf(page).length).toBeGreaterThan(25);
    expect(new Set(quoted)).toEqual(new Set(QUOTED.map(([one]) => one)));
  });
});
