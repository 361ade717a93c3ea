/** Lines that this program did not write are told, whatever hashes they carry, and stay told. */
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openAuditTrail } from '../../src/audit/audit-trail.ts';
import { verifyTrail } from '../../src/audit/verify-trail.ts';
import { sealWith } from '../../src/state/seal.ts';
import { type Fields, lineOf, linesIn, rewrite, withoutSignature, writeHead } from './forger.ts';
import { INTENT, NOON, throwAwayState } from './state-folder.ts';
import { trailIn, verdictIn } from './verdict-in.ts';

function begin(count = 4) {
  const state = throwAwayState();
  const trail = openAuditTrail({ state, now: () => NOON });
  const file = (name: string) => join(state.path, name);
  const write = async (times = 1) => {
    for (let done = 0; done < times; done += 1) await trail.intent(INTENT);
  };
  return { folder: state.path, file, write, ready: write(count) };
}

const next = (folder: string, more: Fields = {}): Fields => {
  const last = linesIn(folder).at(-1) ?? {};
  return { ...last, seq: Number(last.seq) + 1, prev: last.hash, call: 'f'.repeat(16), ...more };
};

/** What hands without the key do to a trail of four lines. */
const FORGERIES: [what: string, meddle: (folder: string) => void][] = [
  [
    'arguments altered, every hash made anew',
    (folder) =>
      rewrite(
        folder,
        linesIn(folder).map((line, at) => (at === 1 ? { ...line, tool: 'get_project' } : line)),
      ),
  ],
  ['a line taken out, every hash made anew', (folder) => rewrite(folder, linesIn(folder).toSpliced(1, 1))],
  [
    'the last line without its MAC',
    (folder) =>
      rewrite(
        folder,
        linesIn(folder).map((line, at) => (at === 3 ? withoutSignature(line) : line)),
      ),
  ],
  [
    'a line of their own, counted',
    (folder) => {
      const line = next(folder);
      appendFileSync(join(folder, 'audit.jsonl'), `${lineOf(line)}\n`);
      writeHead(folder, { seq: Number(line.seq), hash: JSON.parse(lineOf(line)).hash });
    },
  ],
  ['a line of their own, not counted', (folder) => append(folder, lineOf(next(folder)))],
  [
    'a line of their own without MAC, not counted',
    (folder) => append(folder, lineOf(withoutSignature(next(folder)))),
  ],
  [
    'a line that names another key',
    (folder) => append(folder, lineOf(next(folder, { key: 'a'.repeat(16), mac: 'b'.repeat(64) }))),
  ],
  [
    'a whole line without hash, as if a crash had left it',
    (folder) => append(folder, JSON.stringify(withoutSignature(next(folder, { hash: undefined })))),
  ],
  ['a head without MAC', (folder) => writeHead(folder, { seq: 4, hash: linesIn(folder)[3]?.hash })],
  [
    'a head that counts too many bytes',
    (folder) => {
      const head = join(folder, 'audit-head.json');
      writeFileSync(head, readFileSync(head, 'utf8').replace(/"bytes":\d+/, '"bytes":999999'));
    },
  ],
];

describe.each(FORGERIES)('%s', (_, meddle) => {
  test('is told at once, and after the next writes too', async () => {
    const { folder, write, ready } = begin();
    await ready;
    expect(verdictIn(folder)).toMatchObject({ intact: true, unsigned: 0 });
    meddle(folder);
    expect(verdictIn(folder)).toMatchObject({ intact: false });
    await write(2);
    expect(verdictIn(folder)).toMatchObject({ intact: false });
  });
});

test('a line of other hands that nobody counted is not gone on from', async () => {
  for (const more of [{}, { key: undefined, mac: undefined }, { key: 'a'.repeat(16) }]) {
    const { folder, write, ready } = begin();
    await ready;
    append(folder, lineOf(next(folder, more)));
    await write();
    expect(linesIn(folder).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 5]);
  }
});

test('a MAC that was not made with the key is told by itself, whatever the head says', async () => {
  const { folder, file, ready } = begin();
  await ready;
  rewrite(
    folder,
    linesIn(folder).map((line) => ({ ...line, client: 'nobody' })),
  );
  const head = { ...JSON.parse(readFileSync(file('audit-head.json'), 'utf8')), standing: 'signed' };
  const seal = sealWith(readFileSync(file('seal.key'), 'utf8'));
  const verdict = verifyTrail(trailIn(folder), head, seal);
  expect(verdict).toMatchObject({ intact: false, line: 1, fault: 'forged' });
});

test('a trail without any MAC is all unsigned beginning, and goes on signed', async () => {
  const { folder, write, ready } = begin();
  await ready;
  rewrite(folder, linesIn(folder).map(withoutSignature));
  expect(verdictIn(folder)).toMatchObject({ intact: true, lines: 4, unsigned: 4 });
  await write(3);
  expect(verdictIn(folder)).toMatchObject({ intact: true, lines: 7, unsigned: 4 });
  // From then on the beginning is held by the first signed line.
  const meddled = readFileSync(join(folder, 'audit.jsonl'), 'utf8').replace(
    'archive_project',
    'archive_projecT',
  );
  writeFileSync(join(folder, 'audit.jsonl'), meddled);
  expect(verdictIn(folder)).toMatchObject({ intact: false, line: 1 });
});

