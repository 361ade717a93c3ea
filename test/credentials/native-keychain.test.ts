import { expect, test } from 'vitest';
import { nativeKeychain } from '../../src/credentials/native-keychain.ts';
import { hostIn } from './home-folder.ts';

test('a binding that is not installed is told by the request, not by getting ready', async () => {
  const keychain = nativeKeychain({
    host: hostIn('/nonexistent'),
    programFile: '/nonexistent/program.js',
    deadlineMilliseconds: 60_000,
  });
  keychain.warmUp();
  const unavailable = { kind: 'keychain_unavailable' };
  await expect(keychain.get('default/admin')).rejects.toMatchObject(unavailable);
  await expect(keychain.set('default/admin', 'sk-x')).rejects.toMatchObject(unavailable);
  await expect(keychain.delete('default/admin')).rejects.toMatchObject(unavailable);
  keychain.close();
});
