/** The real keychain: deadlines, one read per account at a time, and an end that nothing can hold up. */
import { createRequire } from 'node:module';
import type { Environment, Host } from '../host/host.ts';
import { codeOf } from '../model/error-code.ts';
import type { Keychain } from './keychain.ts';
import { keychainError } from './keychain-errors.ts';
import { type KeychainProcess, type KeychainRequest, startKeychainProcess } from './keychain-process.ts';
import { sessionBusVariables } from './session-bus.ts';

export type NativeKeychainInputs = {
  host: Host;
  /** File or file URL of the running program; the native binding is looked up from there. */
  programFile: string;
  /**
   * How long one request may take. It has to leave a person time to answer an unlock prompt and still end before
   * the MCP client loses patience (60 s in most): 20,000 when serving, more in a terminal.
   */
  deadlineMilliseconds: number;
  /** Where Linux keeps the per-user folder of the session bus, when it is not /run/user. */
  runtimeRoot?: string;
};

type Value = string | boolean | null;

/** Opens nothing and loads nothing until the first request or `warmUp`. */
export function nativeKeychain(inputs: NativeKeychainInputs): Keychain {
  const running = new Set<KeychainProcess>();
  const reads = new Map<string, Promise<Value>>();
  let prepared: KeychainProcess | undefined;

  const start = (): KeychainProcess => {
    const child = startKeychainProcess(findBinding(inputs), childVariables(inputs));
    running.add(child);
    return child;
  };

  const takeProcess = (): KeychainProcess => {
    const waiting = prepared;
    prepared = undefined;
    if (waiting?.alive()) return waiting;
    if (waiting) running.delete(waiting);
    return start();
  };

  const run = async (child: KeychainProcess, request: KeychainRequest): Promise<Value> => {
    const answer = await child.ask(request);
    running.delete(child);
    if ('value' in answer) return answer.value;
    throw keychainError(answer, inputs.host.platform);
  };

  const withDeadline = (result: Promise<Value>, onDeadline: () => void): Promise<Value> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        onDeadline();
        const message = `no answer within ${inputs.deadlineMilliseconds} ms`;
        reject(keychainError({ stage: 'deadline', message }, inputs.host.platform));
      }, inputs.deadlineMilliseconds);
      result.then(resolve, reject).finally(() => clearTimeout(timer));
    });

  /** A write that is late is stopped: its caller has gone on as if it had failed. */
  const write = async (request: KeychainRequest): Promise<Value> => {
    const child = takeProcess();
    return withDeadline(run(child, request), () => child.kill());
  };

  return {
    async get(account) {
      // A read that is late goes on, so that its prompt stays open; whoever asks again joins it.
      let read = reads.get(account);
      if (read === undefined) {
        read = run(takeProcess(), { operation: 'get', account }).finally(() => reads.delete(account));
        reads.set(account, read);
      }
      const value = await withDeadline(read, () => {});
      return typeof value === 'string' ? value : undefined;
    },
    async set(account, value) {
      await write({ operation: 'set', account, value });
    },
    async delete(account) {
      return (await write({ operation: 'delete', account })) === true;
    },
    warmUp() {
      if (prepared?.alive()) return;
      try {
        prepared = start();
      } catch {
        // A missing binding is told by the first request, which cannot do without it.
      }
    },
    close() {
      for (const child of running) child.kill();
      running.clear();
      prepared = undefined;
    },
  };
}

function findBinding({ programFile, host }: NativeKeychainInputs): string {
  try {
    return createRequire(programFile).resolve('@napi-rs/keyring');
  } catch (error) {
    const message = codeOf(error) ?? 'not found';
    throw keychainError({ stage: 'load', message }, host.platform);
  }
}

/**
 * The one place that decides what the binding's process sees: everything but the keys it has no business with and
 * the settings of Node (NODE_OPTIONS could break it, NODE_EXTRA_CA_CERTS costs 150 ms), plus the session bus.
 */
function childVariables({ host, runtimeRoot }: NativeKeychainInputs): Environment {
  const kept = Object.entries(host.environment).filter(([name]) => !/^(OPENAI|NODE)_/i.test(name));
  return { ...Object.fromEntries(kept), ...sessionBusVariables(host, runtimeRoot) };
}
