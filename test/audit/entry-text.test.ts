import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openAuditTrail } from '../../src/audit/audit-trail.ts';
import { tidyArguments, tidyText, tidyValue } from '../../src/audit/entry-text.ts';
import { TRAIL_FILE } from '../../src/audit/trail-files.ts';
import { INTENT, NOON, throwAwayState } from './state-folder.ts';

const same = (text: string) => text;
const SECRET = `sk-admin-${'x'.repeat(120)}`;
const hide = (text: string) => text.replaceAll(SECRET, '[secret]');

describe('a text', () => {
  test('loses its secrets before it is cut', () => {
    expect(tidyText(`${'a'.repeat(150)}${SECRET}b`, hide)).toBe(`${'a'.repeat(150)}[secret]b`);
  });

  test('is cut at 200 characters, between two of them', () => {
    const cut = tidyText('😀'.repeat(150), same);
    expect(cut).toBe(`${'😀'.repeat(98)}...`);
    expect(tidyText('a'.repeat(200), same)).toBe('a'.repeat(200));
    expect(tidyText('a'.repeat(201), same)).toHaveLength(200);
  });

  test('shows what is invisible', () => {
    expect(tidyText('a\u202eb\u200b\u001b[2J', same)).toBe('a\\u{202e}b\\u{200b}\\u{1b}[2J');
  });
});

describe('arguments', () => {
  test('are bounded in depth and number, and say so', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
    expect(JSON.stringify(tidyValue(deep, same))).toBe('[[[[[["[nested too deep]"]]]]]]');
    expect(tidyValue(Array(60).fill(1), same)).toEqual([...Array(49).fill(1), '[11 more]']);
    const wide = Object.fromEntries(Array.from({ length: 60 }, (_, number) => [`n${number}`, number]));
    expect(tidyValue(wide, same)).toMatchObject({ n48: 48, '...': '11 more' });
    expect(tidyArguments({ list: Array(49).fill('a'.repeat(200)) }, same)).toEqual({
      '...': '9957 bytes left out',
    });
  });

  test('keep names that JavaScript knows as plain names', () => {
    const given = JSON.parse('{"__proto__":{"a":"\\u200b"},"constructor":"b"}');
    expect(JSON.stringify(tidyValue(given, same))).toBe(
      '{"__proto__":{"a":"\\\\u{200b}"},"constructor":"b"}',
    );
  });

  test('lose secrets in names, too', () => {
    expect(tidyValue({ [SECRET]: [{ deep: SECRET }] }, hide)).toEqual({ '[secret]': [{ deep: '[secret]' }] });
  });
});

test('whatever the arguments and names are, a call is one line under 16 kB without a secret', async () => {
  const state = throwAwayState(hide);
  const trail = openAuditTrail({ state, now: () => NOON });
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.constantFrom(
      SECRET,
      '\n{"seq":2}\n',
      '"}\r\n\u2028',
      '漢'.repeat(400),
      '"'.repeat(400),
      '\u0007'.repeat(400),
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.dictionary(text, fc.jsonValue({ maxDepth: 9 }) as fc.Arbitrary<unknown>, { maxKeys: 60 }),
      fc.array(text, { maxLength: 60 }),
      async (name, given, list) => {
        const before = linesOf(state.path).length;
        await trail.intent({
          ...INTENT,
          profile: name,
          client: name,
          tool: name,
          reason: name,
          approved_by: name,
          decision: name,
          target: { id: name, name },
          arguments: { ...given, list },
        });
        const lines = linesOf(state.path);
        expect(lines.length).toBe(before + 1);
        expect(lines.at(-1)).not.toContain(SECRET);
        expect(Buffer.byteLength(lines.at(-1) ?? '')).toBeLessThan(16_384);
      },
    ),
    { numRuns: 150 },
  );
});

test('what the filter finds only in the line as a whole is left out', async () => {
  // Two halves that are harmless by themselves.
  const state = throwAwayState((text) => text.replace(/half-1.*half-2/, '[secret]'));
  const trail = openAuditTrail({ state, now: () => NOON });
  await trail.intent({ ...INTENT, arguments: { a: 'half-1', b: 'half-2' } });
  const line = JSON.parse(linesOf(state.path).at(-1) ?? '');
  expect(line).toMatchObject({ tool: INTENT.tool, left_out: 'what looked like a secret' });
  expect(line).not.toHaveProperty('arguments');
  await expect(trail.intent({ ...INTENT, profile: 'half-1', client: 'half-2' })).rejects.toMatchObject({
    name: 'AuditUnwritable',
    message: expect.stringContaining('a secret could not be taken out'),
  });
  expect(linesOf(state.path)).toHaveLength(1);
});

function linesOf(folder: string): string[] {
  try {
    return readFileSync(join(folder, TRAIL_FILE), 'utf8').split('\n').slice(0, -1);
  } catch {
    return [];
  }
}
