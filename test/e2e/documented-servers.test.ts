/** Every command line in the pages that starts the server starts it, and lists tools. */
import { expect, it } from 'vitest';
import { commandLinesOf } from '../documents/command-lines.ts';
import { allPages } from '../documents/pages.ts';
import { ADMIN_KEY, PROJECT_KEY, startServer } from './start-server.ts';

/** A name that the reader fills in, such as FILE, or a folder of theirs. */
const TO_FILL_IN = /^[A-Z]+$|^\.\//;

const LINES = new Map(
  allPages()
    .flatMap(commandLinesOf)
    .filter(({ words }) => words.every((word) => !TO_FILL_IN.test(word)))
    .filter(({ words: [first = '--'] }) => first.startsWith('--'))
    .map(({ words }) => [words.join(' '), words]),
);

it('there are some', () => {
  expect([...LINES.keys()]).toEqual(expect.arrayContaining(['', '--sandbox', '--read-only --tags billing']));
});

it.each([...LINES])('openai-admin-mcp %s', async (_, args) => {
  const keys = { OPENAI_ADMIN_KEY: ADMIN_KEY, OPENAI_API_KEY: PROJECT_KEY };
  const server = await startServer({ args, environment: args.includes('--sandbox') ? {} : keys });
  expect((await server.list()).length).toBeGreaterThan(0);
});
