// Owns `auth login`: take a key, check it, store it, say where it went.
import { CredentialError, loginCommand } from '../credentials/credential-error.ts';
import { parseKey } from '../credentials/key-shape.ts';
import { readNamedKeys, variableOfClass } from '../credentials/named-keys.ts';
import { checkProjectId, defaultProfile, describePlace, type KeyPlace } from '../credentials/names.ts';
import { type KeyStore, storeKey } from '../credentials/store-key.ts';
import { type AuthEdge, AuthFailure, chosenProfile } from './auth-edge.ts';
import { promptForKey, readPipedKey } from './auth-prompt.ts';

export type LoginOptions = { profile?: string; project?: string; stdin?: boolean; offline?: boolean };

/** @returns the exit code */
export async function login(edge: AuthEdge, store: KeyStore, options: LoginOptions): Promise<number> {
  const profileName = chosenProfile(edge, options.profile) ?? defaultProfile;
  const projectId = options.project === undefined ? undefined : checkProjectId(options.project);
  const text = options.stdin
    ? await readPipedKey(edge)
    : await promptForKey(edge, `${loginCommand(profileName, projectId)} --stdin`);
  const { secret, keyClass } = parseKey(text, options.stdin ? 'standard input' : 'the prompt');
  if (keyClass === 'admin' && projectId !== undefined) {
    throw new CredentialError(
      'bad_project_id',
      'This is an admin key, which belongs to the whole organization. Leave out --project, or give an API key of that project.',
    );
  }
  const place: KeyPlace = keyClass === 'admin' ? { class: 'admin' } : { class: 'project', projectId };
  const { organization } = readNamedKeys({ OPENAI_ORG_ID: edge.env.OPENAI_ORG_ID }, 'environment');

  const probed = options.offline ? undefined : await edge.probe(secret, keyClass, organization);
  if (probed?.ok === false) {
    throw new AuthFailure(
      probed.timedOut ? 6 : 5,
      `OpenAI did not accept the ${describePlace(place)} (fingerprint ${secret.fingerprint}): ${probed.reason} Nothing was stored. To store it unchecked, add --offline.`,
    );
  }
  const name = probed?.organizationName?.replace(/[^\x20-\x7e]/g, '?').slice(0, 128);
  await storeKey(store, profileName, place, secret, {
    fingerprint: secret.fingerprint,
    stored_at: edge.now.toISOString(),
    ...(probed?.expiresAt && { expires_at: probed.expiresAt.toISOString() }),
    ...(organization !== undefined && { organization_id: organization }),
    ...(name && { organization_name: name }),
  });

  edge.stdout.write(
    `Stored the ${describePlace(place)} in the keychain: profile ${profileName}, fingerprint ${secret.fingerprint}.\n`,
  );
  edge.stdout.write(probed ? `${probed.can}\n` : 'What it can do was not checked (--offline).\n');
  for (const note of notes(edge, place, profileName)) edge.stderr.write(`${note}\n`);
  return 0;
}

function notes(edge: AuthEdge, place: KeyPlace, profileName: string): string[] {
  const found: string[] = ['A server that runs already lists its tools anew after a restart.'];
  const given = readNamedKeys(edge.env, 'environment');
  const covered = place.class === 'project' && place.projectId !== undefined;
  if (!covered && given[place.class]) {
    found.push(
      `${variableOfClass[place.class]} is set here and comes first where it is; --profile ${profileName} uses the stored key instead.`,
    );
  }
  if (edge.platform !== 'win32' && edge.platform !== 'darwin' && edge.env.XDG_CONFIG_HOME) {
    found.push(
      'XDG_CONFIG_HOME is set here, and most MCP clients do not pass it on: put it into the "env" block of the client\'s configuration too.',
    );
  }
  return found;
}
