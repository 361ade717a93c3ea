import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/cli/log.ts';
import { LOG_LEVELS, type LogLevel } from '../../src/settings/options.ts';

function written(level: LogLevel, write: (log: ReturnType<typeof createLog>) => void): string {
  let text = '';
  write(
    createLog(level, {
      write: (part) => {
        text += part;
      },
    }),
  );
  return text;
}

describe('the log', () => {
  test.each([
    ['error', ['error']],
    ['warn', ['error', 'warn']],
    ['info', ['error', 'warn', 'info']],
    ['debug', ['error', 'warn', 'info', 'debug']],
  ] as const)('at %s writes %j', (level, expected) => {
    const text = written(level, (log) => {
      for (const position of LOG_LEVELS) log[position]('x');
    });
    expect(text).toBe(expected.map((position) => `openai-admin-mcp ${position}: x\n`).join(''));
  });

  test.each([
    ['two\nlines', 'two lines'],
    ['over\r\nwritten\rline', 'over written line'],
    ['\u001b[2Jcleared', '\\u{1b}[2Jcleared'],
    ['\u202ereversed', '\\u{202e}reversed'],
  ])('%j stays one visible line', (message, shown) => {
    expect(written('warn', (log) => log.warn(message))).toBe(`openai-admin-mcp warn: ${shown}\n`);
  });
});
