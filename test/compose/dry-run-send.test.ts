/** The last stop of a dry run lets every tool that reads through, and none that writes. */
import { expect, onTestFinished, test } from 'vitest';
import { compose } from '../../src/compose/compose.ts';
import { dryRunSend } from '../../src/compose/dry-run-send.ts';
import type { ApiRequest } from '../../src/model/api-request.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { isRead } from '../../src/specs/catalogue.ts';
import { buildRequest } from '../../src/tools/build-request.ts';
import { checkArguments } from '../../src/tools/check-arguments.ts';
import { everyTool, toolNamed } from '../catalogue/catalogue.ts';
import { packageFolder } from '../cli/package-folder.ts';
import { memoryKeychain } from '../credentials/memory-keychain.ts';
import { environmentOf } from '../e2e/start-server.ts';
import { RUNTIME } from '../runtime.ts';

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

test('the product sends through it', async () => {
  const environment = environmentOf({ upstream: 'http://127.0.0.1:9/v1' });
  const host = { environment, platform: process.platform, homeDirectory: environment.HOME ?? '', uid: 1 };
  const flags = { 'dry-run': 'true' };
  const { upstream, close } = await compose(readSettings({ flags, environment, nowMilliseconds: 0 }), host, {
    ...RUNTIME,
    packageFolder: packageFolder(),
    openKeychain: () => memoryKeychain(),
    onCalled: () => undefined,
    onUnforeseen: () => undefined,
  });
  onTestFinished(close);
  const request = buildRequest(toolNamed('delete_user'), { values: { user_id: 'user-1' }, clear: [] });
  await expect(upstream.send(request, new AbortController().signal)).rejects.toThrow('this is a dry run');
});
