/** The order of the sources: environment, key file, keychain; or the keychain alone for a profile asked for. */
import type { Host } from '../host/host.ts';
import type { KeyPlace } from '../model/key-place.ts';
import { defined } from '../model/record.ts';
import { quote } from '../text/clean.ts';
import { CredentialError } from './credential-error.ts';
import { describeIgnoredByOrder, describeIgnoredForProfile } from './ignored-keys.ts';
import { readKeyFile } from './key-file.ts';
import {
  EMPTY_INDEX,
  findProfile,
  findStored,
  indexPath,
  type KeyIndex,
  readIndex,
  type StoredKey,
} from './key-index.ts';
import type { Keychain } from './keychain.ts';
import { chooseProject, expired, type KeyState, noKey, unknownProfile } from './missing-key.ts';
import { type GivenKey, type NamedKeys, readNamedKeys } from './named-keys.ts';
import { checkProfileName, DEFAULT_PROFILE, keychainAccount } from './names.ts';
import type { Secret } from './secret.ts';
import { readStoredKey } from './stored-key.ts';

export type CredentialInputs = {
  host: Host;
  /** A profile the user asked for by flag or environment twin; left out, the default one stands behind the rest. */
  profile?: string | undefined;
  keyFile?: string | undefined;
  /** Judges the expiry dates of the index. */
  now: Date;
  /** Called at the first read of a stored key, or by `warmUp`. */
  openKeychain: () => Keychain;
};

/** What may be listed, known without opening the keychain. */
type Availability = {
  admin: boolean;
  defaultProjectKey: boolean;
  /** Projects that can be named in a call. */
  projectIds: string[];
  /** Why something is off and how to turn it on, each complete in itself. */
  notices: string[];
  /** The notice for each class that has no usable key at all. */
  missing: { admin?: string; project?: string };
};

/** A key, and the values of the OpenAI-Organization and OpenAI-Project headers that go with it. */
type Credential = { secret: Secret; organization?: string; project?: string };

export type Credentials = {
  availability: Availability;
  /** The organization that requests name, or that the stored keys came from: its ID with the name that people know. */
  organization?: string;
  /** Which given keys are passed over for others, for stderr. */
  warnings: string[];
  /**
   * The projects with a key of their own, whether or not it can be used; undefined among them for a default key of which
   * nothing says whose it is. As the index is now.
   */
  projectKeys(): (string | undefined)[];
  /** Rejects with a CredentialError whose message is fit for the model and for people. */
  key(want: KeyPlace): Promise<Credential>;
  /** Forgets keys read from the keychain, so that a new `auth login` counts: for use after a 401. */
  forget(): void;
  /** Shortens the first keychain read without opening the keychain. Does nothing when none can be needed. */
  warmUp(): void;
  /** Ends keychain reads that wait for a person, so that the process can end. */
  close(): void;
};

/** Where one key comes from: given outright (usable or refused), or stored in the keychain. */
type Source = GivenKey | { stored: StoredKey };

/**
 * Decides where every key comes from. Reads the key file and the index; opens no keychain.
 * @throws CredentialError for a profile or key file that was asked for and cannot be used
 */
