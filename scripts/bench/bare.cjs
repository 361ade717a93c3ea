// The floor of the benchmark: the least a Node.js process can do and still be asked for its tools over stdio.
'use strict';
const { readFileSync } = require('node:fs');

const results = {
  initialize:
    '{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"bare","version":"1"}}',
  'tools/list': readFileSync(process.argv[2], 'utf8'),
};

let pending = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk) => {
  const lines = (pending + chunk).split('\n');
  pending = lines.pop();
  for (const line of lines) {
    const { id, method } = JSON.parse(line);
    if (id !== undefined) process.stdout.write(`{"jsonrpc":"2.0","id":${id},"result":${results[method]}}\n`);
  }
});
