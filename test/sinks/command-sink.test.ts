import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isRunning } from '../../src/files/lock-owner.ts';
import { commandSink } from '../../src/sinks/command-sink.ts';
import { hostOf, script, secretValue, temporaryFolder } from './sink-setting.ts';

const label = { id: 'key_abc', name: 'ci', projectId: 'proj_1' };

/** Stores with a script of these lines; `$OUT` is a folder it may write to. */
async function storeWith(lines: string, timeoutSeconds = 60, secret: Partial<typeof label> = {}) {
  const out = temporaryFolder();
  const run = [script(out, 'store', lines)];
  const environment = {
    PATH: process.env.PATH,
    OUT: out,
    OPENAI_ADMIN_KEY: 'sk-admin-CANARY',
    openai_api_key: 'CANARY',
    NODE_OPTIONS: '--no-such-option',
    SECRET_NAME: 'of somebody else',
    SECRET_STORE: 'kept',
  };
  const sink = commandSink('vault', { run, timeoutSeconds }, hostOf(out, environment));
  const prepared = await sink.prepare();
  await prepared.store({ ...label, ...secret }, secretValue);
  return out;
}

test('the secret is all there is on stdin, and not in the arguments', async () => {
  const out = await storeWith('cat > "$OUT/stdin"; tr "\\0" "\\n" < /proc/$$/cmdline > "$OUT/arguments"');
  expect(readFileSync(join(out, 'stdin'), 'utf8')).toBe(secretValue);
  expect(readFileSync(join(out, 'arguments'), 'utf8')).not.toContain('CANARY');
});

test('arguments reach the program as they stand in the file', async () => {
  const out = temporaryFolder();
  const program = script(out, 'store', `cat >/dev/null; printf '%s\\n' "$@" > "${out}/arguments"`);
  const run = [program, '$(id)', 'a b', '; true', '*'];
  const sink = commandSink('vault', { run, timeoutSeconds: 60 }, hostOf(out, {}));
  await (await sink.prepare()).store(label, secretValue);
  expect(readFileSync(join(out, 'arguments'), 'utf8')).toBe('$(id)\na b\n; true\n*\n');
});

test('the environment has what is known of the secret, cleaned, and no keys', async () => {
  const out = await storeWith('cat >/dev/null; env > "$OUT/environment"', 60, {
    name: 'a\nOPENAI_X=1\u202e\u0000$(id)',
  });
  const environment = readFileSync(join(out, 'environment'), 'utf8');
  expect(environment).toContain('SECRET_ID=key_abc\n');
  expect(environment).toContain('SECRET_NAME=a OPENAI_X=1\\u{202e}\\u{0}$(id)\n');
  expect(environment).toContain('SECRET_PROJECT_ID=proj_1\n');
  expect(environment).toContain('SECRET_STORE=kept\n');
  expect(environment).not.toMatch(/CANARY|^OPENAI_|^NODE_/m);
});

test('a name that is not known does not come from elsewhere', async () => {
  const out = temporaryFolder();
  const run = [script(out, 'store', `cat >/dev/null; env > "${out}/environment"`)];
  const environment = { SECRET_NAME: 'of somebody else', SECRET_PROJECT_ID: 'proj_other' };
  const sink = commandSink('vault', { run, timeoutSeconds: 60 }, hostOf(out, environment));
  await (await sink.prepare()).store({ id: 'key_abc' }, secretValue);
  expect(readFileSync(join(out, 'environment'), 'utf8')).not.toMatch(/somebody|proj_other/);
});

describe('a failure that says no more than it may', () => {
  test.each([
    ['exit code 1', 'cat >/dev/null; exit 1', 'The command vault failed with exit code 1.'],
    ['a signal', 'cat >/dev/null; kill -TERM $$', 'The command vault was ended by SIGTERM.'],
    ['prints the secret', 'cat; cat >&2; exit 3', 'The command vault failed with exit code 3.'],
    ['not reading, at once', 'exit 0', 'ended without reading the secret'],
    ['not reading, later', 'sleep 0.3; exit 0', 'ended without reading the secret'],
    ['reading a part', 'head -c 5 >/dev/null', 'ended without reading the secret'],
    ['closing its input', 'exec <&-; sleep 0.3', 'ended without reading the secret'],
  ])('%s', async (_, lines, message) => {
    const error: unknown = await storeWith(lines).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'SinkError', message: expect.stringContaining(message) });
    expect(String(error)).not.toContain('CANARY');
  });
});

test.each([
  ['huge output', 'cat; head -c 20000000 /dev/zero; head -c 20000000 /dev/zero >&2'],
  ['leaving something behind that holds its input', 'cat >/dev/null; sleep 3 <&0 & exit 0'],
])('%s is no failure', async (_, lines) => {
  await storeWith(lines);
});

/** A process that was killed and that nobody has waited for still has its id. */
function isWorking(id: number): boolean {
  try {
    return isRunning(id) && !/^State:\s+Z/m.test(readFileSync(`/proc/${id}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test('past its time a command is ended with all that it started', async () => {
  const out = temporaryFolder();
  const lines = `cat >/dev/null; sleep 600 & echo $! > "${out}/child"; echo $$ > "${out}/self"; wait`;
  await expect(storeWith(lines, 5)).rejects.toThrow('had not ended after 5 s and was stopped');
  for (const name of ['self', 'child']) {
    const id = Number(readFileSync(join(out, name), 'utf8'));
    await expect.poll(() => isWorking(id)).toBe(false);
  }
});

test('nothing is left among the temporary files', async () => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('openai-admin-mcp-'));
  await storeWith('cat >/dev/null');
  const after = readdirSync(tmpdir()).filter((name) => name.startsWith('openai-admin-mcp-'));
  expect(
    after.filter((name) => !before.includes(name) && existsSync(join(tmpdir(), name, 'socket'))),
  ).toEqual([]);
});

describe('looked for before anything is minted', () => {
  const prepare = (run: string[], PATH?: string) =>
    commandSink('vault', { run, timeoutSeconds: 10 }, hostOf('/nonexistent', { PATH })).prepare();

  test('a program that is not there, no program, or not executable', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'plain'), 'x', { mode: 0o644 });
    chmodSync(join(folder, 'plain'), 0o644);
    mkdirSync(join(folder, 'folder'));
    for (const name of ['missing', 'plain', 'folder']) {
      const message = `there is no program "${name}" to execute`;
      await expect(prepare([name], folder)).rejects.toThrow(message);
      await expect(prepare([join(folder, name)], folder)).rejects.toThrow('there is no program');
    }
    await expect(prepare(['sh'], undefined)).rejects.toThrow('there is no program');
  });

  test('PATH is searched in its order, without folders that depend on where one is', async () => {
    const [one, two] = [temporaryFolder(), temporaryFolder()];
    script(two, 'store', 'exit 0');
    await prepare(['store'], `${one}:${two}`);
    await expect(prepare(['vitest'], 'node_modules/.bin:./node_modules/.bin')).rejects.toThrow(
      'there is no program',
    );
  });
});
