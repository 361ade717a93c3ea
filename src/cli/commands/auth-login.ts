/** `auth login`: take a key, check it, store it, say where it went. */
import type { Command } from 'commander';
import { CredentialError, loginCommand } from '../../credentials/credential-error.ts';
import { findCredentials } from '../../credentials/find-credentials.ts';
import { parseKey } from '../../credentials/key-shape.ts';
import { readNamedKeys, VARIABLE_OF_CLASS } from '../../credentials/named-keys.ts';
import { checkProjectId, DEFAULT_PROFILE, describePlace, keychainAccount } from '../../credentials/names.ts';
import { type KeyStore, storeKey } from '../../credentials/store-key.ts';
import { EXIT } from '../../host/exit-code.ts';
import type { KeyPlace } from '../../model/key-place.ts';
import { defined } from '../../model/record.ts';
import { plainAscii } from '../../text/clean.ts';
import { CommandFailure } from '../failure.ts';
import type { ProcessContext } from '../process-context.ts';
import { promptForKey, readPipedKey } from './auth-prompt.ts';
import type { AdminKey } from './compare-project-keys.ts';
import { environmentSettings } from './environment-settings.ts';
import { chosenProfile, PROFILE_HELP, withKeyStore } from './key-profile.ts';
import type { Probe } from './probe-key.ts';

type LoginOptions = { profile?: string; project?: string; stdin?: boolean; offline?: boolean };

export function addAuthLogin(auth: Command, context: ProcessContext, probe: Probe): void {
  auth
    .command('login')
    .description("Put a key into the operating system's keychain; its class shows in the key itself.")
    .option('--profile <name>', PROFILE_HELP)
    .option(
      '--project <id>',
      'The project that this API key belongs to; without it, the default project key.',
    )
    .option('--stdin', 'Read the key from standard input instead of asking for it.')
    .option('--offline', 'Store the key without asking OpenAI what it can do.')
    .action((options: LoginOptions) =>
      withKeyStore(context, (store) => login(context, store, options, probe)),
    );
}

async function login(
  context: ProcessContext,
  store: KeyStore,
  options: LoginOptions,
  probe: Probe,
): Promise<void> {
  const { environment } = context.host;
  const profileName = chosenProfile(context, options.profile) ?? DEFAULT_PROFILE;
  const projectId = options.project === undefined ? undefined : checkProjectId(options.project);
  // A key is shown once: whoever has it in hand should not learn only then that there is nowhere to put it.
  await store.openKeychain().get(keychainAccount(profileName, { class: 'admin' }));
  const text = options.stdin
    ? await readPipedKey(context)
    : await promptForKey(context, `${loginCommand(profileName, projectId)} --stdin`);
  const { secret, keyClass } = parseKey(text, options.stdin ? 'standard input' : 'the prompt');
  if (keyClass === 'admin' && projectId !== undefined) {
    throw new CredentialError(
      'bad_project_id',
      'This is an admin key, which belongs to the whole organization. Leave out --project, or give an API key of that project.',
    );
  }
  const place: KeyPlace = keyClass === 'admin' ? { class: 'admin' } : { class: 'project', projectId };
  const { organization } = readNamedKeys({ OPENAI_ORG_ID: environment.OPENAI_ORG_ID }, 'environment');

  const claim = async () =>
    projectId === undefined
      ? undefined
      : { id: projectId, ...defined({ admin: await adminKeyAtHand(context, store, options.profile) }) };
  const probed = options.offline ? undefined : await probe(secret, keyClass, organization, await claim());
  if (probed?.ok === false) {
    const what = `the ${describePlace(place)} (fingerprint ${secret.fingerprint})`;
    throw new CommandFailure(
      probed.unchecked ? EXIT.timedOut : EXIT.refusedByOpenAI,
      `${probed.unchecked ? `Could not check ${what}` : `OpenAI did not accept ${what}`}: ${probed.reason} Nothing was stored. To store it unchecked, add --offline.`,
    );
  }
  const organizationName = probed?.organizationName;
  const name = organizationName && plainAscii(organizationName, '?', 128);
  await storeKey(store, profileName, place, secret, {
    fingerprint: secret.fingerprint,
    stored_at: new Date(context.now()).toISOString(),
    ...(probed?.expiresAt && { expires_at: probed.expiresAt.toISOString() }),
    ...defined({ organization_id: organization }),
    ...(name && { organization_name: name }),
  });

  context.stdout.write(
    `Stored the ${describePlace(place)} in the keychain: profile ${profileName}, fingerprint ${secret.fingerprint}.\n`,
  );
  context.stdout.write(probed ? `${probed.can}\n` : 'What it can do was not checked (--offline).\n');
  if (probed?.note) context.stderr.write(`${probed.note}\n`);
  for (const note of notes(context, place, profileName)) context.stderr.write(`${note}\n`);
}

/** An admin key of the same organization, as far as one is set or stored and can be read now. */
async function adminKeyAtHand(
  context: ProcessContext,
  { openKeychain }: KeyStore,
  profileFlag: string | undefined,
): Promise<AdminKey | undefined> {
  const profile = chosenProfile(context, profileFlag);
  const { keyFile } = environmentSettings(context);
  try {
    const inputs = { host: context.host, profile, keyFile, now: new Date(context.now()), openKeychain };
    return await findCredentials(inputs).key({ class: 'admin' });
  } catch (error) {
    if (error instanceof CredentialError) return undefined;
    throw error;
  }
}

function notes({ host }: ProcessContext, place: KeyPlace, profileName: string): string[] {
  const found: string[] = ['A server that runs already lists its tools anew after a restart.'];
  const given = readNamedKeys(host.environment, 'environment');
  const covered = place.class === 'project' && place.projectId !== undefined;
  if (!covered && given[place.class]) {
    found.push(
      `${VARIABLE_OF_CLASS[place.class]} is set here and comes first where it is; --profile ${profileName} uses the stored key instead.`,
    );
  }
  if (host.platform !== 'win32' && host.platform !== 'darwin' && host.environment.XDG_CONFIG_HOME) {
    found.push(
      'XDG_CONFIG_HOME is set here, and most MCP clients do not pass it on: put it into the "env" block of the client\'s configuration too.',
    );
  }
  return found;
}
