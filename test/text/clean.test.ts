import { describe, expect, test } from 'vitest';
import { boundedText, oneLine, plainAscii, quote, shortened } from '../../src/text/clean.ts';
import { showInvisible } from '../../src/text/shown-form.ts';

const every = (property: RegExp) =>
  Array.from({ length: 0x110000 }, (_, point) => String.fromCodePoint(point)).filter((one) =>
    property.test(one),
  );

describe('showInvisible', () => {
  test.each([
    ['plain text', 'plain text'],
    ['tab\tand\nbreak', 'tab\tand\nbreak'],
    ['日本語 é 😀', '日本語 é 😀'],
    ['\u202egnp.exe', '\\u{202e}gnp.exe'],
    ['a\u200bb', 'a\\u{200b}b'],
    ['\u001b[31mred', '\\u{1b}[31mred'],
    ['\u{e0041}tag', '\\u{e0041}tag'],
    ['half \ud800', 'half \\u{d800}'],
    ['e\u0301\u0302\u0303\u0304 four marks', 'e\u0301\u0302\u0303\u0304 four marks'],
    [`Z${'\u0301'.repeat(1000)}!`, `Z${'\u0301'.repeat(4)}[cut: 996 marks]!`],
    ['', ''],
  ])('%j becomes %j', (given, shown) => expect(showInvisible(given)).toBe(shown));

  test('leaves no control, default-ignorable, separator or surrogate code point as it is', () => {
    const invisible = every(/[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Surrogate}]/u);
    const kept = invisible.filter((one) => showInvisible(one) === one);
    expect(kept).toEqual(['\t', '\n', '\r']);
  });

  test('leaves every letter, digit, mark and symbol as it is, but the Hangul fillers', () => {
    const changed = every(/[\p{L}\p{N}\p{S}\p{P}]/u).filter((one) => showInvisible(one) !== one);
    expect(changed).toEqual(['\u115f', '\u1160', '\u3164', '\uffa0']);
  });
});

describe('boundedText', () => {
  test('leaves what fits as it is', () => {
    expect(boundedText('x'.repeat(16_000), 16_000)).toBe('x'.repeat(16_000));
  });

  test('says how much is missing', () => {
    expect(boundedText('x'.repeat(70_321), 16_000)).toBe(
      `${'x'.repeat(16_000)}... [cut: 54,321 of 70,321 characters]`,
    );
    expect(boundedText('abcdef', 4)).toBe('abcd... [cut: 2 of 6 characters]');
  });

  test('cuts no character in two and counts it once', () => {
    expect(boundedText('🐤🐤🐤🐤', 5)).toBe('🐤🐤... [cut: 2 of 4 characters]');
  });

  test('bounds what is written out, too', () => {
    expect(boundedText('\u200b'.repeat(16_000), 16_000).length).toBeLessThan(16_100);
  });
});

describe('oneLine', () => {
  test.each([
    ['a\r\n\tb', 'a b'],
    [`${'x'.repeat(79)}🐤`, `${'x'.repeat(79)}...`],
    ['\u001b[2J', '\\u{1b}[2J'],
  ])('%j becomes %j', (given, line) => expect(oneLine(given)).toBe(line));
});

describe('quote', () => {
  test.each([
    ['Alpha', '"Alpha"'],
    ['two\r\nlines', '"two lines"'],
    ['say "hi"', '"say \\"hi\\""'],
    ['\u202eevil', '"\\\\u{202e}evil"'],
  ])('%j becomes %s', (given, quoted) => expect(quote(given)).toBe(quoted));

  test('is cut where it grows long', () => {
    expect(quote('x'.repeat(200))).toBe(`"${'x'.repeat(80)}..."`);
    expect(quote('x'.repeat(200), 3)).toBe('"xxx..."');
  });
});

describe('shortened', () => {
  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, 'abc...'],
    ['ab🐤defg', 6, 'ab...'],
  ])('%j to %d is %j', (given, length, short) => expect(shortened(given, length)).toBe(short));
});

test('plainAscii keeps one line of plain signs', () => {
  expect(plainAscii('Zürich\n🐤 ~x', '?', 9)).toBe('Z?rich???');
});
