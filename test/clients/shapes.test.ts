/** Install and uninstall over files of every shape, for every client whose file is edited: nothing is lost, all comes back. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import type { FileClient } from '../../src/clients/client-table.ts';
import { homeFolder } from '../credentials/home-folder.ts';
import { JSON_SHAPES } from './json-shapes.ts';
import { besides, FILE_CLIENTS, INSTALL, pathIn, runClient } from './run-client.ts';
import { TOML_SHAPES } from './toml-shapes.ts';

type Values = Record<string, unknown>;

/** By parsers that the program does not use, where there is one. */
function valuesIn({ kind }: FileClient, bytes: Buffer): Values {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  if (kind === 'toml') return plain(parseToml(text, { integersAsBigInt: true }));
  return ts.parseConfigFileTextToJson('file.json', text).config ?? {};
}

/** TOML has dates, and numbers that are too large for JSON. */
const plain = (values: object): Values =>
  JSON.parse(JSON.stringify(values, (_, value) => (typeof value === 'bigint' ? `${value}` : value)));

const serversIn = (client: FileClient, bytes: Buffer) =>
  (valuesIn(client, bytes)[client.key] ?? {}) as Record<string, Values>;

const without = (client: FileClient, bytes: Buffer) => {
  const { [client.key]: servers = {}, ...others } = valuesIn(client, bytes);
  const { 'openai-admin': _, ...left } = servers as Values;
  return { others, left };
};

/** How much of `before` is not in `after`, which differ in one place. */
function lost(before: Buffer, after: Buffer): number {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < before.length - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return before.length - start - end;
}

function fileIn(client: FileClient, content: string | Buffer, mode = 0o640) {
  const home = homeFolder();
  const path = pathIn(home, client);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, mode);
  return { home, path, before: readFileSync(path) };
}

const shapesFor = ({ kind }: FileClient) => (kind === 'toml' ? TOML_SHAPES : JSON_SHAPES);
const kept = FILE_CLIENTS.flatMap((client) =>
  Object.entries(shapesFor(client).KEPT).map(([name, shape]) => ({
    client,
    shape,
    title: `${client.name}: ${name}`,
  })),
);
const refused = FILE_CLIENTS.flatMap((client) =>
  Object.entries(shapesFor(client).REFUSED).map(([name, given]) => ({
    client,
    ...given,
    title: `${client.name}: ${name}`,
  })),
);

