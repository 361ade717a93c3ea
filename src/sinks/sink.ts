/** The port through which new secrets leave this program, and what is remembered of where they went. */

/** Where the value of one secret went. `path` is absolute, `name` that of a command in the configuration file. */
export type KeptIn =
  | { kind: 'keychain' }
  | { kind: 'file'; path: string }
  | { kind: 'command'; name: string };

/** Names and ids are other people's text; longer than any honest one, in characters. */
export const MAX_LABEL_LENGTH = 200;

/** Everything known of a new secret but its value. `name` is other people's text, and so may `id` be. */
export type SecretLabel = { id: string; name?: string; projectId?: string };

export type Sink = {
  /**
   * Tries all that can be tried without a secret. Nothing may be minted when it fails.
   * @param id the secret's, where it is known before: one that is made anew
   * @throws SinkError
   */
  prepare(id?: string): Promise<PreparedSink>;
};

export type PreparedSink = {
  /** A file that holds the secret only until it is stored; absolute. For the journal. */
  temporaryFile?: string;
  /** Where the secret of this id will be. */
  placeOf(id: string): KeptIn;
  /** Stores, and reads back where that is possible; leaves nothing behind when it fails. @throws SinkError */
  store(label: SecretLabel, value: string): Promise<void>;
  /** Takes away what was prepared; nothing happens after `store`. */
  discard(): void;
};

/** For people: "the keychain", "the file /x/key_abc.secret", "the command vault". */
export function describeKeptIn(place: KeptIn): string {
  if (place.kind === 'keychain') return 'the keychain';
  return place.kind === 'file' ? `the file ${place.path}` : `the command ${place.name}`;
}
