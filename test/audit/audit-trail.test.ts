import { appendFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openAuditTrail } from '../../src/audit/audit-trail.ts';
import { HEAD_FILE, TRAIL_FILE } from '../../src/audit/trail-files.ts';
import type { StateFolder } from '../../src/state/state-folder.ts';
import { INTENT, NOON, throwAwayState } from './state-folder.ts';
import { verdictIn } from './verdict-in.ts';

const trailIn = (state: StateFolder) => openAuditTrail({ state, now: () => NOON });
const textIn = ({ path }: StateFolder) => readFileSync(join(path, TRAIL_FILE), 'utf8');
const linesIn = (state: StateFolder) =>
  textIn(state)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const verdictOn = ({ path }: StateFolder) => verdictIn(path);

/** Three lines are in it, the third an intent. */
async function begun() {
  const state = throwAwayState();
  const trail = trailIn(state);
  const call = await trail.intent(INTENT);
  await trail.outcome(call, { outcome: 'done', status: 200, request_id: 'req_1' });
  await trail.intent(INTENT);
  return { state, trail, path: join(state.path, TRAIL_FILE), headPath: join(state.path, HEAD_FILE) };
}

describe('lines', () => {
  test('hold the call, and the outcome that belongs to it', async () => {
    const { state } = await begun();
    const [intent, outcome] = linesIn(state);
    expect(intent).toEqual({
      seq: 1,
      time: '2026-11-28T12:00:00.000Z',
      kind: 'intent',
      call: expect.stringMatching(/^[0-9a-f]{16}$/),
      ...INTENT,
      prev: '0'.repeat(64),
      key: expect.stringMatching(/^[0-9a-f]{16}$/),
      mac: expect.stringMatching(/^[0-9a-f]{64}$/),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(outcome).toMatchObject({
      seq: 2,
      kind: 'outcome',
      call: intent?.call,
      outcome: 'done',
      status: 200,
      request_id: 'req_1',
      prev: intent?.hash,
    });
    expect(verdictOn(state)).toMatchObject({ intact: true, lines: 3, torn: 0 });
  });

  test('are read by their owner only', async () => {
    const { state, path, headPath } = await begun();
    expect([state.path, path, headPath].map((name) => statSync(name).mode & 0o777)).toEqual([
      0o700, 0o600, 0o600,
    ]);
  });

  test('written at once in one process follow one another', async () => {
    const state = throwAwayState();
    const trail = trailIn(state);
    const calls = await Promise.all(Array.from({ length: 40 }, () => trail.intent(INTENT)));
    expect(new Set(calls).size).toBe(40);
    expect(verdictOn(state)).toMatchObject({ intact: true, lines: 40 });
  });

  test('check writes none, and the first check is no fault', async () => {
    const state = throwAwayState();
    await trailIn(state).check();
    expect(textIn(state)).toBe('');
    expect(verdictOn(state)).toMatchObject({ intact: true, lines: 0 });
  });
});

describe('after a crash', () => {
  test('a line that was written but not counted is adopted', async () => {
    const { state, trail, headPath } = await begun();
    const before = readFileSync(headPath);
    await trail.intent(INTENT);
    writeFileSync(headPath, before);
    expect(verdictOn(state)).toMatchObject({ intact: true, lines: 4 });
    await trail.intent(INTENT);
    expect(verdictOn(state)).toMatchObject({ intact: true, lines: 5, torn: 0 });
    expect(linesIn(state).map((line) => line.seq)).toEqual([1, 2, 3, 4, 5]);
  });

  test('wherever a line was torn, the next one goes on and vouches for the piece', async () => {
    const { state, trail, path, headPath } = await begun();
    const [before, beforeBytes] = [readFileSync(headPath), readFileSync(path)];
    await trail.intent(INTENT);
    const added = readFileSync(path).subarray(beforeBytes.length);
    for (let kept = 0; kept <= added.length; kept += 1) {
      writeFileSync(headPath, before);
      writeFileSync(path, Buffer.concat([beforeBytes, added.subarray(0, kept)]));
      const whole = kept >= added.length - 1;
      const torn = kept === 0 || whole ? 0 : 1;
      expect(verdictOn(state)).toMatchObject({ intact: true, lines: whole ? 4 : 3, torn });
      if (kept % 25 !== 0 && kept < added.length - 3) continue;
      await trail.intent(INTENT);
      expect(verdictOn(state)).toMatchObject({ intact: true, lines: whole ? 5 : 4, torn });
      expect(readFileSync(path).includes(added.subarray(0, kept))).toBe(true);
    }
  });

  test('torn again and again', async () => {
    const { state, trail, path } = await begun();
    for (const piece of ['{"seq":4,"ti', '\n{"seq":4,"time":"20', '\n', '\0\0\0\0'])
      appendFileSync(path, piece);
    expect(verdictOn(state)).toMatchObject({ intact: true, lines: 3, torn: 1 });
    await trail.intent(INTENT);
    await trail.intent(INTENT);
    expect(verdictOn(state)).toMatchObject({ intact: true, lines: 5, torn: 1 });
  });

  test('between the first head and the first line', async () => {
    const state = throwAwayState();
    await trailIn(state).check();
    rmSync(join(state.path, TRAIL_FILE));
    await trailIn(state).intent(INTENT);
    expect(verdictOn(state)).toMatchObject({ intact: true, lines: 1 });
  });
});

describe('after other hands, the next line does not hide what they did', () => {
  const cases: [string, (path: string, headPath: string) => void, string][] = [
    ['the file is gone', (path) => rmSync(path), 'missing lines'],
    ['the file is emptied', (path) => truncateSync(path), 'missing lines'],
    ['the last line is gone', (path) => truncateSync(path, lastLineAt(path)), 'missing lines'],
    ['a part of the last line is gone', (path) => truncateSync(path, lastLineAt(path) + 20), 'altered'],
    [
      'a byte is altered',
      (path) => writeFileSync(path, readFileSync(path, 'utf8').replace('proj_1', 'proj_2')),
      'altered',
    ],
    ['text is added', (path) => appendFileSync(path, 'hello\n'), 'altered'],
    [
      'a line is added twice',
      (path) => appendFileSync(path, readFileSync(path, 'utf8').slice(lastLineAt(path))),
      'order',
    ],
    ['the head is gone', (_, head) => rmSync(head), 'head'],
    ['the head is damaged', (_, head) => writeFileSync(head, '{"seq":'), 'head'],
    [
      'head and last line are gone',
      (path, head) => {
        truncateSync(path, lastLineAt(path));
        rmSync(head);
      },
      'head',
    ],
    [
      'the head is damaged and the file gone',
      (path, head) => {
        writeFileSync(head, '');
        rmSync(path);
      },
      'head',
    ],
    [
      'the head is put back',
      (_, head) => writeFileSync(head, `{"seq":0,"hash":"${'0'.repeat(64)}","bytes":0}`),
      'altered',
    ],
  ];

  test.each(cases)('%s', async (_, meddle, fault) => {
    const { state, trail, path, headPath } = await begun();
    meddle(path, headPath);
    if (fault !== 'head' && statSync(path, { throwIfNoEntry: false })?.size)
      expect(verdictOn(state).intact).toBe(false);
    await trail.check();
    await trail.intent(INTENT);
    await trail.intent(INTENT);
    expect(verdictOn(state)).toMatchObject({ intact: false, fault });
    // What is written afterwards can be read.
    expect(() =>
      textIn(state)
        .trimEnd()
        .split('\n')
        .slice(-2)
        .map((line) => JSON.parse(line)),
    ).not.toThrow();
  });

  test('a line break that is gone from the end is put back, and stays told', async () => {
    const { state, trail, path } = await begun();
    const before = readFileSync(path);
    truncateSync(path, before.length - 1);
    expect(verdictOn(state)).toMatchObject({ intact: false, fault: 'head' });
    await trail.intent(INTENT);
    expect(readFileSync(path).subarray(0, before.length)).toEqual(before);
    expect(verdictOn(state)).toMatchObject({ intact: false, line: 4, fault: 'head' });
  });

  const lastLineAt = (path: string) => readFileSync(path).subarray(0, -1).lastIndexOf(0x0a) + 1;
});
