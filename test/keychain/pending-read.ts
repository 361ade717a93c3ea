/** A program that starts reading a key, says so, and ends when its standard input does, as the server must. */
import { nativeKeychain } from '../../src/credentials/native-keychain.ts';

const keychain = nativeKeychain({
  host: {
    environment: process.env,
    platform: process.platform,
    homeDirectory: '/nonexistent',
    uid: process.getuid?.(),
  },
  programFile: import.meta.url,
  deadlineMilliseconds: 20_000,
});
const read = keychain.get('default/admin').then(
  () => 'answered',
  () => 'given up',
);
process.stdout.write('reading\n');
process.stdin.resume();
process.stdin.once('end', () => {
  keychain.close();
  void read.then((outcome) => process.stdout.write(`${outcome}\n`, () => process.exit(0)));
});
