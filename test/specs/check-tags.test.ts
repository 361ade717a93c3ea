import { describe, expect, test } from 'vitest';
import { parseSpecs } from '../../src/specs/parse-specs.ts';
import { parseOwn } from './built-in.ts';
import { fileOf, LIST, mistakesIn, UPDATE } from './spec-text.ts';

const tagged = (tags: string, more = '') =>
  fileOf(LIST).replace('tags: []\n', `tags: ${tags}\n${more && `tag_descriptions: ${more}\n`}`);

describe('a tag', () => {
  test('that nothing describes is refused with the place to write it', () => {
    expect(mistakesIn(tagged('[things, quality]'))).toEqual([
      '3:16 tags: quality is described nowhere; add to this file tag_descriptions: { quality: what it holds, in a few words }',
    ]);
    const onTool = fileOf(LIST.replace('method: list', 'method: list\n    tags: [quality]'));
    expect(mistakesIn(onTool)).toEqual([expect.stringMatching(/^9:12 tags: quality is described nowhere/)]);
  });

  test('is described once, in any file that uses it', () => {
    const files = (second: string) => [
      { name: 'a.yaml', text: tagged('[quality]', '{ quality: How good it is }') },
      {
        name: 'b.yaml',
        text: second.replace('family: things', 'family: others').replaceAll('list_', 'list_other_'),
      },
    ];
    const [described, other] = parseSpecs(files(tagged('[quality]'))).families;
    expect(described?.tagDescriptions).toEqual({ quality: 'How good it is' });
    expect(other).not.toHaveProperty('tagDescriptions');
    expect(() => parseSpecs(files(tagged('[quality]', '{ quality: Again }')))).toThrow(
      /^b\.yaml:4:21 quality: another file describes this tag already$/,
    );
  });

  test('is described for a tool that has it', () => {
    expect(mistakesIn(tagged('[]', '{ quality: How good it is }'))).toEqual([
      '4:21 quality: no tool here has this tag',
    ]);
  });

  test('may stay undescribed in a folder of a user', () => {
    expect(parseOwn(tagged('[mine]').replaceAll('/things', '/organization/things')).tools).toHaveLength(1);
  });
});

test.each(['TODO', 'TODO: say why', 'It is TBD yet.', 'FIXME'])('%j is no text', (stub) => {
  expect(mistakesIn(fileOf(LIST.replace('Lists things.', `"${stub}"`)))).toEqual([
    '11:7 summary: this is still to be written',
  ]);
});

test.each(['XXX', 'todo', 'WIP', 'Later.', 'placeholder', 'N/A', '???', '...', '- -', 'a b', 'SAY WHY'])(
  '%j tells nobody anything, whatever stub it is',
  (stub) => {
    const told = 'this is still to be written: say it in a sentence';
    expect(mistakesIn(fileOf(LIST.replace('Lists things.', `"${stub}"`)))).toEqual([`11:7 summary: ${told}`]);
    const reason = UPDATE.replace('The former name can be set again.', `"${stub}"`);
    expect(mistakesIn(fileOf(LIST, reason))).toEqual([expect.stringContaining(` because: ${told}`)]);
  },
);

test('a word that only contains such letters is one', () => {
  expect(mistakesIn(fileOf(LIST.replace('Lists things.', 'Lists TODOs of a METODOLOGY.')))).toEqual([]);
});
