import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readKeyFile } from '../../src/credentials/key-file.ts';
import { homeFolder } from './home-folder.ts';
import { adminKey, projectKey } from './sample-keys.ts';

const uid = process.getuid?.();

function keyFile(text: string, mode = 0o600): string {
  const path = join(homeFolder(), 'keys');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

describe('forms', () => {
  test('one bare key, its class told by its prefix', () => {
    expect(Object.keys(readKeyFile(keyFile(`${adminKey}\n`), uid))).toEqual(['admin']);
    expect(Object.keys(readKeyFile(keyFile(`\n${projectKey}\r\n`), uid))).toEqual(['project']);
  });

  test('dotenv lines', () => {
    const text = `# mine\nexport OPENAI_ADMIN_KEY="${adminKey}"\nOPENAI_API_KEY=${projectKey} # note\nOPENAI_ORG_ID=org-1\nOTHER=1\n`;
    const keys = readKeyFile(keyFile(text), uid);
    expect(keys).toMatchObject({ organization: 'org-1' });
    expect(keys.admin && 'secret' in keys.admin && keys.admin.secret.use((value) => value)).toBe(adminKey);
    expect(keys.project && 'secret' in keys.project && keys.project.secret.use((value) => value)).toBe(
      projectKey,
    );
  });

  test('lines without a key say which are expected', () => {
    expect(() => readKeyFile(keyFile('OPENAI_ADMINKEY=x\n'), uid)).toThrow('Write a line OPENAI_ADMIN_KEY=…');
  });

  test('a key over two lines is refused unseen', () => {
    const text = `OPENAI_ADMIN_KEY="sk-admin-CANARY\nCANARY0123456789"\n`;
    expect(readKeyFile(keyFile(text), uid).admin).toMatchObject({ refused: { kind: 'malformed_key' } });
    expect(() => readKeyFile(keyFile('sk-admin-CANARY\nCANARY0123456789'), uid)).toThrow('line break');
  });
});

describe('who may read it', () => {
  test.each([0o640, 0o604, 0o620, 0o602, 0o610])('mode %o is refused', (mode) => {
    const path = keyFile(adminKey, mode);
    expect(() => readKeyFile(path, uid)).toThrow(`chmod 600 ${path}`);
  });

  test('read-only for the owner, or through a link, is fine', () => {
    const path = keyFile(adminKey, 0o400);
    const link = join(homeFolder(), 'link');
    symlinkSync(path, link);
    expect(readKeyFile(link, uid)).toHaveProperty('admin');
  });

  test('a file of another user is refused', () => {
    expect(() => readKeyFile(keyFile(adminKey), (uid ?? 0) + 1)).toThrow('belongs to another user');
  });

  test.runIf(uid === 0)('root is no exception', () => {
    const path = keyFile(adminKey);
    chownSync(path, 1234, 1234);
    expect(() => readKeyFile(path, uid)).toThrow('belongs to another user');
  });

  test('on Windows there is no such mode to check', () => {
    expect(readKeyFile(keyFile(adminKey, 0o644), undefined)).toHaveProperty('admin');
  });
});

test('a missing file, a folder and a huge file are told apart', () => {
  const home = homeFolder();
  expect(() => readKeyFile(join(home, 'none'), uid)).toThrow('does not exist');
  mkdirSync(join(home, 'folder'));
  expect(() => readKeyFile(join(home, 'folder'), uid)).toThrow('not an ordinary file');
  expect(() => readKeyFile(keyFile('x'.repeat(70_000)), uid)).toThrow('not an ordinary file');
});

test('a key given where the path belongs is not repeated', () => {
  expect(() => readKeyFile(adminKey, uid)).toThrow('looks like a key');
  expect(() => readKeyFile(adminKey, uid)).not.toThrow('CANARY');
});
