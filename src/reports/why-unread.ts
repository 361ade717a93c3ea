/** What an answer that lacks something says of it: why a read failed, in half a sentence. */
import { CredentialError } from '../credentials/credential-error.ts';
import { ApiError } from '../openai/api-error.ts';
import { OutOfTime } from '../reading/shared-time.ts';
import { NotAllowed, NotWhole } from './report-reads.ts';

/** Rethrows what is a mistake of this program, or the caller's end of the call. */
export function whyUnread(error: unknown): string {
  if (error instanceof OutOfTime) return 'there was no time left for it';
  if (error instanceof ApiError && error.kind !== 'cancelled') return error.statement;
  if (error instanceof NotAllowed || error instanceof NotWhole || error instanceof CredentialError) {
    return error.message;
  }
  throw error;
}

/** `why` of an answer: half sentences as whole ones. Some end with a full stop of their own, as OpenAI's do. */
export function inSentences(why: readonly string[]): string {
  return why.map((half) => `${half.replace(/\.$/, '')}.`).join(' ');
}

/** Whether OpenAI says that there is no such thing. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.kind === 'not_found';
}
