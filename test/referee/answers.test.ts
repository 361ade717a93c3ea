/** Whatever an operation answers comes back whole: every leaf that the official SDK's types know, and those that nobody knows. */
import { describe, expect, test } from 'vitest';
import { itemsOf } from '../../scripts/items-of.ts';
import { isRead, type ToolSpec } from '../../src/specs/catalogue.ts';
import { answeredCalls, resultOf } from './answered-calls.ts';
import { ALL, type Answer, branchesOf, type Leaf, type Making, makeAnswer } from './generate-answer.ts';
import { callOf, ROWS, type Row } from './operations.ts';
import { isSame, leavesShown } from './shown-leaves.ts';

/** What OpenAI shows once, by its documents. */
const SECRETS: Record<string, string> = {
  create_admin_api_key: 'value',
  create_project_service_account: 'api_key.value',
  create_service_account_api_key: 'value',
  create_webhook_endpoint: 'signing_secret',
  rotate_webhook_endpoint_secret: 'signing_secret',
};

/** About 3,500 tokens; more of one answer would be cut. */
const MAX_LENGTH = 10_000;

/** What the result of a read says of itself; that of a write only has something to say when an answer is not the usual. */
const OWN = ['has_more', 'next_cursor', 'note', 'range.from', 'range.to'];

const answered = answeredCalls();

/** Answers of one kind: several where one would be too long. */
function answersOf({ operation }: Row, making: Making): Answer[] {
  const [whole, short] = [making.length, Math.min(making.length, 1)].map((length) =>
    makeAnswer(operation, { ...making, length }),
  ) as [Answer, Answer];
  if (whole.text.length <= MAX_LENGTH) return [whole];
  if (short.text.length <= MAX_LENGTH) return [short];
  const of = Math.ceil(short.text.length / MAX_LENGTH) * 4;
  return Array.from({ length: of }, (_, part) =>
    makeAnswer(operation, { ...making, length: 1, optional: { part, of } }),
  );
}

/** Where each leaf has to stand, and how. */
function expectedOf({ leaves }: Answer, tool: ToolSpec, isList: boolean): Leaf[] {
  return leaves.map(({ path, shown }) => ({
    path: isList ? path.replace(/^data\b/, 'items') : path,
    shown: SECRETS[tool.name] === path ? '[not shown]' : shown,
  }));
}

/** In a table `{ type: 'user', user: { id } }` may be `{ type: 'user', id }`, since the type says whose members they are. */
function pathsOf({ path }: Leaf, leaves: readonly Leaf[], isTable: boolean): string[] {
  if (!isTable) return [path];
  const typeAt = new Map(
    leaves.filter((leaf) => /\.type$/.test(leaf.path)).map((leaf) => [leaf.path, leaf.shown]),
  );
  const names = path.split('.');
  const kept = names.filter(
    (name, at) => at === names.length - 1 || typeAt.get([...names.slice(0, at), 'type'].join('.')) !== name,
  );
  return [path, kept.join('.')];
}

/** What the result of an answer lacks or shows otherwise, and what it has of its own. */
async function differences(row: Row, answer: Answer): Promise<string[]> {
  const { tool } = row;
  const { columns, rows, ...result } = resultOf(await answered(tool, callOf(row), { text: answer.text }));
  const isTable = columns !== undefined;
  const shown = leavesShown(isTable ? { ...result, items: itemsOf({ columns, rows }) } : result);
  const expected = expectedOf(answer, tool, isTable || 'items' in result);
  const places = expected.map((leaf) => ({ ...leaf, paths: pathsOf(leaf, expected, isTable) }));
  const lacking = places.filter(
    ({ paths, shown: value }) => !paths.some((path) => isSame(shown.get(path), value)),
  );
  const known = new Set(places.flatMap(({ paths }) => paths));
  const own = [...shown.keys()].filter((path) => !known.has(path) && !(isRead(tool) && OWN.includes(path)));
  return [
    ...lacking.map(({ path, shown: value }) => `${path}: ${value}, but ${shown.get(path)}`),
    ...own.map((path) => `${path}: ${shown.get(path)}, which did not come`),
  ];
}

const MAKINGS: [string, Making][] = [
  ['all members, three of each list', ALL],
  ['one of each list', { ...ALL, length: 1 }],
  ['empty lists', { ...ALL, length: 0 }],
  ['what has to be there alone', { ...ALL, optional: 'none' }],
  ['null where it may be', { ...ALL, nulls: true }],
  ['members that no type knows', { ...ALL, length: 2, unknown: true }],
  ['figures as text', { ...ALL, numbers: 'text' }],
  ['figures of many digits', { ...ALL, length: 1, numbers: 'long' }],
];

const PLAIN = ROWS.filter(
  ({ tool, operation }) => !tool.response.buckets && operation.answer.kind !== 'unknown',
);

describe.each(PLAIN)('$title', (row) => {
  test.each(MAKINGS)('%s', async (_, making) => {
    for (const answer of answersOf(row, making)) expect(await differences(row, answer)).toEqual([]);
  });

  test('each branch of each union', async () => {
    for (let branch = 1; branch < branchesOf(row.operation.answer); branch += 1) {
      for (const answer of answersOf(row, { ...ALL, length: 1, branch })) {
        expect(await differences(row, answer)).toEqual([]);
      }
    }
  });
});

describe('a secret', () => {
  const minting = PLAIN.filter(({ tool }) => tool.name in SECRETS);

  test.each(minting)('of $title stands nowhere in the result', async (row) => {
    const { text, leaves } = makeAnswer(row.operation, { ...ALL, unknown: true });
    const secret = leaves.find(({ path }) => path === SECRETS[row.tool.name])?.shown;
    expect(text).toContain(`"${secret}"`);
    const result = resultOf(await answered(row.tool, callOf(row), { text }));
    expect(JSON.stringify(result)).not.toContain(`"${secret}"`);
  });

  test('is made by these and no others', () => {
    expect(new Set(minting.map(({ tool }) => tool.name))).toEqual(new Set(Object.keys(SECRETS)));
  });
});
