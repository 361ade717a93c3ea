/** Whatever the schema library finds wrong is told in words that say what to write, and in none of its own. */
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { plainIssue, type SchemaIssue } from '../../src/text/plain-issue.ts';

function said(schema: z.ZodType, value: unknown): string {
  const [issue] = schema.safeParse(value).error?.issues ?? [];
  const direct = plainIssue(issue as SchemaIssue);
  // The MCP package hands its issues on as JSON.
  expect(plainIssue(JSON.parse(JSON.stringify(issue)) as SchemaIssue)).toBe(direct);
  return direct;
}

describe.each<[string, z.ZodType, unknown, string]>([
  ['a number for a text', z.string(), 5, 'write a text'],
  ['nothing for a text', z.object({ a: z.string() }), {}, 'is missing; write a text'],
  ['a text for a number', z.number(), 'x', 'write a number'],
  ['a fraction for a whole number', z.int(), 1.5, 'write a whole number'],
  ['a text for a list', z.array(z.string()), 'x', 'write a list'],
  ['a list for keys', z.object({}), [], 'write keys with values'],
  ['a text for keys', z.record(z.string(), z.string()), 'x', 'write keys with values'],
  ['a text for yes or no', z.boolean(), 'x', 'write true or false'],
  ['another word', z.enum(['one', 'two']), 'three', 'write one of one, two'],
  ['another value', z.literal(1), 2, 'write 1'],
  ['no letters', z.string().min(1), '', 'write at least 1 character'],
  ['too many letters', z.string().max(2), 'abc', 'write at most 2 characters'],
  ['an empty list', z.array(z.string()).min(1), [], 'write at least 1 entry'],
  ['too long a list', z.array(z.string()).max(2), ['a', 'b', 'c'], 'write at most 2 entries'],
  ['too low a number', z.number().min(3), 1, 'write 3 or more'],
  ['too high a number', z.number().max(3), 4, 'write 3 or less'],
  ['a number between steps', z.number().multipleOf(5), 4, 'write a multiple of 5'],
  ['an unknown key', z.strictObject({}), { more: 1 }, 'unknown key: more; take it out'],
  ['a text of another form', z.string().regex(/^a$/), 'b', 'this is not valid here'],
  [
    'a name of another form',
    z.record(z.string().regex(/^a$/), z.string()),
    { b: '' },
    'this is not valid here',
  ],
  ['none of several', z.union([z.string(), z.number()]), true, 'this is not valid here'],
  [
    'what a check of ours refuses without words',
    z.string().refine(() => false),
    'x',
    'this is not valid here',
  ],
  ['what has words of its own', z.string('write it in quotes'), 5, 'write it in quotes'],
  [
    'a name with words of its own',
    z.record(z.string().regex(/^a$/, 'use a'), z.string()),
    { b: '' },
    'use a',
  ],
])('%s', (_, schema, value, words) => {
  test(`is told as: ${words}`, () => expect(said(schema, value)).toBe(words));
});
