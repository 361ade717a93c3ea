import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { START as BEGINNING, formatLine, type KeptHead, sha256 } from '../../src/audit/hashed-line.ts';
import { verifyTrail } from '../../src/audit/verify-trail.ts';
import { type Seal, sealWith } from '../../src/state/seal.ts';

const SEAL = sealWith('5e'.repeat(32)) as Seal;
const START: KeptHead = { ...BEGINNING, standing: 'signed' };

type Lines = { lines: string[]; head: KeptHead };

/** A trail as the program writes it; after the numbers in `torn` a crash left a piece of the next line. */
function trailOf(count: number, torn: number[] = []): Lines {
  const lines: string[] = [];
  let { hash: prev, bytes } = START;
  for (let seq = 1; seq <= count; seq += 1) {
    const piece = torn.includes(seq - 1) ? `{"seq":${seq},"time":"2026-11-2\n` : '';
    const { text, hash } = formatLine(
      {
        seq,
        time: '2026-11-28T12:00:00.000Z',
        kind: seq % 2 === 1 ? 'intent' : 'outcome',
        tool: 'Grüße \u00e9 😀',
        ...(piece && { torn: { bytes: piece.length, sha256: sha256(piece) } }),
        prev,
      },
      SEAL,
    );
    lines.push(...(piece ? [piece] : []), `${text}\n`);
    bytes += Buffer.byteLength(`${piece}${text}\n`);
    prev = hash;
  }
  return { lines, head: { seq: count, hash: prev, bytes, standing: 'signed' } };
}

const verify = (lines: string[], head: KeptHead | undefined) =>
  verifyTrail(Buffer.from(lines.join('')), head, SEAL);

describe('a trail as it was written is intact', () => {
  test.each([
    [0, []],
    [1, []],
    [7, []],
    [1, [0]],
    [7, [2, 5]],
  ])('%i lines, crashes after %j', (count, torn) => {
    const { lines, head } = trailOf(count, torn);
    expect(verify(lines, head)).toEqual({
      intact: true,
      lines: count,
      torn: torn.length,
      unsigned: 0,
      head: { seq: head.seq, hash: head.hash, bytes: head.bytes },
    });
  });

  test('with the last line not counted yet', () => {
    const { lines, head } = trailOf(3);
    expect(verify(trailOf(4).lines, head)).toMatchObject({ intact: true, lines: 4 });
    expect(verify(lines, START)).toMatchObject({ intact: false, line: 3, fault: 'inserted' });
    expect(verify(trailOf(1).lines, START)).toMatchObject({ intact: true, lines: 1 });
  });

  test.each(['{', '{"seq":4', '{"seq":4,"time":"2026-11-28T12:00', '\0\0\0', '{"seq":4,"ti\n{"se', ''])(
    'with %j behind the counted lines, which a crash left',
    (piece) => {
      const { lines, head } = trailOf(3);
      expect(verify([...lines, piece], head)).toMatchObject({ intact: true, torn: piece === '' ? 0 : 1 });
    },
  );
});

describe('what was changed is found', () => {
  const { lines, head } = trailOf(5, [2]);
  const whole = Buffer.from(lines.join(''));

  test('every byte, changed to any other', () => {
    for (let at = 0; at < whole.length; at += 1) {
      for (const flip of [1, 0x20, 0x80]) {
        const changed = Buffer.from(whole);
        changed[at] = (changed[at] ?? 0) ^ flip;
        if (verifyTrail(changed, head, SEAL).intact) throw new Error(`byte ${at} ^ ${flip} goes unseen`);
      }
    }
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(whole);
        changed[at] = (changed[at] ?? 0) ^ flip;
        expect(verifyTrail(changed, head, SEAL).intact).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test('every cut of the end, and every piece taken out', () => {
    for (let end = 0; end < whole.length; end += 1) {
      if (verifyTrail(whole.subarray(0, end), head, SEAL).intact)
        throw new Error(`cut at ${end} goes unseen`);
    }
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 2000 }), (from, count) => {
        const shorter = Buffer.concat([whole.subarray(0, from), whole.subarray(from + count)]);
        expect(verifyTrail(shorter, head, SEAL).intact).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  test('bytes and lines put in anywhere', () => {
    const other = trailOf(9).lines;
    fc.assert(
      fc.property(
        fc.nat(whole.length - 1),
        fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.constantFrom(...other, ...lines, '\n')),
        (at, added) => {
          const longer = Buffer.concat([whole.subarray(0, at), Buffer.from(added), whole.subarray(at)]);
          expect(verifyTrail(longer, head, SEAL).intact).toBe(false);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test.each(['x', '\n', 'hello\n', '{"seq":5,', '{"seq":6}x\n', '{}\n', ...lines])(
    '%j put behind the end',
    (added) => {
      expect(verify([...lines, added], head).intact).toBe(false);
    },
  );

  test('lines in any other order, or without some', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(lines).filter((some) => some.join('') !== lines.join('')),
        (some) => {
          expect(verify(some, head).intact).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([
    { ...head, seq: 4 },
    { ...head, seq: 6 },
    { ...head, bytes: head.bytes - 1 },
    { ...head, hash: START.hash },
    START,
    undefined,
  ])('another head: %j', (other) => {
    expect(verify(lines, other).intact).toBe(false);
  });

  test('a line replaced by another one that hashes well', () => {
    const forged = formatLine({ seq: 2, time: 'then', kind: 'outcome', prev: 'a'.repeat(64) }, SEAL);
    const { lines: five, head: end } = trailOf(5);
    five[1] = `${forged.text}\n`;
    expect(verify(five, end)).toMatchObject({ line: 2, fault: 'altered' });
  });
});

describe('the fault is told in plain words', () => {
  const { lines, head } = trailOf(5);
  const without = (...gone: number[]) => lines.filter((_, index) => !gone.includes(index + 1));

  test.each<[string, string[], KeptHead | undefined, number, string, string]>([
    [
      'altered',
      lines.map((line, index) => (index === 2 ? line.replace('Gr', 'gr') : line)),
      head,
      3,
      'altered',
      'Line 3 was altered',
    ],
    ['one gone', without(3), head, 3, 'missing lines', 'Before line 3, number 3 is missing.'],
    ['two gone', without(1, 2), head, 1, 'missing lines', 'Before line 1, numbers 1 to 2 are missing.'],
    [
      'doubled',
      [...lines.slice(0, 2), ...lines.slice(1)],
      head,
      3,
      'order',
      'it is number 2, and 3 belongs here',
    ],
    ['cut', without(4, 5), head, 3, 'cut off', '5 lines were written, and the last whole one is number 3'],
    ['cut in a line', [...without(5), '{"seq":5,'], head, 5, 'cut off', 'The end was cut off'],
    ['all gone', [], head, 0, 'cut off', 'The end was cut off'],
    ['no head', lines, undefined, 5, 'head', 'audit-head.json is missing or damaged'],
    ['added', [...lines, 'hello\n'], head, 6, 'inserted', 'Line 6 was added by something other'],
  ])('%s', (_, some, end, line, fault, words) => {
    const verdict = verify(some, end);
    expect(verdict).toMatchObject({ intact: false, line, fault });
    expect(verdict).toHaveProperty('explanation', expect.stringContaining(words));
  });
});
