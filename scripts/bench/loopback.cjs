// The benchmark's stand-in for OpenAI: one static answer to everything, and a count of connections.
'use strict';
const { createServer } = require('node:http');

const PROJECTS = 20;

const data = Array.from({ length: PROJECTS }, (_, index) => ({
  id: `proj_${String(index).padStart(24, '0')}`,
  object: 'organization.project',
  name: `Project number ${index}`,
  created_at: 1_700_000_000 + index,
  archived_at: null,
  status: 'active',
  residency: 'GLOBAL',
}));
const body = JSON.stringify({
  object: 'list',
  data,
  first_id: data[0].id,
  last_id: data[PROJECTS - 1].id,
  has_more: false,
});

let connections = 0;
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-request-id': 'req_bench',
  });
  response.end(body);
});
server.keepAliveTimeout = 120_000;
server.on('connection', () => {
  connections += 1;
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('message', () => process.send(connections));
process.on('disconnect', () => process.exit());
