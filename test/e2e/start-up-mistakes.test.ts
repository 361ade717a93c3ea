/** The proof that a mistake in flags or environment stops the start with exit code 2 and the way out. */
import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, runToEnd } from './start-server.ts';

/** Each with words that its message has to hold. */
const FLAG_MISTAKES: [string[], string[]][] = [
  [['--read-onyl'], ['--read-onyl', '--read-only']],
  [
    ['--tags', 'biling'],
    ['--tags', '"biling"', 'billing', 'Valid:'],
  ],
  [
    ['--exclude-tags', 'key'],
    ['--exclude-tags', 'keys'],
  ],
  [
    ['--tools', 'list_project'],
    ['--tools', 'list_projects'],
  ],
  [
    ['--tools', 'lst_*'],
    ['--tools', '"lst_*"'],
  ],
  [
    ['--exclude-tools', 'creat_project'],
    ['--exclude-tools', 'create_project'],
  ],
  [
    ['--methods', 'reed'],
    ['--methods', 'read'],
  ],
  [
    ['--methods', ''],
    ['--methods', 'value'],
  ],
  [
    ['--log-level', 'debgu'],
    ['--log-level', 'debug'],
  ],
  [
    ['--secrets', 'show'],
    ['--secrets', 'keychain', 'reveal'],
  ],
  [
    ['--expires-at', '2026-02-30'],
    ['--expires-at', 'not a time'],
  ],
  [
    ['--expires-at', 'tomorrow'],
    ['--expires-at', '2026-12-31T18:00:00Z'],
  ],
  [
    ['--expires-in', '2 fortnights'],
    ['--expires-in', '90m'],
  ],
  [
    ['--timeout', '0'],
    ['--timeout', 'seconds'],
  ],
  [
    ['--base-url', 'https://api.openai.example/v1'],
    ['api.openai.example', '--allow-host'],
  ],
  [['--base-url', 'http://api.openai.com/v1'], ['https://']],
  [['--base-url', 'not a url'], ['base URL']],
  [['--tags'], ['--tags']],
  [
    ['--timeout', '1', '--timeout', '2'],
    ['--timeout', 'twice'],
  ],
  [['sandbxo'], ['--help']],
  [['auth', 'logn'], ['login']],
];

const VARIABLE_MISTAKES: [string, string, string[]][] = [
  ['OPENAI_ADMIN_MCP_REED_ONLY', 'true', ['OPENAI_ADMIN_MCP_READ_ONLY']],
  ['OPENAI_ADMIN_MCP_READ_ONLY', 'ture', ['OPENAI_ADMIN_MCP_READ_ONLY', 'true', 'false']],
  ['OPENAI_ADMIN_MCP_TAGS', 'biling', ['billing']],
  ['OPENAI_ADMIN_MCP_TOOLS', 'list_project', ['list_projects']],
  ['OPENAI_ADMIN_MCP_EXPIRES_IN', 'soon', ['OPENAI_ADMIN_MCP_EXPIRES_IN', '90m']],
  ['OPENAI_ADMIN_MCP_EXPIRES_AT', '2020-13-01', ['OPENAI_ADMIN_MCP_EXPIRES_AT', 'not a time']],
  ['OPENAI_BASE_URL', 'https://api.openai.example/v1', ['api.openai.example', '--allow-host']],
];

describe('a mistake on the command line', () => {
  it.each(FLAG_MISTAKES)('%j', async (args, words) => {
    const { code, stdout, stderr } = await runToEnd(args, { OPENAI_ADMIN_KEY: ADMIN_KEY });
    expect(code, stderr).toBe(2);
    expect(stdout).toBe('');
    for (const word of words) expect(stderr).toContain(word);
  });
});

describe('a mistake in the environment', () => {
  it.each(VARIABLE_MISTAKES)('%s=%s', async (name, value, words) => {
    const { code, stdout, stderr } = await runToEnd([], { OPENAI_ADMIN_KEY: ADMIN_KEY, [name]: value });
    expect(code, stderr).toBe(2);
    expect(stdout).toBe('');
    for (const word of words) expect(stderr).toContain(word);
  });

  it('that names a profile which was never stored is a missing credential', async () => {
    const { code, stderr } = await runToEnd([], { OPENAI_ADMIN_MCP_PROFILE: 'nobody' });
    expect(code).toBe(3);
    expect(stderr).toMatch(/nobody.*openai-admin-mcp\.js auth login --profile nobody/);
  });

  const placeholder = (name: string) => ['$', `{user_config.${name}}`].join('');

  it('that is a placeholder counts as not set, with a warning, whoever the variable belongs to', async () => {
    for (const name of [
      'OPENAI_ADMIN_MCP_LOG_LEVEL',
      'OPENAI_BASE_URL',
      'OPENAI_ORG_ID',
      'https_proxy',
      'NO_PROXY',
    ]) {
      const { code, stderr } = await runToEnd([], { OPENAI_ADMIN_KEY: ADMIN_KEY, [name]: placeholder(name) });
      expect(code, stderr).toBe(0);
      expect(stderr).toMatch(new RegExp(`warn: ${name} holds a placeholder .* not set`));
    }
  });

  it('that is a placeholder or blank stops the start where it would have narrowed', async () => {
    for (const name of ['READ_ONLY', 'PROJECT', 'POLICY', 'EXCLUDE_TOOLS']) {
      for (const text of [placeholder('x'), ' ']) {
        const variable = `OPENAI_ADMIN_MCP_${name}`;
        const { code, stderr } = await runToEnd(['--sandbox'], { [variable]: text });
        expect(code, stderr).toBe(2);
        expect(stderr).toContain(variable);
        expect(stderr).not.toContain('not set');
      }
    }
  });
});