describe('a file with', () => {
  test.each(kept)(
    '$title keeps every byte around the entry, and gets its own back',
    async ({ client, shape }) => {
      const { home, path, before } = fileIn(client, shape(client.key));
      const hadOurs = serversIn(client, before)['openai-admin'] !== undefined;

      const installed = await runClient(home, ['install', client.name, ...INSTALL]);
      expect(installed, installed.stderr).toMatchObject({ code: 0, stderr: '' });
      const after = readFileSync(path);
      const servers = serversIn(client, after);
      expect(servers['openai-admin']).toMatchObject({
        args: [expect.stringContaining('openai-admin-mcp.js'), '--sandbox'],
      });
      expect(without(client, after)).toEqual(without(client, before));
      if (!hadOurs) expect(lost(before, after)).toBe(0);
      expect(statSync(path).mode & 0o777).toBe(0o640);
      const [copy = ''] = besides(path);
      expect(readFileSync(join(dirname(path), copy)).equals(before)).toBe(true);

      const again = await runClient(home, ['install', client.name, ...INSTALL]);
      expect(again.stdout).toContain('this is there already');
      const other = await runClient(home, ['install', client.name, ...INSTALL, '--read-only']);
      expect(other.code, other.stderr).toBe(0);
      expect(without(client, readFileSync(path))).toEqual(without(client, before));

      const gone = await runClient(home, ['uninstall', client.name, '--yes']);
      expect(gone, gone.stderr).toMatchObject({ code: 0, stderr: '' });
      expect(readFileSync(path).equals(before)).toBe(true);
      expect(statSync(path).mode & 0o777).toBe(0o640);
      expect(besides(path)).toEqual([]);
      expect(gone.stdout.includes('The entry that was there before is back')).toBe(hadOurs);
    },
  );

  test.each(kept)(
    '$title loses the entry alone where something else has changed since',
    async ({ client, shape }) => {
      const { home, path, before } = fileIn(client, shape(client.key));
      await runClient(home, ['install', client.name, ...INSTALL]);
      const { comment } = shapesFor(client);
      const changed = Buffer.concat([readFileSync(path), Buffer.from(comment)]);
      writeFileSync(path, changed);

      const gone = await runClient(home, ['uninstall', client.name, '--yes']);
      expect(gone.code, gone.stderr).toBe(0);
      const after = readFileSync(path);
      expect(without(client, after)).toEqual(without(client, before));
      expect(serversIn(client, after)['openai-admin']).toBeUndefined();
      expect(after.toString().endsWith(comment)).toBe(true);
    },
  );

  test.each(refused)('$title is told so and left as it is', async ({ client, shape, why }) => {
    const { home, path, before } = fileIn(client, shape(client.key));
    const installed = await runClient(home, ['install', client.name, ...INSTALL]);
    expect(installed.code).toBe(2);
    expect(installed.stderr).toContain(`${path} `);
    expect(installed.stderr).toMatch(why);
    expect(installed.stderr).toContain('Nothing was changed there.');
    // What to write by hand.
    expect(installed.stderr).toContain('openai-admin-mcp.js');
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(besides(path)).toEqual([]);
    const gone = await runClient(home, ['uninstall', client.name, '--yes']);
    expect([0, 2]).toContain(gone.code);
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

describe.each(FILE_CLIENTS)('$name', (client) => {
  const shape = Object.values(shapesFor(client).KEPT)[0]?.(client.key) ?? '';

  test('without a file gets one, for its owner alone, and loses it again', async () => {
    const home = homeFolder();
    const path = pathIn(home, client);
    const installed = await runClient(home, ['install', client.name, ...INSTALL]);
    expect(installed.code, installed.stderr).toBe(0);
    expect(serversIn(client, readFileSync(path))).toHaveProperty('openai-admin');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await runClient(home, ['uninstall', client.name, '--yes']);
    expect(existsSync(path)).toBe(false);
    expect(besides(path)).toEqual([]);
  });

  test('with a link keeps the link, and the file behind it is changed', async () => {
    const { home, path, before } = fileIn(client, shape);
    const elsewhere = homeFolder();
    const target = join(elsewhere, 'dotfile');
    writeFileSync(target, before);
    rmSync(path);
    symlinkSync(target, path);
    const installed = await runClient(home, ['install', client.name, ...INSTALL]);
    expect(installed.code, installed.stderr).toBe(0);
    expect(readlinkSync(path)).toBe(target);
    expect(serversIn(client, readFileSync(target))).toHaveProperty('openai-admin');
    await runClient(home, ['uninstall', client.name, '--yes']);
    expect(readlinkSync(path)).toBe(target);
    expect(readFileSync(target).equals(before)).toBe(true);
    expect(besides(target)).toEqual([]);
  });
});

const [CURSOR] = FILE_CLIENTS.filter(({ name }) => name === 'cursor') as [FileClient];

describe('what is no file to change', () => {
  test.each([
    ['a read-only file', (path: string) => writeFileSync(path, '{}', { mode: 0o444 }), 'is read-only'],
    ['a folder', (path: string) => mkdirSync(path), 'is no regular file'],
    [
      'a link to nothing',
      (path: string) => symlinkSync('/nonexistent/file', path),
      'is a link to a file that does not',
    ],
    ['a link to itself', (path: string) => symlinkSync(path, path), 'cannot be read (ELOOP)'],
  ])('%s is told so', async (_, make, why) => {
    const home = homeFolder();
    const path = pathIn(home, CURSOR);
    mkdirSync(dirname(path));
    make(path);
    const { code, stderr } = await runClient(home, ['install', 'cursor', ...INSTALL]);
    expect(code).toBe(2);
    expect(stderr).toContain(`Cursor: ${path} ${why}`);
    expect(besides(path)).toEqual([]);
  });

  test('a file in the place of the folder is told so', async () => {
    const home = homeFolder();
    writeFileSync(join(home, '.cursor'), 'x');
    const { code, stderr } = await runClient(home, ['install', 'cursor', ...INSTALL]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/cannot be read \(ENOTDIR\)|cannot be written/);
  });
});
