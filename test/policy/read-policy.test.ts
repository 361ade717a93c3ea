/** Policy files on disk: which are read, and what stops the start. */
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { runUntilItEnds } from '../cli/program-run.ts';
import { recordingService } from './recording-service.ts';

const RULES = 'deny:\n  - tools: [create_admin_api_key]\n    because: By hand only.\n';
const uid = process.getuid?.();

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'openai-admin-mcp-policy-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function policyFile(text = RULES, mode = 0o644): string {
  const path = join(folder(), 'policy.yaml');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

const problemOf = (path: string, asUid = uid) => {
  const result = readPolicy(path, catalogue.tools, asUid);
  return 'problem' in result ? result.problem : undefined;
};

describe('a policy file', () => {
  test('is read, also through a link, and hides what it denies', async () => {
    const path = policyFile();
    const link = join(folder(), 'link.yaml');
    symlinkSync(path, link);
    const result = readPolicy(link, catalogue.tools, uid);
    if ('problem' in result) throw new Error(result.problem);
    const { service, call, sent } = recordingService(catalogue, { policies: [result.policy] });
    expect(service.list().map((tool) => tool.name)).not.toContain('create_admin_api_key');
    expect(await call('create_admin_api_key', { name: 'x' })).toEqual({
      error: {
        kind: 'refused',
        message:
          'create_admin_api_key is denied by the policy (link.yaml:2); nothing was sent. By hand only.',
        outcome: 'not_sent',
      },
    });
    expect(sent).toEqual([]);
  });

  test.skipIf(uid === undefined)('of another user is refused, of root it is not', () => {
    const path = policyFile();
    if (uid === 0) {
      expect(problemOf(path, 1000)).toBeUndefined();
      chownSync(path, 54_321, 54_321);
    }
    expect(problemOf(path, 1_000_000)).toMatch(/belongs to another user, .* install -m 600/);
  });

  test.skipIf(uid === undefined).each([0o664, 0o646, 0o666])(
    'that others can write (%o) is refused',
    (mode) => {
      expect(problemOf(policyFile(RULES, mode))).toMatch(/can be written by other users; .* chmod go-w/);
    },
  );

  test('that is none is refused', () => {
    const path = folder();
    expect(problemOf(join(path, 'none.yaml'))).toContain('does not exist');
    mkdirSync(join(path, 'folder.yaml'));
    expect(problemOf(join(path, 'folder.yaml'))).toContain('not an ordinary file');
    expect(problemOf(policyFile(`${RULES}${'#'.repeat(300_000)}`))).toContain('at most 256 kB');
  });
});

describe('the start', () => {
  test('stops for a file that cannot be read, for either source', async () => {
    const missing = join(folder(), 'gone.yaml');
    for (const run of [
      await runUntilItEnds(['--policy', missing]),
      await runUntilItEnds([], { OPENAI_ADMIN_MCP_POLICY: missing }),
      await runUntilItEnds(['--policy', policyFile()], { OPENAI_ADMIN_MCP_POLICY: missing }),
    ]) {
      expect(run.code).toBe(2);
      expect(run.stderr).toContain(`--policy: ${missing} does not exist`);
      expect(run.stdout).toBe('');
    }
  });

  test('stops for a mistake, with its place', async () => {
    const run = await runUntilItEnds(['--policy', policyFile('deny:\n  - tools: [delete_usr]\n')]);
    expect(run).toEqual({
      code: 2,
      stdout: '',
      stderr: 'policy.yaml:2:13 delete_usr: no such tool; did you mean delete_user?\n',
    });
  });
});
