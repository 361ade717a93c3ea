/** `auth status`: every key that is known, where it comes from, and whether it can be had right now. */
import type { Command } from 'commander';
import ms from 'ms';
import { loadMachinePolicy } from '../../compose/machine-policy.ts';
import { CredentialError } from '../../credentials/credential-error.ts';
import { findCredentials } from '../../credentials/find-credentials.ts';
import { readKeyFile } from '../../credentials/key-file.ts';
import { EMPTY_INDEX, type KeyIndex, readIndex } from '../../credentials/key-index.ts';
import { readNamedKeys } from '../../credentials/named-keys.ts';
import { DEFAULT_PROFILE } from '../../credentials/names.ts';
import type { KeyStore } from '../../credentials/store-key.ts';
import { EXIT } from '../../host/exit-code.ts';
import { describeMachinePolicy } from '../../model/describe-machine-policy.ts';
import { oneLine } from '../../text/clean.ts';
import { showInvisible } from '../../text/shown-form.ts';
import type { ProcessContext } from '../process-context.ts';
import { alignColumns } from './align-columns.ts';
import { givenRows, keychainRows, type StatusRow } from './auth-status-rows.ts';
import { environmentSettings } from './environment-settings.ts';
import { chosenProfile, withKeyStore } from './key-profile.ts';

type StatusOptions = { profile?: string; keyFile?: string; json?: boolean };

type Report = {
  /** A server started with the same options has a key to work with. */
  usable: boolean;
  keys: StatusRow[];
  keychain: { readable: boolean; problem?: string };
  /** Absent where an administrator has set none. */
  machine_policy?: { path: string; sets: string };
  warnings: string[];
  notices: string[];
};

export function addAuthStatus(auth: Command, context: ProcessContext): void {
  auth
    .command('status')
    .description('Show every known key by fingerprint, its source, and whether it can be read now.')
    .option('--profile <name>', 'Only this stored set of keys.')
    .option('--key-file <path>', 'Include the keys of this file.')
    .option('--json', 'Print JSON.')
    .action((options: StatusOptions) => withKeyStore(context, (store) => status(context, store, options)));
}

/** Ends with EXIT.noCredential without a usable key. */
async function status(context: ProcessContext, store: KeyStore, options: StatusOptions): Promise<void> {
  const { host, stdout } = context;
  const profile = chosenProfile(context, options.profile);
  const keyFile = options.keyFile ?? environmentSettings(context).keyFile;
  const { openKeychain } = store;
  const now = new Date(context.now());
  const { warnings, availability } = findCredentials({ host, profile, keyFile, now, openKeychain });
  const { index, problems } = readableIndex(store);
  const given = [
    ...givenRows('environment', readNamedKeys(host.environment, 'environment')),
    ...(keyFile === undefined ? [] : givenRows('key file', readKeyFile(keyFile, host.uid))),
  ];
  const stored = await keychainRows(openKeychain(), index, profile, now);
  const candidates = [
    ...(profile === undefined ? given : []),
    ...stored.rows.filter((row) => row.profile === (profile ?? DEFAULT_PROFILE)),
  ];
  const ofMachine = await loadMachinePolicy(host);
  const report: Report = {
    usable: candidates.some((row) => row.usable),
    keys: [...given, ...stored.rows],
    keychain: { readable: stored.problem === undefined, ...(stored.problem && { problem: stored.problem }) },
    ...(ofMachine && {
      machine_policy: { path: ofMachine.machine.path, sets: describeMachinePolicy(ofMachine.machine) },
    }),
    warnings,
    notices: [...new Set([...problems, ...availability.notices])],
  };
  stdout.write(options.json ? `${JSON.stringify(report, undefined, 2)}\n` : await asText(report, now));
  if (!report.usable) context.setExitCode(EXIT.noCredential);
}

function readableIndex({ path, locker }: KeyStore): { index: KeyIndex; problems: string[] } {
  try {
    return { index: readIndex(path, locker.uid), problems: [] };
  } catch (error) {
    if (error instanceof CredentialError) return { index: EMPTY_INDEX, problems: [error.message] };
    throw error;
  }
}

async function asText(report: Report, now: Date): Promise<string> {
  const keys = report.keys.map((row) => [
    row.profile ?? '-',
    row.class,
    row.class === 'admin' ? '-' : (row.project ?? 'default'),
    row.fingerprint ?? '-',
    row.stored_at === undefined ? '-' : age(row.stored_at, now),
    row.expires_at?.slice(0, 10) ?? '-',
    row.source,
    oneLine(row.organization ?? '-'),
    row.usable ? 'ready' : 'not usable',
  ]);
  const titles = [
    'PROFILE',
    'KEY',
    'PROJECT',
    'FINGERPRINT',
    'STORED',
    'EXPIRES',
    'SOURCE',
    'ORGANIZATION',
    'STATE',
  ];
  const problems = report.keys.flatMap((row) =>
    row.problem === undefined
      ? []
      : `${row.fingerprint ?? `${row.class} key (${row.source})`}: ${row.problem}`,
  );
  const lines = [
    ...(keys.length === 0 ? ['No key is known.'] : await alignColumns([titles, ...keys])),
    ...problems,
    `Keychain: ${describeKeychain(report)}`,
    ...(report.machine_policy === undefined ? [] : [report.machine_policy.sets]),
    ...report.warnings,
    ...report.notices,
  ];
  return `${lines.map(showInvisible).join('\n')}\n`;
}

/** How to get a keychain is of no use to somebody whose keys lie elsewhere and work. */
function describeKeychain({ usable, keys, keychain }: Report): string {
  if (keychain.problem === undefined) return 'can be read.';
  const isNeeded = !usable || keys.some(({ source }) => source === 'keychain');
  return isNeeded ? keychain.problem : 'cannot be read, and nothing in it is needed.';
}

function age(storedAt: string, now: Date): string {
  const milliseconds = now.getTime() - new Date(storedAt).getTime();
  return milliseconds < 60_000 ? 'just now' : `${ms(milliseconds, { long: true })} ago`;
}
