import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallPorts } from '../../src/calls/call-ports.ts';
import { callTool } from '../../src/calls/call-tool.ts';
import type { Send } from '../../src/model/api-request.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { ArgumentError } from '../../src/tools/argument-error.ts';
import { budgetOf } from '../text/budget.ts';
import { CALLER, openGuard } from '../tools/open-guard.ts';
import { catalogue } from './catalogue.ts';

const HOSTILE: [string, unknown][] = [
  ['a parent folder', '../x'],
  ['a slash', 'a/b'],
  ['a leading slash', '/a'],
  ['encoded dots', '%2e%2e'],
  ['encoded dots in capitals', '%2E%2E'],
  ['a dot', '.'],
  ['two dots', '..'],
  ['nothing', ''],
  ['a blank', ' '],
  ['blanks and tabs', ' \t '],
  ['a no-break space alone', '\u00a0'],
  ['NUL', 'proj_\u0000'],
  ['a line break', 'proj_a\r\nHost: example.com'],
  ['a line feed', 'proj_a\n'],
  ['a C1 control', 'proj_\u0085'],
  ['a line separator', 'proj_\u2028'],
  ['a backslash', '..\\x'],
  ['a query', '?x'],
  ['a fragment', '#x'],
  ['a percent sign', '%'],
  ['an encoded slash', 'proj_%2fx'],
  ['a doubly encoded slash', 'proj_%252fx'],
  ['a lone surrogate', 'proj_\ud800'],
  ['10 kB', 'a'.repeat(10_240)],
  ['a list', ['../x']],
  ['an object', { toString: '../x' }],
  ['a truth value', true],
];

/** Every tool with a path parameter, and the arguments of its example. */
const places = catalogue.tools.flatMap((tool) =>
  Object.entries(tool.params)
    .filter(([, param]) => param.in === 'path')
    .map(([name]) => ({ place: `${tool.name}.${name}`, tool, name })),
);

/** What a call with this value in place of the example's comes to, and how many requests it made. */
async function attempt(tool: ToolSpec, name: string, value: unknown) {
  let sent = 0;
  const send: Send = async () => {
    sent += 1;
    return { status: 200, body: {} };
  };
  const ports: CallPorts = {
    send,
    guard: openGuard(send),
    exposedTool: (other: string) => catalogue.tools.find((candidate) => candidate.name === other),
    readableTool: (other: string) => catalogue.tools.find((candidate) => candidate.name === other),
    tools: catalogue.tools,
    projectKeys: async () => [],
    now: () => Date.parse('2026-11-22T12:00:00Z'),
    revealSecrets: true,
    budget: budgetOf(6000),
  };
  const given = { ...tool.example?.arguments, [name]: value };
  const error = await callTool(tool, given, ports, CALLER, new AbortController().signal).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, sent };
}

describe('hostile values in a path', () => {
  test('there are places to try', () => expect(places.length).toBeGreaterThan(40));

  test.each(places)('$place: refused with its name before anything is sent', async ({ tool, name }) => {
    for (const [what, value] of HOSTILE) {
      const { error, sent } = await attempt(tool, name, value);
      expect(error, what).toBeInstanceOf(ArgumentError);
      expect((error as ArgumentError).message, what).toContain(`${name}:`);
      expect(sent, what).toBe(0);
    }
  });

  test.each(places)('$place: any text with a separator or a control character', async ({ tool, name }) => {
    const separator = fc.constantFrom(
      '/',
      '\\',
      '%',
      '?',
      '#',
      '\u0000',
      '\u000a',
      '\u001b',
      '\u007f',
      '\u0090',
    );
    const hostile = fc
      .tuple(
        fc.string({ unit: 'binary', maxLength: 20 }),
        separator,
        fc.string({ unit: 'binary', maxLength: 20 }),
      )
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(hostile, async (value) => {
        const { error, sent } = await attempt(tool, name, value);
        expect(error).toBeInstanceOf(ArgumentError);
        expect(sent).toBe(0);
      }),
      { numRuns: 40 },
    );
  });
});
