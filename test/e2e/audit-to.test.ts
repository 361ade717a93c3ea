/** `--audit-to`: a second place has each line before the write that it tells of is sent, or nothing is sent. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAudit } from './audit-trail.ts';
import { errorOf, runToEnd, startServer, temporaryFolder } from './start-server.ts';

const TRAIL = ['.local', 'state', 'openai-admin-mcp', 'audit.jsonl'];

/** A home whose configuration names a shell script as the command `keep`. */
function homeWith(script: string): string {
  const home = temporaryFolder();
  const folder = join(home, '.config', 'openai-admin-mcp');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(home, 'keep.sh'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(home, 'keep.sh'), 0o700);
  const configuration = `audit_commands: { keep: { run: [${join(home, 'keep.sh')}], timeout_seconds: 2 } }\n`;
  writeFileSync(join(folder, 'config.yaml'), configuration, { mode: 0o600 });
  return home;
}

const start = (home: string, ...args: string[]) =>
  startServer({ args: ['--sandbox', '--audit-to', 'command:keep', ...args], environment: { HOME: home } });

test('every line is there, as it stands in the trail: writes, outcomes and refusals', async () => {
  const home = homeWith('cat >> "$HOME/kept.jsonl"; [ -z "$OPENAI_ADMIN_KEY" ]');
  const server = await start(home);
  expect((await server.call('create_project', { name: 'x' })).isError).toBe(false);
  expect((await server.call('create_project', { nam: 'x' })).isError).toBe(true);
  const kept = readFileSync(join(home, 'kept.jsonl'), 'utf8');
  expect(kept.trimEnd().split('\n')).toHaveLength(3);
  expect(kept).toBe(readFileSync(join(home, ...TRAIL), 'utf8'));
});

describe.each([
  ['fails', 'cat > /dev/null; exit 3', /keep failed with exit code 3/],
  ['does not end', 'cat > /dev/null; sleep 60', /keep had not ended after 2 s and was stopped/],
  ['does not read', 'exit 0', /keep ended without reading the line/],
])('a command that %s', (_, script, words) => {
  test('keeps the write from being sent, and the trail says so', async () => {
    const home = homeWith(script);
    const server = await start(home);
    const before = (await server.call('list_projects')).text;
    const error = errorOf(await server.call('create_project', { name: 'never made' }));
    expect(error).toMatchObject({
      kind: 'refused',
      outcome: 'not_sent',
      message: expect.stringMatching(words),
    });
    expect((await server.call('list_projects')).text).toBe(before);
    expect(await readAudit(home)).toMatchObject([
      { intent: { tool: 'create_project', decision: 'allowed' }, outcome: { outcome: 'not_sent' } },
    ]);
  });
});

test('a program that is gone keeps writes from being sent, and reads go on', async () => {
  const home = homeWith('cat > /dev/null');
  const server = await start(home);
  chmodSync(join(home, 'keep.sh'), 0o600);
  expect(errorOf(await server.call('create_project', { name: 'x' }))).toMatchObject({
    message: expect.stringMatching(/there is no program .* to execute\. Install it, or write its whole path/),
  });
  expect((await server.call('list_projects')).isError).toBe(false);
});

test.each([
  ['command:kept', '--audit-to: there is no command kept in '],
  ['file:/tmp', '--audit-to: "file:/tmp" is no command; write command:NAME'],
])('%s stops the start', async (place, sentence) => {
  const { code, stderr } = await runToEnd(['--sandbox', '--audit-to', place], { HOME: homeWith('cat') });
  expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)]);
});

test('an outcome that cannot be handed on is told beside the answer', async () => {
  const server = await start(homeWith('! grep -q \'"kind":"outcome"\''));
  const { isError, value } = await server.call('create_project', { name: 'x' });
  expect([isError, value.name]).toEqual([false, 'x']);
  expect(value.audit).toMatch(/outcome could not be/);
});

test('approve hands its lines on where the variable names the command', async () => {
  const home = homeWith('cat >> "$HOME/kept.jsonl"');
  const server = await start(home, '--tags', 'all');
  const { value } = await server.call('create_admin_api_key', { name: 'x' });
  const variables = { HOME: home, OPENAI_ADMIN_MCP_AUDIT_TO: 'command:keep' };
  expect(await runToEnd(['approve', '--reject', String(value.plan)], variables)).toMatchObject({ code: 0 });
  const kept = readFileSync(join(home, 'kept.jsonl'), 'utf8');
  expect(kept).toBe(readFileSync(join(home, ...TRAIL), 'utf8'));
  expect(kept.trimEnd().split('\n').at(-1)).toContain('"client":"terminal"');
});
