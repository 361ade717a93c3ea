/** What docs/audit.md says of a line, taken at its word: whoever reads the page can check the trail by themselves. */
import { createHash, createHmac } from 'node:crypto';
import {
  appendFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openAuditTrail } from '../../src/audit/audit-trail.ts';
import { linesIn } from './forger.ts';
import { INTENT, NOON, throwAwayState } from './state-folder.ts';
import { verdictIn } from './verdict-in.ts';

async function begun(count = 3) {
  const state = throwAwayState();
  const trail = openAuditTrail({ state, now: () => NOON });
  for (let line = 0; line < count; line += 1) await trail.intent(INTENT);
  return { path: state.path, trail, file: (name: string) => join(state.path, name) };
}

test('hash and MAC are made of what stands in the line, as the page says', async () => {
  const { path, file } = await begun();
  const key = Buffer.from(readFileSync(file('seal.key'), 'utf8'), 'hex');
  const texts = readFileSync(file('audit.jsonl'), 'utf8').trimEnd().split('\n');
  for (const [at, text] of texts.entries()) {
    const { key: _, mac, hash, ...fields } = JSON.parse(text);
    expect(hash).toBe(
      createHash('sha256')
        .update(text.replace(`,"hash":"${hash}"`, ''))
        .digest('hex'),
    );
    const signed = `audit line ${JSON.stringify(fields)}`;
    expect(mac).toBe(createHmac('sha256', key).update(signed).digest('hex'));
    if (at > 0) expect(fields.prev).toBe(linesIn(path)[at - 1]?.hash);
  }
  expect(texts).toHaveLength(3);
});

test('the head has number and hash of the last line, and the size', async () => {
  const { path, file } = await begun();
  expect(JSON.parse(readFileSync(file('audit-head.json'), 'utf8'))).toMatchObject({
    seq: 3,
    hash: linesIn(path)[2]?.hash,
    bytes: statSync(file('audit.jsonl')).size,
  });
});

test('a line behind a torn one has its length and hash', async () => {
  const { path, trail, file } = await begun();
  const piece = '{"seq":4,"ti';
  appendFileSync(file('audit.jsonl'), piece);
  await trail.intent(INTENT);
  const whole = `${piece}\n`;
  const sha256 = createHash('sha256').update(whole).digest('hex');
  const last = readFileSync(file('audit.jsonl'), 'utf8').trimEnd().split('\n').at(-1) ?? '';
  expect(JSON.parse(last).torn).toEqual({ bytes: whole.length, sha256 });
  expect(verdictIn(path)).toMatchObject({ intact: true });
});

test.each([
  ['missing', (head: string) => rmSync(head)],
  ['damaged', (head: string) => truncateSync(head, 5)],
])('a line that was written while the head was %s tells it', async (_, meddle) => {
  const { path, trail, file } = await begun();
  meddle(file('audit-head.json'));
  await trail.intent(INTENT);
  expect(linesIn(path).map((line) => 'head_lost' in line)).toEqual([false, false, false, true]);
});

test('a file of 16 MiB is put aside after the number of its last line', async () => {
  const { path, trail, file } = await begun();
  // What a crash may leave.
  appendFileSync(
    file('audit.jsonl'),
    '\0'.repeat(16 * 1024 * 1024 - statSync(file('audit.jsonl')).size - 2_000),
  );
  await trail.intent(INTENT);
  expect(readdirSync(path)).not.toContain('audit-4.jsonl');
  for (let line = 0; line < 4; line += 1) await trail.intent(INTENT);
  const [aside = ''] = readdirSync(path).filter((name) => /^audit-\d+\.jsonl$/.test(name));
  const { seq } = JSON.parse(readFileSync(file(aside), 'utf8').trimEnd().split('\n').at(-1) ?? '');
  expect(aside).toBe(`audit-${seq}.jsonl`);
  expect(verdictIn(path)).toMatchObject({ intact: true, lines: 8 });
});

test('where all its files were moved away, the next call starts a new trail', async () => {
  const { path, trail, file } = await begun();
  appendFileSync(file('audit.jsonl'), 'other hands\n');
  expect(verdictIn(path)).toMatchObject({ intact: false });
  for (const name of ['audit.jsonl', 'audit-head.json']) renameSync(file(name), `${path}-${name}`);
  await trail.intent(INTENT);
  expect(verdictIn(path)).toMatchObject({ intact: true, lines: 1, unsigned: 0 });
});
