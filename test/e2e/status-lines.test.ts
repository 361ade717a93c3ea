/** The proof that no status line of whatever answers holds the server up, and that each is told. */
import { expect, it } from 'vitest';
import { errorOf, startServer } from './start-server.ts';
import { startUpstream } from './upstream.ts';

/** Of the same call with an unusual status that HTTP allows; the fault took 2.5 to 5 seconds more. */
const MAX_LONGER_MILLISECONDS = 1000;

it.each(['000', '042', '099', '101'])('status %s', async (status) => {
  let line = '599';
  const upstream = await startUpstream(({ socket }) => {
    socket.write(`HTTP/1.1 ${line} X\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`);
  });
  const server = await startServer({ args: ['--approval', 'off'], upstream: upstream.url });
  const timeOf = async () => {
    const start = performance.now();
    const error = errorOf(await server.call('create_project', { name: `e2e ${line}` }));
    return { error, milliseconds: performance.now() - start };
  };
  const usual = await timeOf();
  line = status;
  const unusual = await timeOf();
  expect(unusual.error).toMatchObject({
    kind: 'network',
    outcome: 'unknown',
    message: expect.stringContaining('is not HTTP'),
  });
  expect(unusual.milliseconds - usual.milliseconds).toBeLessThan(MAX_LONGER_MILLISECONDS);
});
