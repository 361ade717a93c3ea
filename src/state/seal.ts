/** The seal on plans, on what a client carries back and on the audit trail: a MAC with a key that lies in the state folder. */
import type { StateFolder } from './state-folder.ts';

export const SEAL_FILE = 'seal.key';

/** Makes and checks seals over texts; `keyId` tells one key from another and nothing of it. */
export type Seal = { keyId: string; of(text: string): string; fits(text: string, seal: string): boolean };

/** The key is made at the first use; hold the folder's lock then. */
export function openSeal(state: StateFolder): Seal {
  const known = sealWith(state.read(SEAL_FILE));
  if (known !== undefined) return known;
  const made = process.getBuiltinModule('node:crypto').randomBytes(32).toString('hex');
  state.write(SEAL_FILE, made);
  return sealWith(made) as Seal;
}

/** @param keyText what the key's file holds; undefined comes back when there is none or it is damaged */
export function sealWith(keyText: string | undefined): Seal | undefined {
  if (keyText === undefined || !/^[0-9a-f]{64}$/.test(keyText)) return undefined;
  const { createHmac, timingSafeEqual } = process.getBuiltinModule('node:crypto');
  const key = Buffer.from(keyText, 'hex');
  const of = (text: string) => createHmac('sha256', key).update(text).digest('hex');
  return {
    keyId: of('key id').slice(0, 16),
    of,
    fits(text, seal) {
      const [expected, given] = [Buffer.from(of(text)), Buffer.from(seal)];
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}
