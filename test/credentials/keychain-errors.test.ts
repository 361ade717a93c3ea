import { expect, test } from 'vitest';
import { keychainError } from '../../src/credentials/keychain-errors.ts';

test.each([
  [
    'open',
    'Platform failure: DBus error: The name org.freedesktop.secrets was not provided by any .service files',
    'linux',
    'no_keychain_service',
    'no Secret Service answers',
  ],
  [
    'open',
    'Platform failure: DBus error: Failed to connect to socket /nonexistent: No such file or directory',
    'linux',
    'no_keychain_service',
    'GNOME Keyring',
  ],
  [
    'open',
    'Platform failure: DBus error: Did not receive a reply. Possible causes include: the remote application did not send a reply',
    'linux',
    'keychain_timeout',
    'has not answered',
  ],
  [
    'run',
    "Couldn't access platform storage: Secret Service: unlock prompt was dismissed",
    'linux',
    'keychain_locked',
    'Unlock it',
  ],
  [
    'run',
    "Couldn't access platform storage: The collection is locked",
    'linux',
    'keychain_locked',
    'Unlock it',
  ],
  ['run', 'Platform failure: User canceled the operation.', 'darwin', 'keychain_denied', 'Choose Allow'],
  [
    'run',
    'Platform failure: The user name or passphrase you entered is not correct.',
    'darwin',
    'keychain_denied',
    'Keychain Access',
  ],
  [
    'run',
    'Platform failure: User interaction is not allowed.',
    'darwin',
    'keychain_denied',
    'Keychain Access',
  ],
  [
    'run',
    "Couldn't access platform storage: A default keychain could not be found.",
    'darwin',
    'no_keychain_service',
    'Sign in',
  ],
  ['run', 'A specified logon session does not exist', 'win32', 'no_keychain_service', 'Sign in'],
  ['load', 'MODULE_NOT_FOUND', 'win32', 'keychain_unavailable', '--include=optional'],
  ['process', 'ended without an answer (SIGSEGV)', 'linux', 'keychain_failed', 'SIGSEGV'],
  ['deadline', 'no answer within 20000 ms', 'darwin', 'keychain_timeout', 'unlock prompt'],
  ['run', 'something new', 'linux', 'keychain_failed', 'something new'],
] as const)('%s: %s (%s) is %s', (stage, message, platform, kind, wayOut) => {
  const error = keychainError({ stage, message }, platform);
  expect(error.kind).toBe(kind);
  expect(error.message).toContain(wayOut);
  expect(error.message).toContain('OPENAI_ADMIN_KEY');
  expect(error.cause).toBeInstanceOf(Error);
});

test('a key or control characters in the text of the binding do not come through', () => {
  const error = keychainError({ stage: 'run', message: 'bad value "sk-admin-CANARY"\u001b[2J' }, 'linux');
  const texts = `${error.message}${error.cause}`;
  expect(texts).not.toContain('CANARY');
  expect(texts).not.toContain('\u001b');
});
