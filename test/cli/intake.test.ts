/** How many requests of a client are carried out at once. */
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { expect, test } from 'vitest';
import { Intake } from '../../src/cli/intake.ts';

/** As SECURITY.md has it. */
const MOST = 64;

test('64 requests are carried out at once, the others wait in their order', () => {
  const delivered: unknown[] = [];
  const intake = new Intake({
    deliver: (message: JSONRPCMessage) => delivered.push('id' in message ? message.id : undefined),
    refuse: () => expect.unreachable(),
    unread: () => 0,
    read: () => undefined,
  });
  const ids = Array.from({ length: MOST + 3 }, (_, index) => index);
  for (const id of ids) intake.take({ jsonrpc: '2.0', id, method: 'tools/list' }, 50);
  expect(delivered).toEqual(ids.slice(0, MOST));
  intake.answered(7);
  intake.letIn();
  expect(delivered).toEqual(ids.slice(0, MOST + 1));
});
