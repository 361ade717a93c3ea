/** A POST of a user's own counts as a read where that is known or given with a reason, and never where a write is known. */
import { describe, expect, test } from 'vitest';
import { isRead } from '../../src/specs/catalogue.ts';
import { describeDeclaredReads } from '../../src/specs/declared-reads.ts';
import { catalogue, operations } from '../catalogue/catalogue.ts';
import { ownMistakes, parseOwn } from './built-in.ts';

/** A query over the endpoint; line 9 has its method. */
function queryOf(path: string, more = ''): string {
  const names = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
  const params = names.map((name) => `      ${name}: { in: path, type: string, required: true }\n`);
  const filled = path.replace(/\{[^}]*\}/g, 'x_1');
  return `family: own_posts
title: Own posts
tags: [core]
key: admin
allow_paths: [/responses]
tools:
  ask_something:
    title: Ask something
    method: query
    endpoint: POST ${path}
${more}    docs:
      summary: Asks for something.
    params:
${params.join('')}      note: { in: body, type: string }
    example:
      arguments: { ${names.map((name) => `${name}: x_1`).join(', ')} }
      request: POST ${filled}
`;
}

const REASON = '    reads: true\n    because: It only looks something up.\n';

const POSTS = operations.filter(({ endpoint }) => endpoint.method === 'POST');
const paths = (reads: boolean) => [
  ...new Set(POSTS.filter((tool) => isRead(tool) === reads).map(({ endpoint }) => endpoint.path)),
];

describe('what a built-in tool changes by POST is no query', () => {
  test.each(paths(false))('%s', (path) => {
    for (const more of ['', REASON]) {
      expect(ownMistakes(queryOf(path, more)), more).toContainEqual(
        expect.stringMatching(
          /^9:5 method: POST .* can reach POST .*, which writes \(\w+\); write a method that writes/,
        ),
      );
    }
  });

  test.each([
    ['with other names', '/organization/users/{who}'],
    ['with an ID in place of the argument', '/organization/projects/proj_1/archive'],
    ['with an argument in place of a word', '/organization/projects/{project_id}/{what}'],
    ['with a part of a word as argument', '/organization/inv{rest}'],
    ['with nothing but arguments', '/organization/{a}/{b}/{c}'],
  ])('%s', (_, path) => {
    expect(ownMistakes(queryOf(path, REASON))).toContainEqual(expect.stringContaining('which writes'));
  });
});

test.each(paths(true))('what a built-in tool asks by POST stays a read: %s', (path) => {
  const { tools } = parseOwn(queryOf(path));
  expect(tools.map(isRead)).toEqual([true]);
  expect(describeDeclaredReads(tools)).toEqual([]);
});

describe('any other POST', () => {
  test('counts as a write that a person approves, and is named', () => {
    const { tools } = parseOwn(queryOf('/responses/{id}/look_up'));
    expect(tools).toMatchObject([{ method: 'action', risk: { class: 'irreversible' } }]);
    expect(describeDeclaredReads(tools)).toEqual([
      'Count as writes, since no reads: true with because: is in their file: ask_something (POST /responses/{id}/look_up)',
    ]);
  });

  test('counts as a read where its file says so with a reason, and is named with it', () => {
    const { tools } = parseOwn(queryOf('/responses/{id}/look_up', REASON));
    expect(tools.map(isRead)).toEqual([true]);
    expect(describeDeclaredReads(tools)).toEqual([
      'Count as reads on the word of --tool-specs: ask_something (POST /responses/{id}/look_up: It only looks something up.)',
    ]);
  });

  test.each([
    ['    reads: true\n', '11:5 reads: needs because, a sentence that says why it only reads'],
    ['    because: It only looks something up.\n', '11:5 because: goes with reads: true'],
    ['    reads: false\n', '11:5 reads: write true, or leave it out'],
    ['    reads: true\n    because: ""\n', '12:5 because:'],
  ])('%j is a mistake', (more, message) => {
    expect(ownMistakes(queryOf('/responses/{id}/look_up', more))).toContainEqual(
      expect.stringContaining(message),
    );
  });

  test('reads: true is for queries alone', () => {
    const action = queryOf(
      '/responses/{id}/look_up',
      `${REASON}    risk: { class: costly, because: It costs money. }\n`,
    );
    expect(ownMistakes(action.replace('method: query', 'method: action'))).toContainEqual(
      expect.stringContaining('reads: only for method: query'),
    );
  });
});

test('no built-in tool counts on a word', () => {
  expect(describeDeclaredReads(catalogue.tools)).toEqual([]);
});
