/**
 * The short-lived process in which the native keychain binding runs, and the one line it is asked and answers.
 *
 * Why a process and not this one (measured on Node 20 with the binding 2.1.2): opening an entry is synchronous, so
 * a Secret Service that is slow to start holds the event loop for 2 s, and a session bus that accepts and stays
 * silent holds it for ever; a read behind an unlock prompt cannot be aborted and keeps even process.exit() from
 * ending. A process can be killed in every one of these states. It costs 70 ms for the first key instead of 50;
 * started ahead by warmUp it is 20.
 */
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Environment } from '../host/host.ts';

export type KeychainRequest = { operation: 'get' | 'set' | 'delete'; account: string; value?: string };

/** `stage` tells where it failed: loading the binding, opening the store, using it, or the process itself. */
type KeychainAnswer =
  | { value: string | boolean | null }
  | { stage: 'load' | 'open' | 'run' | 'process'; message: string };

export type KeychainProcess = {
  /** Sends the one request. Always resolves; a process that ends without an answer is a `process` failure. */
  ask(request: KeychainRequest): Promise<KeychainAnswer>;
  kill(): void;
  /** False once it has ended, as one that waited too long for its request does. */
  alive(): boolean;
};

/**
 * Plain JavaScript for `node -e`: a file of its own would have to be found beside every kind of bundle. The store
 * is pinned because the binding otherwise falls back to the kernel keyring, which a restart empties. Secrets pass
 * through the pipes only. It ends when its parent does (end of stdin), and after a minute without a request.
 */
const program = `
const answer = (line) => process.stdout.write(JSON.stringify(line) + '\\n', () => process.exit());
const fail = (stage, error) => answer({ stage, message: String(error && error.message || error) });
let keyring, loadError;
try { keyring = require(process.argv[1]); } catch (error) { loadError = error; }
const idle = setTimeout(() => process.exit(), 60000);
let text = '';
process.stdin.setEncoding('utf8');
process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL'));
process.stdin.on('data', (chunk) => {
  text += chunk;
  if (!text.endsWith('\\n')) return;
  clearTimeout(idle);
  const { operation, account, value } = JSON.parse(text);
  if (loadError) return fail('load', loadError);
  let entry;
  try {
    entry = new keyring.AsyncEntry('openai-admin-mcp', account, { linux: { store: 'secret-service' } });
  } catch (error) { return fail('open', error); }
  const done = operation === 'get' ? entry.getPassword()
    : operation === 'set' ? entry.setPassword(value).then(() => true) : entry.deleteCredential();
  done.then((result) => answer({ value: result === undefined ? null : result }), (error) => fail('run', error));
});
`;

/**
 * Starts the process; it loads the binding at once and then waits for its request.
 * @param bindingPath absolute path of the binding's entry file
 * @param variables the complete environment of the process
 */
export function startKeychainProcess(bindingPath: string, variables: Environment): KeychainProcess {
  // Not imported above, so that a server that never needs a stored key does not load it.
  const { spawn } = process.getBuiltinModule('node:child_process');
  const child = spawn(process.execPath, ['--input-type=commonjs', '-e', program, bindingPath], {
    env: { ...variables },
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const answer = readAnswer(child);
  // A write to a process that is gone is told by `answer`, which sees the end.
  child.stdin.on('error', () => {});
  return {
    ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return answer;
    },
    kill: () => {
      child.kill('SIGKILL');
    },
    alive: () => child.pid !== undefined && child.exitCode === null && child.signalCode === null,
  };
}

function readAnswer(child: ChildProcessByStdio<Writable, Readable, null>): Promise<KeychainAnswer> {
  return new Promise((resolve) => {
    let text = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk: string) => {
      text += chunk;
      if (text.endsWith('\n')) resolve(JSON.parse(text) as KeychainAnswer);
    });
    child.on('error', (error) => resolve({ stage: 'process', message: error.message }));
    child.on('close', (code, signal) => {
      resolve({ stage: 'process', message: `ended without an answer (${signal ?? `exit code ${code}`})` });
    });
  });
}
