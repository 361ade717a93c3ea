// The floor of the benchmark: the least a Node.js process can do and still be asked over stdio for its tools, or for one
// call, which it passes on to the loopback server. argv: the tools/list result, the base URL.
'use strict';
const { readFileSync } = require('node:fs');
const { Agent, get } = require('node:http');

const [, , list, baseUrl] = process.argv;
const agent = new Agent({ keepAlive: true });

const results = {
  initialize:
    '{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"bare","version":"1"}}',
  'tools/list': readFileSync(list, 'utf8'),
};

function answer(id, result) {
  process.stdout.write(`{"jsonrpc":"2.0","id":${id},"result":${result}}\n`);
}

function call(limit, then) {
  get(`${baseUrl}/organization/projects?limit=${limit}`, { agent }, (response) => {
    let body = '';
    response.setEncoding('utf8').on('data', (chunk) => {
      body += chunk;
    });
    response.on('end', () => then({ content: [{ type: 'text', text: JSON.stringify(JSON.parse(body)) }] }));
  });
}

let pending = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk) => {
  const lines = (pending + chunk).split('\n');
  pending = lines.pop();
  for (const line of lines) {
    const { id, method, params } = JSON.parse(line);
    if (method === 'tools/call') call(params.arguments.limit, (result) => answer(id, JSON.stringify(result)));
    else if (id !== undefined) answer(id, results[method]);
  }
});
