/** A keychain made of a Map, for tests that are not about the real one. */
import type { Keychain } from '../../src/credentials/keychain.ts';

export type MemoryKeychain = Keychain & {
  items: Map<string, string>;
  calls: string[];
  /** When set, every request rejects with it. */
  failure?: Error | undefined;
};

export function memoryKeychain(items: Record<string, string> = {}): MemoryKeychain {
  const keychain: MemoryKeychain = {
    items: new Map(Object.entries(items)),
    calls: [],
    async get(account) {
      request(`get ${account}`);
      return keychain.items.get(account);
    },
    async set(account, value) {
      request(`set ${account}`);
      keychain.items.set(account, value);
    },
    async delete(account) {
      request(`delete ${account}`);
      return keychain.items.delete(account);
    },
    warmUp() {
      keychain.calls.push('warmUp');
    },
    close() {
      keychain.calls.push('close');
    },
  };
  const request = (call: string): void => {
    keychain.calls.push(call);
    if (keychain.failure) throw keychain.failure;
  };
  return keychain;
}
