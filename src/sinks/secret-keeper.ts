/** The order in which a new secret is kept: sink tried, journal written, secret stored, list written, journal ended. */
import { Secret } from '../credentials/secret.ts';
import type { Runtime } from '../host/runtime.ts';
import { codeOf } from '../model/error-code.ts';
import { defined } from '../model/record.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { oneLine } from '../text/clean.ts';
import type { Destination } from './destination.ts';
import { type NamedEntry, removeEntry, writeEntry } from './journal.ts';
import { openSink, type SinkInputs } from './open-sink.ts';
import { describeKeptIn, MAX_LABEL_LENGTH, type PreparedSink, type SecretLabel } from './sink.ts';
import { SinkError } from './sink-error.ts';
import { readStoredSecrets, rememberStored, type StoredSecret, showCommand } from './stored-secrets.ts';

/** A request that will make a secret. */
export type MintingRequest = {
  tool: string;
  profile: string;
  /** What is to be made, for a report after a crash: arguments, without secrets. */
  what: string;
  /** The secret's id, where it is known before: one that is made anew. */
  id?: string;
};

export type SecretKeeper = {
  /** Where new secrets go, for people: "the keychain", "the folder /x", "the command vault". */
  place: string;
  /**
   * Before the request: tries the sink without a secret, and writes the journal. No lock of the state folder may be
   * held by the caller, here and below.
   * @throws SinkError: nothing may be sent
   */
  begin(request: MintingRequest): Promise<Minting>;
};

export type Minting = {
  /**
   * After the answer: notes the id, stores, reads back where possible, lists, ends the journal entry.
   * @throws SinkError: the secret is lost; its journal entry stays until `end`
   */
  keep(label: SecretLabel, value: string): Promise<Receipt>;
  /**
   * No secret was made, or it was taken back: the journal entry goes, and what was prepared. Never throws: an
   * entry that cannot be removed is told at the next start. After an unknown outcome, call neither.
   */
  end(): void;
};

export type Receipt = {
  id: string;
  /** For people: "the keychain", "the file /x/key_abc.secret", "the command vault". */
  place: string;
  /** First 8 hex digits of the value's SHA-256. */
  fingerprint: string;
  /** The command that shows it; none for a command's secret. */
  show?: string;
  /** The secret is kept, but the list could not be written. */
  warning?: string;
};

export type KeeperInputs = SinkInputs & {
  destination: Destination;
  state: StateFolder;
  runtime: Runtime;
};

export function createSecretKeeper(inputs: KeeperInputs): SecretKeeper {
  const { destination, state, runtime } = inputs;
  return {
    place: describeDestination(destination),
    async begin(request) {
      readStoredSecrets(state);
      const prepared = await openSink(destination, request.profile, inputs).prepare(request.id);
      const entry: NamedEntry = {
        entry: newEntryName(),
        tool: request.tool,
        profile: request.profile,
        what: oneLine(request.what, MAX_LABEL_LENGTH),
        startedAt: new Date(runtime.now()).toISOString(),
        processId: runtime.processId,
        ...defined({ temporaryFile: prepared.temporaryFile }),
      };
      try {
        writeEntry(state, entry);
      } catch (error) {
        prepared.discard();
        throw new SinkError(
          `The journal in ${state.path} cannot be written (${codeOf(error) ?? 'unknown error'}), and without it a crash could lose a secret unseen. Make that folder writable for you and free some space, then do this again.`,
          error,
        );
      }
      return mintingOf(inputs, prepared, entry);
    },
  };
}

function describeDestination(destination: Destination): string {
  return destination.kind === 'file' ? `the folder ${destination.folder}` : describeKeptIn(destination);
}

function mintingOf({ state, runtime }: KeeperInputs, prepared: PreparedSink, entry: NamedEntry): Minting {
  return {
    async keep(label, value) {
      const secret: StoredSecret = {
        id: label.id,
        ...(label.name !== undefined && { name: oneLine(label.name, MAX_LABEL_LENGTH) }),
        ...defined({ projectId: label.projectId }),
        tool: entry.tool,
        profile: entry.profile,
        fingerprint: new Secret(value).fingerprint,
        storedAt: new Date(runtime.now()).toISOString(),
        places: [prepared.placeOf(label.id)],
      };
      const noteProblem = attempt(() => writeEntry(state, { ...entry, secret }));
      await prepared.store(label, value);
      try {
        await rememberStored(state, secret);
      } catch (error) {
        if (!(error instanceof SinkError)) throw error;
        return receipt(secret, noteProblem === undefined, `It is stored, but: ${error.message}`);
      }
      attempt(() => removeEntry(state, entry));
      return receipt(secret, true, undefined);
    },
    end() {
      prepared.discard();
      attempt(() => removeEntry(state, entry));
    },
  };
}

/** @param isFound whether the list, or else the journal, has the secret */
function receipt(secret: StoredSecret, isFound: boolean, warning: string | undefined): Receipt {
  const show = isFound ? showCommand(secret) : undefined;
  return {
    id: secret.id,
    place: secret.places.map(describeKeptIn).join(', '),
    fingerprint: secret.fingerprint,
    ...defined({ show, warning }),
  };
}

/** The error, or undefined when there was none. */
function attempt(action: () => void): unknown {
  try {
    action();
    return undefined;
  } catch (error) {
    return error;
  }
}

function newEntryName(): string {
  const { randomBytes } = process.getBuiltinModule('node:crypto');
  return `minting-${randomBytes(6).toString('hex')}`;
}
