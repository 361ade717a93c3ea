/** The port through which this program sees the keychain of the operating system. */

/**
 * Secrets by account name. Every method rejects with a CredentialError of a `keychain_…` or
 * `no_keychain_service` kind when the keychain cannot be used; "not there" is an ordinary answer.
 */
export type Keychain = {
  get(account: string): Promise<string | undefined>;
  set(account: string, value: string): Promise<void>;
  /** False when there was nothing to delete. */
  delete(account: string): Promise<boolean>;
  /** Gets ready for a first read without touching the keychain, so that the read itself is quick. */
  warmUp(): void;
  /** Gives up whatever still runs, such as a read behind an unlock prompt that nobody answered. */
  close(): void;
};
