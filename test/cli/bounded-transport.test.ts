/** What a client sees in place of a message that would be too long a line. */
import { PassThrough } from 'node:stream';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { describe, expect, test } from 'vitest';
import { BoundedTransport } from '../../src/cli/bounded-transport.ts';

const LONGEST = 8_000_000;

/** The line that is written for it. */
async function written(message: object): Promise<string> {
  const stdout = new PassThrough();
  let text = '';
  stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const transport = new BoundedTransport(new PassThrough(), stdout);
  await transport.start();
  await transport.send(message as JSONRPCMessage);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LONGEST);
  expect(text.indexOf('\n')).toBe(text.length - 1);
  return text;
}

const toolResult = (text: string, id: number | string = 7) => ({
  jsonrpc: '2.0',
  id,
  result: { resultType: 'complete', content: [{ type: 'text', text }] },
});

describe('an answer', () => {
  test.each([
    ['plain', 'a', 1],
    ['of other scripts', '漢', 3],
    ['with escapes', '"', 2],
    ['with controls', '\u0001', 6],
  ])('just below 8 MB goes as it is, and just above becomes an error: %s', async (_, character, bytes) => {
    const frame = Buffer.byteLength(JSON.stringify(toolResult(''))) + 1;
    const below = toolResult(character.repeat(Math.floor((LONGEST - frame - 1) / bytes)));
    expect(await written(below)).toBe(`${JSON.stringify(below)}\n`);
    const above = toolResult(character.repeat(Math.ceil((LONGEST - frame + 1) / bytes)));
    const { id, result } = JSON.parse(await written(above));
    expect(id).toBe(7);
    expect(result).toMatchObject({ resultType: 'complete', isError: true });
    expect(JSON.parse(result.content[0].text).error).toMatchObject({
      outcome: 'unknown',
      message: expect.stringMatching(/8 MB.*smaller limit.*look before repeating/),
    });
  });

  test.each([
    [
      'many small members',
      { id: 8, result: { a: Array.from({ length: 700_000 }, () => 123_456_789_012) } },
      8,
    ],
    ['long names', { id: 'x', result: { ['n'.repeat(9_000_000)]: 1 } }, 'x'],
    ['the list of tools', { id: 9, result: { tools: [{ description: 'd'.repeat(9_000_000) }] } }, 9],
    ['an error', { id: 10, error: { code: -1, message: 'm'.repeat(9_000_000) } }, 10],
    ['an id that is too long itself', toolResult('', 'i'.repeat(9_000_000)), undefined],
  ])('with %s becomes an error', async (_, message, id) => {
    const answer = JSON.parse(await written({ jsonrpc: '2.0', ...message }));
    expect(answer.id).toBe(id);
    expect(answer.error).toMatchObject({ code: -32603, message: expect.stringContaining('8 MB') });
  });
});

test.each([
  [
    'a question of the server',
    { id: 1, method: 'elicitation/create', params: { message: 'q'.repeat(9_000_000) } },
  ],
  ['a notification', { method: 'notifications/message', params: { data: 'q'.repeat(9_000_000) } }],
])('%s that is too long is not sent, and whoever sends it is told', async (_, message) => {
  await expect(written({ jsonrpc: '2.0', ...message })).rejects.toThrow('8 MB');
});
