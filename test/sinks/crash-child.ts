/** A process that begins to keep a secret: argv is the home, and the command that the secret is handed to. */
import type { Destination } from '../../src/sinks/destination.ts';
import { createSecretKeeper } from '../../src/sinks/secret-keeper.ts';
import { openStateFolder } from '../../src/state/state-folder.ts';
import { LOCKER, RUNTIME } from '../runtime.ts';

const [home = '', program] = process.argv.slice(2);
const destination: Destination =
  program === undefined
    ? { kind: 'file', folder: `${home}/secrets` }
    : { kind: 'command', name: 'vault', command: { run: [program], timeoutSeconds: 60 } };
const keeper = createSecretKeeper({
  destination,
  state: openStateFolder({ path: `${home}/state`, locker: LOCKER, clean: (text) => text }),
  host: {
    environment: process.env,
    platform: process.platform,
    homeDirectory: home,
    uid: process.getuid?.(),
  },
  openKeychain: () => {
    throw new Error('no keychain here');
  },
  runtime: RUNTIME,
});
const minting = await keeper.begin({ tool: 'create_key', profile: 'default', what: 'name "ci"' });
if (program === undefined) process.kill(process.pid, 'SIGKILL');
await minting.keep({ id: 'key_abc' }, 'sk-svcacct-CANARYminted0123456789abcdef');
