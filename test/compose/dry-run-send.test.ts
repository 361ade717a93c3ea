/** The last stop of a dry run lets every tool that reads through, and none that writes. */
import { expect, test } from 'vitest';
import { dryRunSend } from '../../src/compose/dry-run-send.ts';
import type { ApiRequest } from '../../src/model/api-request.ts';
import { isRead } from '../../src/specs/catalogue.ts';
import { buildRequest } from '../../src/tools/build-request.ts';
import { checkArguments } from '../../src/tools/check-arguments.ts';
import { everyTool } from '../catalogue/catalogue.ts';

test.each(everyTool)('%s', async (_, tool) => {
  const sent: ApiRequest[] = [];
  const send = dryRunSend(async (request) => {
    sent.push(request);
    return { status: 200, body: {} };
  });
  const request = buildRequest(tool, checkArguments(tool, tool.example?.arguments, Date.now()));
  const sending = send(request, new AbortController().signal);
  if (!isRead(tool)) {
    const { method, path } = request;
    await expect(sending).rejects.toThrow(
      `${method} ${path} writes, and this is a dry run. Nothing was sent.`,
    );
  } else await sending;
  expect(sent).toEqual(isRead(tool) ? [request] : []);
});
