/** What happens to an answer that the heap has no room for, by a heap of the test's own. */
import { expect, it } from 'vitest';
import { type Heap, hasRoomFor } from '../../src/openai/heap-room.ts';
import { failure, GET, open, POST, send, serveAnswer } from './fixture.ts';

const MIB = 1024 * 1024;

function heap(limit: number, inUse: number, afterCollecting = inUse): Heap & { collected: number } {
  let used = inUse;
  return {
    collected: 0,
    limit: () => limit * MIB,
    inUse: () => used * MIB,
    collect() {
      this.collected += 1;
      used = afterCollecting;
    },
  };
}

const objects = `{"id":"a","data":[${Array(300_000).fill('{}').join(',')}]}`;
const text = `{"id":"a","data":["${'{},'.repeat(300_000)}"]}`;

it.each([
  ['a large heap has room', objects, heap(2048, 100), true, 0],
  ['a small one has none for many objects', objects, heap(112, 25), false, 1],
  ['but for as many bytes of text', text, heap(112, 25), true, 0],
  ['none where all is in use', text, heap(112, 55), false, 1],
  ['again when what nobody uses is taken away', text, heap(112, 55, 25), true, 1],
] as const)('%s', (_, json, given, expected, collected) => {
  expect(hasRoomFor(Buffer.from(json), given)).toBe(expected);
  expect(given.collected).toBe(collected);
});

it('a read is refused with what to do, once, and a write is done with its answer unread', async () => {
  const server = await serveAnswer(200, objects);
  const client = open(server.url, { heap: heap(112, 25) });
  expect(await failure(send(client, GET))).toMatchObject({
    outcome: 'unknown',
    retryable: false,
    message: expect.stringMatching(/more memory than this program has left\. Ask for less/),
    tooLarge: expect.anything(),
  });
  expect(server.requests).toHaveLength(1);
  expect(await send(client, POST)).toMatchObject({ status: 200, body: null, unread: expect.any(String) });
  expect(server.requests).toHaveLength(2);
});
