/** What a report could not read: it goes on without, and its answer says what is missing and why. */
import { CredentialError } from '../credentials/credential-error.ts';
import { ApiError } from '../openai/api-error.ts';
import { ArgumentError } from '../tools/argument-error.ts';
import { whyUnread } from './why-unread.ts';

/** Named of those that one reason kept from being read; the others are counted. */
const MOST_NAMED = 8;

export class Gaps {
  readonly #byReason = new Map<string, string[]>();
  #hasRead = false;
  #first: unknown;

  /**
   * Undefined where it could not be read. Rejects with what is a mistake of this program, or the end of the call.
   * @param what a function where only the failure shows how much is missing
   */
  async attempt<Read>(what: string | (() => string), read: () => Promise<Read>): Promise<Read | undefined> {
    try {
      const value = await read();
      this.#hasRead = true;
      return value;
    } catch (error) {
      this.missed(typeof what === 'string' ? what : what(), error);
      return undefined;
    }
  }

  /** Throws like `attempt` rejects. */
  missed(what: string, error: unknown): void {
    this.add(what, whyUnread(error));
    this.#first ??= error;
  }

  /** What is missing and why in one, as other lookups tell it. */
  note(unread: string): void {
    const [, what = unread, reason = ''] = /^(.*?): (.*)$/.exec(unread) ?? [];
    this.add(what, reason);
  }

  add(what: string, reason: string): void {
    this.#byReason.set(reason, [...new Set([...(this.#byReason.get(reason) ?? []), what])]);
  }

  /** @throws what the first read failed with, where none was answered */
  throwIfNothing(): void {
    if (this.#hasRead || this.#first === undefined) return;
    if (this.#first instanceof ApiError || this.#first instanceof CredentialError) throw this.#first;
    throw new ArgumentError([`Nothing could be read. ${this.#sentences().join(' ')}`]);
  }

  /** `complete`, and `why` it is not. */
  told(): { complete: boolean; why?: string } {
    const why = this.#sentences().join(' ');
    return { complete: why === '', ...(why !== '' && { why }) };
  }

  #sentences(): string[] {
    return [...this.#byReason].map(([reason, whats]) => {
      const left = whats.length - MOST_NAMED;
      const named = whats.slice(0, MOST_NAMED).join(', ');
      return `Not read: ${named}${left > 0 ? ` and ${left} more` : ''}: ${reason.replace(/\.$/, '')}.`;
    });
  }
}
