// Says why the program cannot start when none of it can be loaded: on stderr, and to a client that asks, since
// clients show the answer to their first request and seldom stderr. src/cli/tell-client.ts does it for all the rest.
'use strict';

/** A client writes its first request as soon as it has started a server. */
const MAX_WAIT_MILLISECONDS = 3000;

function refuseStart(message) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
  const { stdin, stdout } = process;
  if (stdin.isTTY) return;
  let unread = '';
  const end = () => stdin.destroy();
  setTimeout(end, MAX_WAIT_MILLISECONDS).unref();
  stdout.on('error', end);
  stdin.on('error', end);
  stdin.setEncoding('utf8');
  stdin.on('data', (chunk) => {
    const lines = (unread + chunk).split('\n');
    unread = lines.pop();
    for (const { id, method } of lines.map(requestIn)) {
      if (id === undefined || method === undefined) continue;
      stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32603, message } })}\n`);
      if (method === 'initialize') end();
    }
  });
}

function requestIn(line) {
  try {
    return JSON.parse(line) ?? {};
  } catch {
    // Whatever it is, it asks nothing.
    return {};
  }
}

module.exports = { refuseStart };
