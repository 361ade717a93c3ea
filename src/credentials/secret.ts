/** The one wrapper that a key lives in, so that printing, logging or serializing it shows a fingerprint. */
import { inspect } from 'node:util';
import { rememberSecret } from '../redaction/known-secrets.ts';

/** A secret value that only `use` hands out, and which no stream of this process shows once it is made. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    rememberSecret(value);
  }

  /** First 8 hex digits of the SHA-256 of the value: enough to recognise a key, useless to guess one. */
  get fingerprint(): string {
    // Loaded when somebody looks: a server that starts needs no fingerprint, and node:crypto costs it 4 ms.
    const { createHash } = process.getBuiltinModule('node:crypto');
    return createHash('sha256').update(this.#value).digest('hex').slice(0, 8);
  }

  /** Calls `consumer` with the value and returns what it returns. Keep the value inside the callback. */
  use<Result>(consumer: (value: string) => Result): Result {
    return consumer(this.#value);
  }

  toString(): string {
    return `[secret fp:${this.fingerprint}]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