export function findCredentials(inputs: CredentialInputs): Credentials {
  const profileName = checkProfileName(inputs.profile ?? DEFAULT_PROFILE);
  const environment = readNamedKeys(inputs.host.environment, 'environment');
  const file = inputs.keyFile === undefined ? {} : readKeyFile(inputs.keyFile, inputs.host.uid);
  const explicit = inputs.profile !== undefined;
  const given: NamedKeys = explicit ? {} : { ...file, ...environment };

  let index = loadIndex(inputs.host);
  if (explicit && !index.error && findProfile(index.value, profileName) === undefined) {
    throw unknownProfile(profileName, index.value);
  }
  let keychain: Keychain | undefined;
  const reads = new Map<string, Promise<Secret>>();

  const storedProjects = (): string[] => Object.keys(findProfile(index.value, profileName)?.projects ?? {});

  function source(place: KeyPlace): Source | undefined {
    if (place.class === 'admin' && given.admin) return given.admin;
    if (place.class === 'project' && place.projectId === undefined && given.project) return given.project;
    const stored = findStored(findProfile(index.value, profileName), place);
    return stored && { stored };
  }

  const state = (): KeyState => ({
    profileName,
    hasDefault: source({ class: 'project' }) !== undefined,
    namedProject: given.projectId,
    projectIds: storedProjects(),
    indexError: index.error,
  });

  /** The source of a place's key, or why it cannot be used as far as that shows without the keychain. */
  function usable(place: KeyPlace): Exclude<Source, { refused: CredentialError }> | CredentialError {
    const found = source(place);
    if (found === undefined) return noKey(place, state());
    if ('refused' in found) return found.refused;
    const expiry = 'stored' in found ? found.stored.expires_at : undefined;
    return 'stored' in found && expiry !== undefined && new Date(expiry) <= inputs.now
      ? expired(profileName, place, found.stored)
      : found;
  }

  function choose(want: KeyPlace): KeyPlace | CredentialError {
    return want.class === 'admin' ? want : chooseProject(want.projectId, state());
  }

  function readOnce(place: KeyPlace, stored: StoredKey): Promise<Secret> {
    const account = keychainAccount(profileName, place);
    const known = reads.get(account);
    if (known !== undefined) return known;
    keychain ??= inputs.openKeychain();
    const read = readStoredKey(keychain, profileName, place, stored);
    reads.set(account, read);
    // A failure is not remembered: the user may unlock the keychain and try again.
    read.catch(() => {
      if (reads.get(account) === read) reads.delete(account);
    });
    return read;
  }

  async function key(want: KeyPlace): Promise<Credential> {
    let place = choose(want);
    let found = place instanceof CredentialError ? place : usable(place);
    if (found instanceof CredentialError) {
      // `auth login` may have stored the key since the start.
      index = loadIndex(inputs.host);
      place = choose(want);
      found = place instanceof CredentialError ? place : usable(place);
    }
    if (place instanceof CredentialError) throw place;
    if (found instanceof CredentialError) throw found;
    const secret = 'stored' in found ? await readOnce(place, found.stored) : found.secret;
    const organization = given.organization ?? ('stored' in found ? found.stored.organization_id : undefined);
    // OpenAI then refuses a key of another project; OPENAI_PROJECT_ID may name another than the stored one.
    const own = place.class === 'project' ? place.projectId : undefined;
    const project = own ?? given.projectId;
    return {
      secret,
      ...defined({ organization, project }),
    };
  }

  function availability(): Availability {
    const admin = usable({ class: 'admin' });
    const project = usable({ class: 'project' });
    const projects = storedProjects().map((projectId) => usable({ class: 'project', projectId }));
    const projectIds = storedProjects().filter(
      (_, position) => !(projects[position] instanceof CredentialError),
    );
    const defaultProjectKey = !(project instanceof CredentialError);
    if (defaultProjectKey && given.projectId !== undefined) projectIds.unshift(given.projectId);
    const notices = [admin, project, ...projects].flatMap((found) => {
      if (!(found instanceof CredentialError)) return [];
      // Keys of single projects make up for the default one.
      if (found === project && found.kind === 'no_key' && projectIds.length > 0) return [];
      return [found.message];
    });
    return {
      admin: !(admin instanceof CredentialError),
      defaultProjectKey,
      projectIds: [...new Set(projectIds)],
      notices: [...new Set(notices)],
      missing: {
        ...(admin instanceof CredentialError && { admin: admin.message }),
        ...(project instanceof CredentialError && projectIds.length === 0 && { project: project.message }),
      },
    };
  }

  function knownOrganization(): string | undefined {
    const stored = [source({ class: 'admin' }), source({ class: 'project' })].flatMap((found) =>
      found !== undefined && 'stored' in found ? [found.stored] : [],
    );
    const id = given.organization ?? stored.find((key) => key.organization_id)?.organization_id;
    const known = stored.find(
      (key) => key.organization_name && (id === undefined || key.organization_id === id),
    );
    const name = known?.organization_name && quote(known.organization_name);
    return id !== undefined && name !== undefined ? `${id} (${name})` : (id ?? name);
  }

  return {
    availability: availability(),
    ...defined({ organization: knownOrganization() }),
    warnings: explicit
      ? describeIgnoredForProfile(profileName, environment, file)
      : describeIgnoredByOrder(profileName, environment, file, findProfile(index.value, profileName)),
    projectKeys() {
      index = loadIndex(inputs.host);
      const hasDefault = source({ class: 'project' }) !== undefined;
      return [...new Set([...storedProjects(), ...(hasDefault ? [given.projectId] : [])])];
    },
    key,
    forget() {
      reads.clear();
      index = loadIndex(inputs.host);
    },
    warmUp() {
      const stored = [source({ class: 'admin' }), source({ class: 'project' })].some(
        (found) => found && 'stored' in found,
      );
      if (!stored && storedProjects().length === 0) return;
      keychain ??= inputs.openKeychain();
      keychain.warmUp();
    },
    close: () => keychain?.close(),
  };
}

function loadIndex(host: Host): { value: KeyIndex; error?: CredentialError } {
  try {
    return { value: readIndex(indexPath(host), host.uid) };
  } catch (error) {
    // Keys from elsewhere still work, so this is told where a stored key would have been used.
    if (error instanceof CredentialError) return { value: EMPTY_INDEX, error };
    throw error;
  }
}
