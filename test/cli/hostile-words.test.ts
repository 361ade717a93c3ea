/** No word on a command line reaches the terminal as it came, whichever command it was meant for. */
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { environmentName } from '../../src/settings/options.ts';
import { processContext } from './process-context.ts';
import { runUntilItEnds } from './program-run.ts';

/** Turns the terminal red, sounds its bell, clears it in 8 bits, and writes backwards. */
const HOSTILE = 'x\u001b[31m\u0007\u009b2J\u202ey';
const SHOWN = 'x\\u{1b}[31m\\u{7}\\u{9b}2J\\u{202e}y';

const LOG_LEVEL = environmentName('log-level');

// biome-ignore lint/suspicious/noControlCharactersInRegex: that none of them comes out is the point
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

/** A command with the words that lead to it. */
type Found = { path: string[]; command: Command };

function commandsBelow(command: Command, path: string[] = []): Found[] {
  const below = command.commands.flatMap((child) => commandsBelow(child, [...path, child.name()]));
  return [{ path, command }, ...below];
}

const { context } = processContext([], { host: { homeDirectory: '/nonexistent' } });
const COMMANDS = commandsBelow(await buildProgram(context));
const NAMED: [string, Found][] = COMMANDS.map((found) => [
  found.path.join(' ') || 'without a command',
  found,
]);

/** The word in the place of every argument and of every option's value, and where none belongs. */
function linesWith({ path, command }: Found): string[][] {
  const places = command.registeredArguments.map(() => 'x');
  return [
    [...path, ...places, HOSTILE],
    ...places.map((_, at) => [...path, ...places.with(at, HOSTILE)]),
    ...command.options
      .filter((option) => option.required)
      .map((option) => [...path, ...places, option.long ?? '', HOSTILE]),
  ];
}

test('there are commands to look at', () => {
  expect(COMMANDS.length).toBeGreaterThan(15);
});

describe.each(NAMED)('%s', (_, found) => {
  test('shows an unknown option escaped, and where to read on', async () => {
    const { code, stdout, stderr } = await runUntilItEnds([...found.path, `--${HOSTILE}`]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(SHOWN);
    expect(stderr).toContain('Run npx openai-admin-mcp --help for every option.');
    expect(stderr).not.toMatch(RAW);
  });

  test.each(linesWith(found).map((words) => [JSON.stringify(words), words] as const))(
    'lets nothing through of %s',
    async (_, words) => {
      const { stdout, stderr } = await runUntilItEnds(words, {}, true);
      expect(stdout).not.toMatch(RAW);
      expect(stderr).not.toMatch(RAW);
    },
  );

  test('lets nothing through of the environment, and prints its help in spite of it', async () => {
    const mistake = { [LOG_LEVEL]: HOSTILE };
    const { code, stdout, stderr } = await runUntilItEnds([...found.path, '--help'], mistake);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Usage: openai-admin-mcp ${found.path.join(' ')}`);
    if (found.command.commands.length > 0 && found.path.length > 0) return;
    const places = found.command.registeredArguments.map(() => 'x');
    const run = await runUntilItEnds([...found.path, ...places], mistake);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(LOG_LEVEL);
    expect(run.stderr).not.toMatch(RAW);
  });
});
