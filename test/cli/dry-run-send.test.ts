/** The last stop of a dry run lets every tool that reads through, and none that writes. */
import { expect, test } from 'vitest';
import { dryRunSend } from '../../src/cli/dry-run-send.ts';
import { isRead } from '../../src/specs/catalogue.ts';
import { catalogue } from '../catalogue/catalogue.ts';

test('every tool', async () => {
  const sent: string[] = [];
  const send = dryRunSend(async (tool) => {
    sent.push(tool.name);
    return { status: 200, body: {} };
  });
  const { signal } = new AbortController();
  for (const tool of catalogue.tools) {
    const sending = send(tool, { method: tool.endpoint.method, path: '/x', query: '' }, undefined, signal);
    if (isRead(tool)) await sending;
    else await expect(sending).rejects.toThrow('this is a dry run. Nothing was sent.');
  }
  expect(sent).toEqual(catalogue.tools.filter(isRead).map((tool) => tool.name));
});
