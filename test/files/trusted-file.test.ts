/** What every reader of a file that has to be trusted does with each kind of thing that can lie at its path. */
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { Worker } from 'node:worker_threads';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readGuardedFile } from '../../src/configuration/guarded-file.ts';
import { readKeyFile } from '../../src/credentials/key-file.ts';
import { readIndex } from '../../src/credentials/key-index.ts';
import { Secret } from '../../src/credentials/secret.ts';
import { openPrivateFile, readPrivateFile } from '../../src/files/private-file.ts';
import { readTrustedFile } from '../../src/files/trusted-file.ts';
import { openDispatcher } from '../../src/openai/dispatcher.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { readStoredSecret } from '../../src/sinks/read-secret.ts';
import { loadSpecFolder } from '../../src/specs/load-folder.ts';
import { toolNamed } from '../catalogue/catalogue.ts';
import { adminKey } from '../credentials/sample-keys.ts';
import { fileOf, LIST } from '../specs/spec-text.ts';

type Uid = number | undefined;

/** What a reader says of each thing; `read` where it takes the file. */
type Words = {
  notAFile: RegExp;
  tooLarge: RegExp;
  link: RegExp | 'read';
  /** With mode 666. */
  openToAll: RegExp | 'read';
  otherOwner: RegExp | 'read';
  missing: RegExp | 'read';
};

type Reader = { name: string; content: string; maxBytes: number; words: Words } & {
  /** Throws or returns what it says of a file that it does not take; undefined for one that it takes. */
  read(path: string, uid: Uid): unknown;
};

const ORDINARY = /is not an ordinary file of at most/;

const READERS: Reader[] = [
  {
    name: 'policy file',
    content: 'deny: [{ tools: [delete_user], because: By hand only. }]\n',
    maxBytes: 256 * 1024,
    read(path, uid) {
      const result = readPolicy(path, [toolNamed('delete_user')], uid);
      return 'problem' in result ? result.problem : undefined;
    },
    words: {
      notAFile: ORDINARY,
      tooLarge: ORDINARY,
      link: 'read',
      openToAll: /can be written by other users; check it, then run: chmod go-w/,
      otherOwner: /belongs to another user, who could change the rules/,
      missing: /does not exist/,
    },
  },
  {
    name: 'key file',
    content: adminKey,
    maxBytes: 64 * 1024,
    read: (path, uid) => void readKeyFile(path, uid),
    words: {
      notAFile: ORDINARY,
      tooLarge: ORDINARY,
      link: 'read',
      openToAll: /can be read or written by other users \(mode 666\).* chmod 600/,
      otherOwner: /belongs to another user and is not read/,
      missing: /does not exist/,
    },
  },
  {
    name: 'key index',
    content: '{"version":1,"profiles":{}}',
    maxBytes: 1024 * 1024,
    read: (path, uid) => void readIndex(path, uid),
    words: {
      notAFile: ORDINARY,
      tooLarge: ORDINARY,
      link: 'read',
      openToAll: /other users can write it\. Check it, then run: chmod 600/,
      otherOwner: /it belongs to another user/,
      missing: 'read',
    },
  },
  {
    name: 'configuration file',
    content: 'secret_commands: {}',
    maxBytes: 256 * 1024,
    read: (path, uid) => void readGuardedFile(path, uid, '--secrets'),
    words: {
      notAFile: ORDINARY,
      tooLarge: ORDINARY,
      link: 'read',
      openToAll: /can be written by other users\. .* chmod 600/,
      otherOwner: /or its folder belongs to another user/,
      missing: 'read',
    },
  },
  {
    name: 'file of the state folder',
    content: '{}',
    maxBytes: 2 ** 31 - 1,
    read: (path, uid) => void readPrivateFile(path, uid),
    words: {
      notAFile: /is no file\. Move it away/,
      tooLarge: /is larger than 2 GiB\. Move it away/,
      link: /is a link\. Remove it/,
      openToAll: 'read',
      otherOwner: /belongs to another user\. Move it away/,
      missing: 'read',
    },
  },
  {
    name: 'file of the state folder, to be written',
    content: '{}',
    maxBytes: 2 ** 31 - 1,
    read: (path, uid) =>
      void openPrivateFile(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, uid),
    words: {
      notAFile: /is no file\. Move it away|EISDIR/,
      tooLarge: /is larger than 2 GiB\. Move it away/,
      link: /is a link\. Remove it/,
      openToAll: 'read',
      otherOwner: /belongs to another user\. Move it away/,
      missing: 'read',
    },
  },
  {
    name: 'secret file',
    content: 'made-up',
    maxBytes: 64 * 1024,
    async read(path) {
      const { fingerprint } = new Secret('made-up');
      const label = { id: 'key_1', tool: 'create_admin_api_key', profile: 'default', storedAt: '' };
      const stored = { ...label, fingerprint, places: [{ kind: 'file' as const, path }] };
      await readStoredSecret(stored, () => expect.unreachable());
    },
    words: {
      notAFile: ORDINARY,
      tooLarge: ORDINARY,
      link: /is a symbolic link now and is not followed/,
      openToAll: 'read',
      otherOwner: 'read',
      missing: /is not there any more/,
    },
  },
  {
    name: 'spec file',
    content: fileOf(LIST),
    maxBytes: 1024 * 1024,
    read: (path, uid) => void loadSpecFolder(dirname(path), uid),
    words: {
      notAFile: ORDINARY,
      tooLarge: ORDINARY,
      link: 'read',
      openToAll: /can be written by other users; check it, then run: chmod go-w/,
      otherOwner: /belongs to another user, who could change the tools/,
      missing: 'read',
    },
  },
  {
    name: 'file of authorities',
    content: rootCertificates[0] ?? '',
    maxBytes: 8 * 1024 * 1024,
    async read(path) {
      const dispatcher = await openDispatcher({
        baseUrl: new URL('https://api.openai.com/v1/'),
        proxy: {},
        extraCaFile: path,
        nodeExtraCaFile: undefined,
        closing: new AbortController().signal,
        demand: new Set(),
      });
      await dispatcher.close();
    },
    words: {
      notAFile: ORDINARY,
      tooLarge: ORDINARY,
      link: 'read',
      openToAll: 'read',
      otherOwner: 'read',
      missing: /cannot be read \(ENOENT\)/,
    },
  },
];