test('an older trail whose last line a crash kept from being counted goes on', async () => {
  const { folder, write, ready } = begin(2);
  await ready;
  rewrite(folder, linesIn(folder).map(withoutSignature));
  append(folder, lineOf(withoutSignature(next(folder))));
  expect(verdictIn(folder)).toMatchObject({ intact: true, lines: 3, unsigned: 3 });
  await write();
  expect(verdictIn(folder)).toMatchObject({ intact: true, lines: 4, unsigned: 3 });
});

test('a first signed line that a crash kept from being counted is adopted', async () => {
  const { folder, file, write, ready } = begin(2);
  await ready;
  rewrite(folder, linesIn(folder).map(withoutSignature));
  const head = readFileSync(file('audit-head.json'));
  await write();
  writeFileSync(file('audit-head.json'), head);
  expect(verdictIn(folder)).toMatchObject({ intact: true, lines: 3, unsigned: 2 });
  await write();
  expect(verdictIn(folder)).toMatchObject({ intact: true, lines: 4, unsigned: 2 });
});

describe('a key that is lost', () => {
  test('leaves lines that cannot be checked, and those of the next key are', async () => {
    const { folder, file, write, ready } = begin();
    await ready;
    rmSync(file('seal.key'));
    expect(verdictIn(folder)).toMatchObject({ intact: true, unchecked: 1 });
    await write(2);
    expect(verdictIn(folder)).toMatchObject({ intact: true, lines: 6, unchecked: 1 });
  });

  test('hides no alteration', async () => {
    const { folder, file, ready } = begin();
    await ready;
    rmSync(file('seal.key'));
    const meddled = readFileSync(file('audit.jsonl'), 'utf8').replace('archive_project', 'archive_projecT');
    writeFileSync(file('audit.jsonl'), meddled);
    expect(verdictIn(folder)).toMatchObject({ intact: false, line: 1, fault: 'altered' });
  });

  test('does not hide lines of the next key that were altered', async () => {
    const { folder, file, write, ready } = begin();
    await ready;
    rmSync(file('seal.key'));
    await write(2);
    rewrite(
      folder,
      linesIn(folder).map((line, at) => (at === 5 ? { ...line, tool: 'get_project' } : line)),
    );
    expect(verdictIn(folder)).toMatchObject({ intact: false });
  });

  test('and put back, makes all of them checked again', async () => {
    const { folder, file, ready } = begin();
    await ready;
    const key = readFileSync(file('seal.key'));
    rmSync(file('seal.key'));
    writeFileSync(file('seal.key'), key, { mode: 0o600 });
    expect(verdictIn(folder)).toMatchObject({ intact: true, lines: 4 });
    expect(verdictIn(folder)).not.toHaveProperty('unchecked');
  });
});

test('the key never stands in the trail or the head', async () => {
  const { file, ready } = begin();
  await ready;
  const key = readFileSync(file('seal.key'), 'utf8');
  for (const name of ['audit.jsonl', 'audit-head.json'])
    expect(readFileSync(file(name), 'utf8')).not.toContain(key);
});

describe('a file that grew full', () => {
  const small = () => {
    const state = throwAwayState();
    mkdirSync(state.path, { recursive: true });
    const trail = openAuditTrail({ state, now: () => NOON, maxFileBytes: 2_000 });
    return { folder: state.path, file: (name: string) => join(state.path, name), trail };
  };

  test('is put aside, and the chain goes on over all of them', async () => {
    const { folder, file, trail } = small();
    for (let count = 0; count < 12; count += 1)
      await trail.outcome(await trail.intent(INTENT), { outcome: 'done' });
    expect(verdictIn(folder)).toMatchObject({ intact: true, lines: 24, torn: 0 });
    const [first = 0] = linesIn(folder).map(({ seq }) => Number(seq));
    expect(first).toBeGreaterThan(12);
    const older = readFileSync(file(`audit-${first - 1}.jsonl`), 'utf8');
    expect(JSON.parse(older.trimEnd().split('\n').at(-1) ?? '{}').seq).toBe(first - 1);
  });

  test('and a crash just then, before the next line, is no fault', async () => {
    const { folder, file, trail } = small();
    while (readOrEmpty(file('audit.jsonl')).length < 2_000) await trail.intent(INTENT);
    const last = linesIn(folder).length;
    renameSync(file('audit.jsonl'), file(`audit-${last}.jsonl`));
    expect(verdictIn(folder)).toMatchObject({ intact: true, lines: last });
    await trail.check();
    await trail.intent(INTENT);
    expect(verdictIn(folder)).toMatchObject({ intact: true, lines: last + 1 });
  });

  test.each(['removed', 'altered'])('and is %s, is told', async (what) => {
    const { folder, file, trail } = small();
    for (let count = 0; count < 12; count += 1) await trail.intent(INTENT);
    const first = Number(linesIn(folder)[0]?.seq) - 1;
    const older = file(`audit-${first}.jsonl`);
    if (what === 'removed') rmSync(older);
    else writeFileSync(older, readFileSync(older, 'utf8').replace('Documents', 'documents'));
    expect(verdictIn(folder)).toMatchObject({ intact: false });
    await trail.intent(INTENT);
    expect(verdictIn(folder)).toMatchObject({ intact: false });
  });
});

function append(folder: string, line: string): void {
  appendFileSync(join(folder, 'audit.jsonl'), `${line}\n`);
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
