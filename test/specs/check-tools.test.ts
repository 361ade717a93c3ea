import { describe, expect, test } from 'vitest';
import { parseSpecs } from '../../src/specs/parse-specs.ts';
import { afterReplacing, fileOf, LIST, mistakesIn, UPDATE } from './spec-text.ts';

const both = fileOf(LIST, UPDATE);

describe('a right file', () => {
  test('has no mistakes', () => expect(mistakesIn(both)).toEqual([]));
});

describe('endpoint and parameters', () => {
  test.each([
    [
      '{thing_id}',
      '{id}',
      [
        '21:5 endpoint: {id} needs a parameter with in: path',
        '25:7 thing_id: {thing_id} is not in the endpoint',
      ],
    ],
    [
      'path, type: string, required: true,',
      'path, type: string,',
      ['25:7 thing_id: a path parameter is required: true'],
    ],
    ['in: query, type: integer', 'in: body, type: integer', ['13:7 limit: a GET has no body']],
    ['limit: { in', 'cursor: { in', ['13:7 cursor: the program adds this argument where it is needed']],
    ['limit: { in', 'after: { in', ['13:7 after: the program adds this argument where it is needed']],
    [
      'min: 1, max: 100',
      'min: 1, max: 100, clearable: true',
      ['13:60 clearable: only for body parameters of an update'],
    ],
    [
      'type: integer, min: 1, max: 100',
      'type: integer, max: 100',
      ['13:7 limit: an integer needs min and max'],
    ],
    ['type: integer, min: 1, max: 100', 'type: array', ['13:7 limit: an array needs items']],
    ['type: integer, min: 1, max: 100', 'type: object', ['13:7 limit: an object needs properties']],
    ['type: integer, min: 1, max: 100', 'type: map', ['13:7 limit: a map needs values']],
    [
      'type: integer, min: 1, max: 100',
      'type: array, items: { type: integer }',
      ['13:40 items: an integer needs min and max'],
    ],
  ])('%j written as %j', (part, other, expected) => {
    expect(afterReplacing(both, part, other)).toEqual(expected);
  });
});

test.each([
  'https://evil.example/things',
  '//evil.example/things',
  '/\\\\evil.example',
  '@evil.example/x',
  '/..',
])('the address of a request is no part of a file: %j', (path) => {
  expect(afterReplacing(fileOf(LIST), 'GET /things\n', `GET ${path}\n`)).toContainEqual(
    expect.stringContaining('write it as "GET /path/{argument}"'),
  );
});

describe('method, risk and secrets', () => {
  test.each([
    [
      'method: list',
      'method: query',
      [
        '8:5 method: query goes with POST, not GET',
        '14:5 pagination: only for method: list',
        '25:59 from_tool: named_by and id_prefix need a tool with method: list',
      ],
    ],
    ['method: update', 'method: delete', ['26:39 clearable: only for body parameters of an update']],
    [
      'method: update',
      'method: get',
      expect.arrayContaining(['20:5 method: get goes with GET, not POST', '27:5 risk: only for writes']),
    ],
    [
      / {4}risk: .*\n/.exec(UPDATE)?.[0] ?? '',
      '',
      ['18:3 update_thing: a write needs risk: { class, because }'],
    ],
    ['class: reversible', 'class: mints_secret', ['27:5 risk: class mints_secret and secrets go together']],
    [
      '    risk:',
      '    secrets: { paths: [value] }\n    risk:',
      ['28:5 risk: class mints_secret and secrets go together'],
    ],
    [
      '    risk: { class: reversible',
      '    secrets: { paths: [value], unless: { nmae: [x] } }\n    risk: { class: mints_secret',
      ['27:42 nmae: no argument of this name beside it'],
    ],
    [
      'class: reversible',
      'class: harmless',
      [expect.stringContaining('27:13 class: write one of reversible, costly')],
    ],
    [
      'pagination: after_last_id',
      'pagination: after_last_id\n    response: { buckets: results, figures: [amount] }',
      ['15:17 buckets: goes with pagination: page'],
    ],
  ])('%j written as %j', (part, other, expected) => {
    expect(afterReplacing(both, part, other)).toEqual(expected);
  });
});

describe('where IDs come from', () => {
  test.each([
    [
      'from_tool: list_things',
      'from_tool: list_thing',
      ['25:59 from_tool: no tool list_thing; did you mean list_things?'],
    ],
    ['from_tool: list_things, ', '', ['25:7 thing_id: named_by and id_prefix need from_tool']],
    [
      'from_tool: list_things',
      'from_tool: update_thing',
      ['25:59 from_tool: named_by and id_prefix need a tool with method: list'],
    ],
    ['from_tool: list_things, id_prefix: [thing_]', 'from_tool: update_thing', []],
    [
      'id_prefix: [thing_]',
      'id_prefix: [thing_], lookup_with: { all: true }',
      ['25:119 all: list_things has no such argument'],
    ],
    ['id_prefix: [thing_]', 'id_prefix: [thing_], lookup_with: { limit: 100 }', []],
  ])('%j written as %j', (part, other, expected) => {
    expect(afterReplacing(both, part, other)).toEqual(expected);
  });
});

describe('what goes together', () => {
  const param = (text: string) =>
    afterReplacing(both, '    pagination', `      other: ${text}\n    pagination`);

  test.each([
    [
      '{ in: query, type: string, only_for: { limt: [1] } }',
      ['14:53 limt: no argument of this name beside it'],
    ],
    [
      '{ in: query, type: string, required_for: { limt: [1] } }',
      ['14:57 limt: no argument of this name beside it'],
    ],
    [
      '{ in: query, type: string, enum: [a], values_only_for: { b: { limit: [1] } } }',
      ['14:71 b: not in enum'],
    ],
    [
      '{ in: query, type: string, enum: [a], values_only_for: { a: { x: [1] } } }',
      ['14:76 x: no argument of this name beside it'],
    ],
    ['{ in: query, type: string, only_for: { limit: [1] } }', []],
    [
      '{ in: query, type: object, properties: { a: { type: string, only_for: { limit: [1] } } } }',
      ['14:86 limit: no argument of this name beside it'],
    ],
    [
      '{ in: query, type: object, properties: { a: { type: string } }, exactly_one_of: [[a, b]] }',
      ['14:78 exactly_one_of: no member b'],
    ],
    [
      '{ in: query, type: object, properties: { a: { type: string } }, recursive: a }',
      ['14:78 recursive: no array member a'],
    ],
  ])('%s', (text, expected) => expect(param(text)).toEqual(expected));

  test.each([
    ['exactly_one_of: [[name, nmae]]', ['18:3 exactly_one_of: no argument nmae']],
    ['at_least_one_of: [[nmae]]', ['18:3 at_least_one_of: no argument nmae']],
    ['at_least_one_of: [[name]]', []],
  ])('%s on a tool', (text, expected) => {
    const found = afterReplacing(both, '    risk:', `    ${text}\n    risk:`);
    expect(found.map((line) => line.replace(/^\d+:\d+/, '18:3'))).toEqual(expected);
  });
});

describe('the catalogue as a whole', () => {
  test('has each name once', () => {
    const files = ['one', 'two'].map((name) => ({
      name: `${name}.yaml`,
      text: fileOf(LIST).replace('things\n', `${name}\n`),
    }));
    expect(() => parseSpecs(files)).toThrow('two.yaml:6:3 list_things: another tool has this name already');
  });

  test('has an example for each documented tool', () => {
    const text = fileOf(LIST.slice(0, LIST.indexOf('    example')));
    expect(mistakesIn(text)).toEqual(['10:5 example: a documented tool needs one']);
  });
});
