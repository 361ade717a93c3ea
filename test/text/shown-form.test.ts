/** Ordinary words stay as they are, whatever hides is seen, and the way back from what is shown is exact. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { showInvisible, shownForm, textBehind, whatIsLeftOut } from '../../src/text/shown-form.ts';

describe('what ordinary names need stays as it is', () => {
  test.each([
    ['a variation selector', 'Team ❤️'],
    ['a selector that asks for text', 'Team ❤︎, 5 ⭐︎'],
    ['a family', 'Familie 👨‍👩‍👧‍👦'],
    ['a profession with a skin tone', '👩🏽‍💻 and 🕵🏻‍♂️'],
    ['a rainbow flag', '🏳️‍🌈'],
    ['a key of a telephone', '1️⃣ first'],
    ['a flag of two letters', '🇩🇪'],
    ['Persian', 'می‌خواهم کتاب‌ها را'],
    ['Urdu', 'نستعلیق‌نویس'],
    ['Hindi', 'क्‍षेत्र और राज्‌य'],
    ['Bengali', 'র‍্যাব'],
    ['Malayalam of before 2008, at the end of a word', 'അവന്‍ വന്നു'],
    ['Sinhala', 'ශ්‍රී ලංකා'],
    ['Marathi', 'दर्‍या'],
    ['a Japanese name with a rare form of its sign', '葛\u{e0100}飾'],
    ['Mongolian', 'ᠠ\u180bᠨ'],
  ])('%s', (_, text) => {
    expect(shownForm(text)).toBe(text);
    expect(textBehind(text)).toBe(text);
  });
});

describe('what is out of place is seen', () => {
  test.each([
    ['a joiner between Latin letters', 'pay\u200dpal', 'pay\\u{200d}pal'],
    ['and one that parts them', 'pay\u200cpal', 'pay\\u{200c}pal'],
    ['a joiner at the beginning', '\u200dTeam', '\\u{200d}Team'],
    ['a joiner at the end', 'Team\u200d', 'Team\\u{200d}'],
    ['a joiner behind a picture alone', '👩\u200d x', '👩\\u{200d} x'],
    ['the second joiner', 'می\u200c\u200cخواهم', 'می\\u{200c}\\u{200c}خواهم'],
    ['a selector behind a letter', 'a\ufe0fb', 'a\\u{fe0f}b'],
    ['a selector behind a digit', 'v1\ufe0f2', 'v1\\u{fe0f}2'],
    ['a message in selectors', '😀\ufe0f\u{e0158}\u{e0159}', '😀\ufe0f\\u{e0158}\\u{e0159}'],
    ['tags behind a flag', '🏴\u{e0067}\u{e007f}', '🏴\\u{e0067}\\u{e007f}'],
    ['a bidi mark', 'ab\u202ecd', 'ab\\u{202e}cd'],
    ['a control', 'ab\u0007', 'ab\\u{7}'],
    ['a space of no width', 'Prod\u200b', 'Prod\\u{200b}'],
  ])('%s', (_, text, shown) => {
    expect(shownForm(text)).toBe(shown);
    expect(textBehind(shown)).toBe(text);
  });
});

/** Texts full of what is written out, and of what looks as if it had been. */
const HARD = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom(
        ...'\u200b \u200c \u200d \ufe0f \u202e ❤ 👩 \\ \\u{ } 200b \\u{200b} \\u{5c} \\u{5b} 5c ن क \u094d'.split(
          ' ',
        ),
      ),
    ),
  )
  .map((parts) => parts.join(''));

test('the way back leads to the same text, and different texts look different', () => {
  fc.assert(
    fc.property(HARD, (text) => {
      const shown = shownForm(text);
      if (whatIsLeftOut(shown) === undefined) expect(textBehind(shown)).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

test('a line in which something is written out already is not written out again', () => {
  fc.assert(
    fc.property(HARD, (text) => {
      const shown = shownForm(text);
      if (whatIsLeftOut(shown) === undefined) expect(showInvisible(shown)).toBe(shown);
    }),
  );
});

test('a literal of the same letters is told apart from what it stands for', () => {
  expect(shownForm('a\\u{200B}b')).toBe('a\\u{5c}u{200B}b');
  expect(shownForm('a\\u{41}b \\u{110000}')).toBe('a\\u{41}b \\u{110000}');
});

test('one hidden sign alone is seen, and a flood of marks is counted in characters', () => {
  expect(shownForm('a\u007fb')).toBe('a\\u{7f}b');
  // Marks of Mende Kikakui, which take two units each.
  expect(shownForm(`a${'\u{1e8d0}'.repeat(9)}`)).toMatch(/\b5 marks/);
});
