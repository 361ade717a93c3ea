import { describe, expect, test } from 'vitest';
import { parseSpecs } from '../../src/specs/parse-specs.ts';
import { afterReplacing, fileOf, LIST, mistakesIn, UPDATE } from './spec-text.ts';

const both = fileOf(LIST, UPDATE);
const parse = (...texts: string[]) =>
  parseSpecs(texts.map((text, index) => ({ name: `file-${index}.yaml`, text })));

describe('a right file', () => {
  test('becomes families and tools in the order of the text', () => {
    const { families, tools } = parse(both);
    expect(families).toEqual([{ name: 'things', title: 'Things', key: 'admin' }]);
    expect(tools.map((tool) => tool.name)).toEqual(['list_things', 'update_thing']);
    expect(tools[1]).toMatchObject({
      family: 'things',
      tags: ['things'],
      key: 'admin',
      method: 'update',
      endpoint: { method: 'POST', path: '/things/{thing_id}' },
      exactlyOneOf: [],
      atLeastOneOf: [],
      response: {},
      risk: { class: 'reversible' },
    });
  });

  test('a tool may replace the tags and the key of its file', () => {
    const text = fileOf(
      LIST.replace('    method: list', '    tags: [audit, things]\n    key: project\n    method: list'),
    ).replace('tags: []', 'tags: []\ntag_descriptions: { audit: The audit log }');
    expect(parse(text).tools[0]).toMatchObject({ tags: ['audit', 'things'], key: 'project' });
  });

  test('a tool with a project key may be told whose key to use', () => {
    const { tools } = parse(both.replace('key: admin', 'key: project'));
    for (const tool of tools)
      expect(tool.params.project_id).toMatchObject({ in: 'credential', type: 'string' });
    expect(parse(both).tools[0]?.params).not.toHaveProperty('project_id');
  });

  test('a tool without docs is checked but not built', () => {
    const withoutDocs = LIST.replace(/ {4}docs:\n.*\n/, '');
    expect(parse(fileOf(withoutDocs, UPDATE)).tools.map((tool) => tool.name)).toEqual(['update_thing']);
    expect(mistakesIn(fileOf(withoutDocs.replace('method: list', 'method: create')))).not.toEqual([]);
  });

  test('anchors and merge keys are read', () => {
    const text = fileOf(LIST)
      .replace('limit: { in: query,', 'limit: &limit { in: query,')
      .replace('    pagination', '      other: { <<: *limit, max: 7 }\n    pagination');
    expect(parse(text).tools[0]?.params.other).toEqual({ in: 'query', type: 'integer', min: 1, max: 7 });
  });
});

describe('a mistake', () => {
  test.each([
    ['pagination: after', 'pagintion: after', '14:5 pagintion: unknown key; did you mean pagination?'],
    [
      'title: List things',
      'summary: Lists things.\n    title: List things',
      '7:5 summary: unknown key; known here: title, method,',
    ],
    ['method: list', 'method: lst', '8:5 method: write one of list, get'],
    ['type: integer,', 'type: int,', '13:27 type: write one of string, integer'],
    ['min: 1,', 'min: one,', '13:42 min: write a number'],
    ['summary: Lists things.', 'summary: Lists “things”.', '11:7 summary: use plain ASCII on one line'],
    ['summary: Lists', 'sumary: Lists', '11:7 sumary: unknown key; did you mean summary?'],
    ['  list_things:', '  listThings:', '6:3 listThings: use snake_case: a-z, 0-9 and _'],
    ['  list_things:', `  list_${'x'.repeat(40)}:`, '6:3 list_xxxx'],
    ['GET /things', 'GET things', '9:5 endpoint: write it as "GET /path/{argument}"'],
    ['GET /things', 'PUT /things', '9:5 endpoint: write it as "GET /path/{argument}"'],
    ['GET /things', 'GET https://example.com/things', '9:5 endpoint: write it as'],
    ['GET /things', 'GET /things?x=1', '9:5 endpoint: write it as'],
    ['GET /things', 'GET //things', '9:5 endpoint: write it as'],
    ['GET /things', 'GET /things/', '9:5 endpoint: write it as'],
    ['in: query,', 'in: header,', '13:16 in: write one of path, query, body'],
    ['family: things', 'family: Things', '1:1 family: use snake_case'],
    ['title: Things\n', '', '1:1 title: is missing; write a text'],
  ])('%j written as %j is placed', (part, other, expected) => {
    expect(afterReplacing(both, part, other).some((line) => line.startsWith(expected))).toBe(true);
  });

  test('each of several unknown keys gets its own suggestion', () => {
    const text = both.replace('title: List', 'titel: List').replace('method: list', 'metod: list');
    expect(mistakesIn(text)).toEqual(
      expect.arrayContaining([
        '7:5 titel: unknown key; did you mean title?',
        '8:5 metod: unknown key; did you mean method?',
      ]),
    );
  });

  test('in an anchor that two tools use is placed at the anchor, for both', () => {
    const text = `family: things
title: Things
tags: []
key: admin
params:
  limit: &limit { in: query, type: integer, min: 1, max: 9, defualt: 5 }
tools:
${LIST.replace(/limit: \{.*\}\n/, 'limit: *limit\n')}`;
    expect(mistakesIn(text)).toEqual(['6:61 defualt: unknown key; did you mean default?']);
  });

  test.each([
    ['a bad indent', 'tools:\n    a: 1\n   b: 2\n', /^3:1 /],
    ['a key given twice', 'family: things\nfamily: others\n', /^2:1 Map keys must be unique/],
    ['a tab', 'tools:\n\tlist: 1\n', /^2:1 /],
    [
      'an anchor that does not exist',
      fileOf('  list_things: *nope\n'),
      /^6:16 \*nope: no anchor of this name above/,
    ],
    ['a merge of something else', fileOf('  list_things: { <<: 5 }\n'), /^1:1 Merge/],
    ['an empty file', '', /^1:1 write keys with values/],
    ['a list', '- a\n', /^1:1 write keys with values/],
    ['an unclosed brace', 'tools: { a: 1\n', /^\d+:\d+ /],
  ])('%s is told with its place', (_, text, expected) => expect(mistakesIn(text)[0]).toMatch(expected));

  test('in several files are all told, each with its file', () => {
    const parseBroken = () => parse(both.replace('title: List', 'titel: List'), 'a: [');
    expect(parseBroken).toThrow(/^file-0\.yaml:\d+:\d+ .*\n(.*\n)*file-1\.yaml:\d+:\d+ /);
  });

  test('in one file do not become mistakes of those that refer to its tools', () => {
    const parseBroken = () => parse(fileOf(UPDATE), 'a: [');
    expect(parseBroken).toThrow(/^file-1\.yaml/);
    expect(parseBroken).not.toThrow(/from_tool/);
  });
});
