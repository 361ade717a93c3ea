/** Every command line of docs/shell.md, run as it stands there by the built program against the sandbox. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readPage } from '../documents/pages.ts';
import { environmentOf, temporaryFolder } from './start-server.ts';

const PROGRAM = resolve('bin', 'openai-admin-mcp.js');

const lines = readPage('docs/shell.md', readFileSync('docs/shell.md', 'utf8'))
  .codeBlocks.flatMap(({ text }) => text.split('\n'))
  .filter((line) => line.includes('openai-admin-mcp'));

/**
 * As the page says: 8 for something to do, which depends on the day; 4 for what waits. A made-up ID is refused, the
 * evidence of an organization without project keys is not whole, and a sandbox has no key of yesterday.
 */
function codesOf(line: string): number[] {
  if (line.includes('proj_abc')) return [5];
  if (line.includes('evidence')) return [5];
  if (line.includes('rotate_service_account_key')) return line.includes('delete_old') ? [0] : [4];
  return line.includes('--exit-code') ? [0, 8] : [0];
}

test.each(lines)('%s', (line) => {
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', line.replace('openai-admin-mcp', `"${process.execPath}" "${PROGRAM}"`)],
    {
      cwd: temporaryFolder(),
      env: environmentOf({ environment: { OPENAI_ADMIN_MCP_SANDBOX: 'true' } }),
      encoding: 'utf8',
    },
  );
  expect(codesOf(line), stderr).toContain(status);
  if (status === 0 || status === 8) expect(stdout).not.toBe('');
});

test('there are lines', () => {
  expect(lines.length).toBeGreaterThan(10);
});
