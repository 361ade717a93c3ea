import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { throwAwayState } from '../audit/state-folder.ts';

describe('the folder', () => {
  test('is not made before something is kept in it', () => {
    const state = throwAwayState();
    expect([state.read('plans.json'), existsSync(state.path)]).toEqual([undefined, false]);
    state.write('plans/one.json', '{}');
    const modes = [state.path, join(state.path, 'plans'), join(state.path, 'plans/one.json')].map(
      (path) => statSync(path).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o700, 0o600]);
    expect(readdirSync(join(state.path, 'plans'))).toEqual(['one.json']);
  });

  test('keeps texts without the secrets that the filter knows', () => {
    const state = throwAwayState((text) => text.replaceAll('hidden', '[secret]'));
    state.write('plans.json', '{"key":"hidden"}');
    expect(state.read('plans.json')).toBe('{"key":"[secret]"}');
  });

  test('may be a link to a folder of this user which nobody else can write', () => {
    const state = throwAwayState();
    mkdirSync(`${state.path}-moved`, { mode: 0o755 });
    symlinkSync(`${state.path}-moved`, state.path);
    state.write('plans.json', '{}');
    expect(readFileSync(`${state.path}-moved/plans.json`, 'utf8')).toBe('{}');
    expect(statSync(`${state.path}-moved`).mode & 0o777).toBe(0o700);
  });

  test.each([0o777, 0o770, 0o720])('is refused as a link to one with mode %o', async (mode) => {
    const state = throwAwayState();
    mkdirSync(`${state.path}-shared`);
    chmodSync(`${state.path}-shared`, mode);
    symlinkSync(`${state.path}-shared`, state.path);
    expect(() => state.write('plans.json', '{}')).toThrow(/is a link to a folder that others can write/);
    await expect(state.locked(() => undefined)).rejects.toMatchObject({ name: 'UnsafePlace' });
    expect(readdirSync(`${state.path}-shared`)).toEqual([]);
  });
});

describe('a file', () => {
  test('that is a link is neither read nor written through', () => {
    const state = throwAwayState();
    const elsewhere = join(dirname(state.file('x')), '..', 'elsewhere');
    writeFileSync(elsewhere, 'planted');
    symlinkSync(elsewhere, state.file('plans.json'));
    expect(() => state.read('plans.json')).toThrow(/plans\.json is a link\. Remove it/);
    state.write('plans.json', '{}');
    expect([readFileSync(elsewhere, 'utf8'), state.read('plans.json')]).toEqual(['planted', '{}']);
  });

  test('that others can read is closed to them', () => {
    const state = throwAwayState();
    writeFileSync(state.file('plans.json'), '{}', { mode: 0o644 });
    state.read('plans.json');
    expect(statSync(state.file('plans.json')).mode & 0o777).toBe(0o600);
  });

  test.runIf(process.getuid?.() === 0)("of another user's is not believed", () => {
    const state = throwAwayState();
    writeFileSync(state.file('plans.json'), '{}');
    chownSync(state.file('plans.json'), 1234, 1234);
    expect(() => state.read('plans.json')).toThrow(/belongs to another user/);
    chownSync(state.path, 1234, 1234);
    expect(() => state.file('plans.json')).toThrow(/belongs to another user/);
  });
});
