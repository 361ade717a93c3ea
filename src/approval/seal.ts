/** The seal on plans and on what a client carries back: a MAC with a key that lies in the state folder. */
import type { StateFolder } from '../state/state-folder.ts';

const KEY_FILE = 'seal.key';

/** Makes and checks seals over texts. */
export type Seal = { of(text: string): string; fits(text: string, seal: string): boolean };

/** The key is made at the first use; hold the folder's lock then. */
export function openSeal(state: StateFolder): Seal {
  const { createHmac, timingSafeEqual } = process.getBuiltinModule('node:crypto');
  const key = readKey(state);
  const of = (text: string) => createHmac('sha256', key).update(text).digest('hex');
  return {
    of,
    fits(text, seal) {
      const [expected, given] = [Buffer.from(of(text)), Buffer.from(seal)];
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}

function readKey(state: StateFolder): Buffer {
  const { randomBytes } = process.getBuiltinModule('node:crypto');
  const known = state.read(KEY_FILE);
  if (known !== undefined && /^[0-9a-f]{64}$/.test(known)) return Buffer.from(known, 'hex');
  const made = randomBytes(32);
  state.write(KEY_FILE, made.toString('hex'));
  return made;
}
