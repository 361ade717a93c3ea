/** What an answer shows, given back as an argument, is the original text or is refused with the reason. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../src/tools/argument-error.ts';
import { buildRequest } from '../../src/tools/build-request.ts';
import { shapeValue } from '../../src/tools/shape-value.ts';
import { check, problemsOf, sampleTool } from './sample-tool.ts';

const tool = sampleTool({
  name: { in: 'body', type: 'string' },
  names: { in: 'query', type: 'array', items: { type: 'string' } },
  rule: { in: 'body', type: 'object', properties: { claim: { type: 'string' } } },
  tags: { in: 'body', type: 'map', values: 'string' },
});

/** What a model reads in an answer in which the text stands. */
const shown = (text: string) => (JSON.parse(JSON.stringify(shapeValue({ text }))) as { text: string }).text;

/** What reaches the API for the shown form in each place, or the reason for a refusal. */
function sentFor(text: string): unknown {
  try {
    const request = buildRequest(
      tool,
      check(tool, { name: text, names: [text], rule: { claim: text }, tags: { [text]: text } }),
    );
    return { body: request.body, names: new URLSearchParams(request.query).getAll('names[]') };
  } catch (error) {
    if (error instanceof ArgumentError) return error.problems;
    throw error;
  }
}

const PIECES = [
  ...[
    '\u0000',
    '\u0007',
    '\u00ad',
    '\u034f',
    '\u061c',
    '\u115f',
    '\u200b',
    '\u200c',
    '\u200d',
    '\u200e',
    '\u202e',
  ],
  ...[
    '\u2028',
    '\u2060',
    '\u3164',
    '\ufe0f',
    '\ufeff',
    '\u{e0041}',
    '\u{e0101}',
    '❤️',
    '👩‍💻',
    'می‌خواهم',
    'क्‍ष',
  ],
  ...[
    '\\u{202e}',
    '\\u{5c}',
    '\\u{5b}',
    '\\u{41}',
    '\\',
    '\\\\',
    '[',
    ']',
    '{',
    '}',
    'u{202e}',
    '"',
    '[key',
    'e\u0301',
  ],
];
const WHOLE = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'grapheme', maxLength: 4 })), {
    maxLength: 6,
  })
  .map((pieces) => pieces.join(''))
  .filter((text) => !/\p{M}{5}|\[(?:key|secret|cut)[\]:]/u.test(text) && text.length <= 64);

test('whatever is shown whole reaches the API as the original text, in every place', () => {
  fc.assert(
    fc.property(WHOLE, (text) => {
      expect(sentFor(shown(text))).toEqual({
        body: { name: text, rule: { claim: text }, tags: Object.fromEntries([[text, text]]) },
        names: [text],
      });
    }),
    { numRuns: 2000 },
  );
});

describe('what is not shown whole is refused with the reason', () => {
  test.each([
    ['a flood of marks', `Z${'\u0301'.repeat(30)}!`, '[cut: 26 marks]'],
    ['a text in which a key was', 'deploy with [key] first', '[key]'],
    ['a text in which a secret was', 'deploy with [secret] first', '[secret]'],
    ['a one-time secret', '[not shown]', '[not shown]'],
  ])('%s', (_, text, mark) => {
    for (const given of [{ name: shown(text) }, { tags: { a: shown(text) } }, { names: [shown(text)] }]) {
      const [problem] = problemsOf(() => check(tool, given));
      expect(problem).toContain(`${mark} stands for text that was not shown`);
      expect(problem).toContain('Pass the whole text');
    }
  });

  test('but a long text is shown whole', () => {
    const text = 'x'.repeat(20_000);
    expect(check(tool, { name: shown(text) }).values).toEqual({ name: text });
  });

  test('half a character', () => {
    expect(problemsOf(() => check(tool, { name: shown('Team \ud83d') }))[0]).toContain('half a character');
  });

  test('and those who mean the words of a mark can write them', () => {
    expect(check(tool, { name: 'About \\u{5b}key]' }).values).toEqual({ name: 'About [key]' });
  });
});

test('two names of a map that mean the same are refused, since one would replace the other', () => {
  const [problem] = problemsOf(() => check(tool, { tags: { 'a\u200b': '1', 'a\\u{200b}': '2' } }));
  expect(problem).toContain('is given twice');
});
