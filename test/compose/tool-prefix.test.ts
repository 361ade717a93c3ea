/** Only the client sees the prefix of `--tool-prefix`: rules, the record and the terminal have the tools' own names. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { startInProcess } from '../cli/in-process.ts';
import { processContext } from '../cli/process-context.ts';

test('a policy file, the audit trail and the terminal keep the bare names', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tool-prefix-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const policy = join(folder, 'policy.yaml');
  writeFileSync(policy, 'deny:\n  - tools: [delete_user]\napprove:\n  - tools: [create_project]\n', {
    mode: 0o600,
  });
  const environment = { XDG_STATE_HOME: folder };
  const flags = { sandbox: 'true', 'tool-prefix': 'acme', policy };
  const { list, call } = await startInProcess({ flags, environment });
  const names = (await list()).map(({ name }) => name);
  expect(names).toContain('acme_create_project');
  expect(names).not.toContain('acme_delete_user');
  const { value } = await call('acme_create_project', { name: 'x' });
  expect(value).toMatchObject({ needs_approval: true });

  const trail = readFileSync(join(folder, 'openai-admin-mcp', 'audit.jsonl'), 'utf8');
  const [tail, waiting] = await Promise.all(
    [
      ['audit', 'tail'],
      ['approve', '--list'],
    ].map(async (words) => {
      const host = { environment, homeDirectory: folder };
      const { context, ran } = processContext(words, { host, now: Date.now });
      await runProgram(context);
      return ran.stdout + ran.stderr;
    }),
  );
  expect(trail).toContain('"tool":"create_project"');
  expect(tail).toContain('  create_project  ');
  expect(waiting).toContain(String(value.plan));
  for (const text of [trail, tail, waiting]) expect(text).not.toContain('acme_');
});
