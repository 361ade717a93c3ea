/** The policy at its real place, read by the built program: in a mount namespace of its own, so that nobody else sees it. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROGRAM, temporaryFolder } from './start-server.ts';

const PLACE = '/etc/openai-admin-mcp';

/** Why this cannot be tried here; undefined where it can. */
function hindrance(): string | undefined {
  if (process.platform !== 'linux') return 'it needs Linux';
  if (process.getuid?.() !== 0) return 'it needs root';
  if (existsSync(join(PLACE, 'policy.yaml'))) return `${PLACE} has a policy already`;
  const { status } = spawnSync('unshare', ['-m', 'true']);
  return status === 0 ? undefined : 'unshare -m does not work';
}

const why = hindrance();
if (why !== undefined) process.stderr.write(`The policy at its real place is not tried: ${why}.\n`);

describe.skipIf(why !== undefined)('the policy of this machine', () => {
  const wasThere = existsSync(PLACE);
  // Empty, so that servers of other tests find no policy in it.
  beforeAll(() => void mkdirSync(PLACE, { recursive: true }));
  afterAll(() => {
    if (!wasThere) rmdirSync(PLACE);
  });

  /** Runs the program to its end, with the policy mounted over the place. */
  function run(policy: string, words: string[], environment: Record<string, string> = {}, input = '') {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'policy.yaml'), policy, { mode: 0o644 });
    const script = 'chmod 755 "$1" && mount --bind "$1" "$2" && shift 2 && exec "$@"';
    const command = ['sh', '-c', script, 'sh', folder, PLACE, process.execPath, PROGRAM, ...words];
    const env = { PATH: process.env.PATH ?? '', HOME: temporaryFolder(), ...environment };
    const { status, stdout, stderr } = spawnSync('unshare', ['-m', ...command], {
      env,
      input,
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, stdout, stderr };
  }

  const LINES = [
    {
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
    },
    { method: 'notifications/initialized' },
    { id: 2, method: 'tools/list' },
  ]
    .map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
    .join('');

  test('binds a server whatever it is started with', () => {
    const { stdout, stderr } = run(
      'floors: { read_only: true }\n',
      ['--sandbox', '--tags', 'all'],
      {
        OPENAI_ADMIN_MCP_READ_ONLY: 'false',
        ProgramData: '/tmp',
        XDG_CONFIG_HOME: '/tmp',
        XDG_CONFIG_DIRS: '/tmp',
      },
      LINES,
    );
    expect(stdout).toContain(`The policy of this machine (${PLACE}/policy.yaml) sets: reading only.`);
    expect(stdout).toContain('"list_projects"');
    expect(stdout).not.toContain('"create_project"');
    expect(stderr).toContain('OPENAI_ADMIN_MCP_READ_ONLY: false has no effect');
  });

  test('stops servers and commands where it is no good', () => {
    for (const words of [['--sandbox'], ['auth', 'status'], ['approve', '--list'], ['audit', 'tail']]) {
      const { status, stderr } = run('floors: { read_onyl: true }\n', words);
      expect(status).toBe(2);
      expect(stderr).toContain(`${PLACE}/policy.yaml:1:11 read_onyl: unknown key; did you mean read_only?`);
    }
  });

  test('is told by auth status', () => {
    const { stdout } = run('floors: { approval: writes }\n', ['auth', 'status']);
    expect(stdout).toContain('sets: approval of every write by a person. No option changes that.');
  });
});
