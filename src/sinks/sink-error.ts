/** The one error of this folder: why a new secret cannot be kept, in words that end with what to do. */

/** No secret in it. `cause` is the keychain's CredentialError or the file system's error, where there is one. */
export class SinkError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SinkError';
  }
}