/** In a folder that nobody else can write; its ending makes it a spec file. */
function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'trusted-file-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'file.yaml');
}

function writeTo(path: string, content: string, mode = 0o600): void {
  writeFileSync(path, content);
  chmodSync(path, mode);
}

/** A reader that waits for a writer gets one after a minute, who leaves a note: the test fails then, and does not hang. */
function makePipe(path: string): void {
  execFileSync('mkfifo', [path]);
  const writer = spawn('sh', ['-c', 'sleep 60; echo > "$0" && echo > "$0-waited"', path], {
    detached: true,
    stdio: 'ignore',
  });
  onTestFinished(() => void process.kill(-(writer.pid ?? 0), 'SIGKILL'));
}

async function makeSocket(path: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
}

const uid = process.getuid?.();

const CASES: [string, (path: string, reader: Reader) => unknown, (words: Words) => RegExp | 'read', Uid?][] =
  [
    ['an ordinary file', (path, { content }) => writeTo(path, content), () => 'read'],
    ['a named pipe', makePipe, ({ notAFile }) => notAFile],
    ['a socket', makeSocket, ({ notAFile }) => notAFile],
    ['a folder', (path) => mkdirSync(path), ({ notAFile }) => notAFile],
    [
      'a link to a device',
      (path) => symlinkSync('/dev/zero', path),
      ({ link, notAFile }) => (link === 'read' ? notAFile : link),
    ],
    [
      'a file that is too large',
      (path, { content, maxBytes }) => {
        writeTo(path, content);
        truncateSync(path, maxBytes + 1);
      },
      ({ tooLarge }) => tooLarge,
    ],
    [
      'a file that all may write',
      (path, { content }) => writeTo(path, content, 0o666),
      ({ openToAll }) => openToAll,
    ],
    [
      'a file of another user',
      (path, { content }) => {
        writeTo(path, content);
        if (uid === 0) chownSync(path, 54_321, 54_321);
      },
      ({ otherOwner }) => otherOwner,
      // Only root can give a file away; for anybody else the reader is another.
      uid === 0 ? uid : (uid ?? 0) + 1,
    ],
    [
      'a link to a file',
      (path, { content }) => {
        const target = newPath();
        writeTo(target, content);
        symlinkSync(target, path);
      },
      ({ link }) => link,
    ],
    ['nothing', () => undefined, ({ missing }) => missing],
  ];

describe.skipIf(uid === undefined).each(READERS)('a $name', (reader) => {
  test.each(CASES)('that is %s', async (_, place, expected, asUid = uid) => {
    const path = newPath();
    await place(path, reader);
    const said = await (async () => reader.read(path, asUid))().catch((error: Error) => error.message);
    const words = expected(reader.words);
    expect(existsSync(`${path}-waited`), 'it waited for a writer').toBe(false);
    if (words === 'read') expect(said).toBeUndefined();
    else expect(said).toMatch(words);
  });
});

/** Gives the path to a file that others can write and to one that nobody else can, by turns. */
const EXCHANGE = `
  const { chmodSync, renameSync, writeFileSync } = require('node:fs');
  const path = require('node:worker_threads').workerData;
  for (;;) for (const [content, mode] of [['ours', 0o600], ['theirs', 0o666]]) {
    writeFileSync(path + '.next', content);
    chmodSync(path + '.next', mode);
    renameSync(path + '.next', path);
  }`;

test.skipIf(uid === undefined)(
  'what is read is what was looked at, however often the file is exchanged',
  async () => {
    const path = newPath();
    writeTo(path, 'ours');
    const worker = new Worker(EXCHANGE, { eval: true, workerData: path });
    onTestFinished(async () => void (await worker.terminate()));
    const seen = new Set<string>();
    for (let reads = 0; reads < 5_000 || seen.size < 2; reads += 1) {
      const read = readTrustedFile(path, { uid, maxBytes: 100, owner: 'user', forbiddenMode: 0o022 });
      seen.add('content' in read ? read.content.toString() : read.reason);
    }
    expect(seen).toEqual(new Set(['ours', 'mode']));
  },
);

test.runIf(process.platform === 'linux')('a file that tells no size is read up to the limit', () => {
  expect(readTrustedFile('/proc/self/status', { uid: undefined, maxBytes: 100 })).toEqual({
    reason: 'too-large',
  });
  expect(readTrustedFile('/proc/self/status', { uid: undefined, maxBytes: 65_536 })).toHaveProperty(
    'content',
  );
});
