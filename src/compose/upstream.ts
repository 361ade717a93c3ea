/** The way from a request to OpenAI, or to the sandbox in its place. */

import type { Principal } from '../approval/plan.ts';
import { isShownAs } from '../credentials/redacted-key.ts';
import type { Secret } from '../credentials/secret.ts';
import type { Send } from '../model/api-request.ts';
import type { KeyPlace } from '../model/key-place.ts';

/** What calls are sent through. */
export type Upstream = {
  send: Send;
  /** As whom and where requests with this key go. Rejects with a CredentialError when there is no such key. */
  principal(key: KeyPlace): Promise<Omit<Principal, 'profile'>>;
  /**
   * Whether a key that lists show as `redacted` is one that this server uses, the one stored for `projectId` included;
   * undefined when it cannot be told.
   */
  keyInUse(redacted: string, projectId?: string): Promise<boolean | undefined>;
  /** Projects with a key of their own; undefined among them for a key of which nothing says whose it is. */
  projectKeys(): Promise<(string | undefined)[]>;
  /** Makes the first call as quick as the next; opens no connection to OpenAI and reads no key. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
};

/** Whether one of the keys is shown like this. One that cannot be told apart makes the answer uncertain, unless another fits. */
export function isOneOf(secrets: Secret[], redacted: string): boolean | undefined {
  const answers = secrets.map((secret) => secret.use((key) => isShownAs(key, redacted)));
  if (answers.includes(true)) return true;
  return answers.length === 0 || answers.includes(undefined) ? undefined : false;
}
