import { describe, expect, test } from 'vitest';
import { environmentName, flagName, OPTIONS, type OptionFlag } from '../../src/settings/options.ts';
import { readSettings, type Settings } from '../../src/settings/settings.ts';
import { SettingsError } from '../../src/settings/settings-error.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');

type Sources = {
  flags?: Partial<Record<OptionFlag, string>>;
  environment?: Record<string, string | undefined>;
};

const read = ({ flags = {}, environment = {} }: Sources): Settings =>
  readSettings({ flags, environment, nowMilliseconds: NOW });

/** The problems that these sources are refused for. */
function problems(sources: Sources): string[] {
  try {
    read(sources);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  throw new Error('expected a refusal');
}

const inEnvironment = (flag: OptionFlag, text: string) => ({
  environment: { [environmentName(flag)]: text },
});

describe('without anything given', () => {
  test('the defaults hold', () => {
    expect(read({ environment: { PATH: '/bin', OPENAI_ADMIN_KEY: 'x' } })).toEqual({
      filters: [
        { nameOf: flagName, readOnly: false },
        { nameOf: environmentName, readOnly: false },
      ],
      approval: 'irreversible',
      ask: 'auto',
      approvalLasts: 600_000,
      dryRun: false,
      policies: [],
      auditTo: [],
      exposure: 'all',
      sandbox: false,
      maxResultTokens: 6000,
      timeoutSeconds: 30,
      allowHosts: [],
      logLevel: 'warn',
    });
  });
});

/** A flag, a valid text, and what of the settings it decides. */
const VALID: [OptionFlag, string, (settings: Settings) => unknown, unknown][] = [
  ['read-only', 'true', (s) => s.filters.some((filter) => filter.readOnly), true],
  ['methods', 'read, create', (s) => s.filters.find((f) => f.methods)?.methods, ['read', 'create']],
  ['tags', 'billing,audit', (s) => s.filters.find((f) => f.tags)?.tags, ['billing', 'audit']],
  ['exclude-tags', 'keys', (s) => s.filters.find((f) => f.excludeTags)?.excludeTags, ['keys']],
  ['tools', 'list_*,get_user,', (s) => s.filters.find((f) => f.tools)?.tools, ['list_*', 'get_user']],
  ['exclude-tools', '*_users', (s) => s.filters.find((f) => f.excludeTools)?.excludeTools, ['*_users']],
  ['exposure', 'discovery', (s) => s.exposure, 'discovery'],
  ['tool-prefix', 'acme', (s) => s.toolPrefix, 'acme'],
  ['max-result-tokens', '1000', (s) => s.maxResultTokens, 1000],
  ['tool-specs', '/specs', (s) => s.toolSpecs, '/specs'],
  ['expires-at', '2026-11-22T12:30:00Z', (s) => s.expiresAt, NOW + 1_800_000],
  ['expires-in', '90m', (s) => s.expiresAt, NOW + 5_400_000],
  ['project', 'proj_a,proj_b', (s) => s.projects, ['proj_a', 'proj_b']],
  ['approval', 'writes', (s) => s.approval, 'writes'],
  ['ask', 'window', (s) => s.ask, 'window'],
  ['approval-ttl', '30m', (s) => s.approvalLasts, 1_800_000],
  ['policy', '/policy.yaml', (s) => s.policies, ['/policy.yaml']],
  ['max-writes', '20', (s) => s.maxWrites, 20],
  ['dry-run', 'true', (s) => s.dryRun, true],
  ['secrets', 'file:/keys', (s) => s.secrets, { kind: 'file', folder: '/keys' }],
  ['audit-to', 'command:siem', (s) => s.auditTo, ['siem']],
  ['exports', 'saved', (s) => s.exports, 'saved'],
  ['sandbox', 'yes', (s) => s.sandbox, true],
  ['profile', 'acme', (s) => s.profile, 'acme'],
  ['key-file', '/keys', (s) => s.keyFile, '/keys'],
  ['timeout', '5', (s) => s.timeoutSeconds, 5],
  ['base-url', 'https://eu.api.openai.com/v1', (s) => s.baseUrl, 'https://eu.api.openai.com/v1'],
  ['allow-host', 'a.example,b.example:8443', (s) => s.allowHosts, ['a.example', 'b.example:8443']],
  ['ca-file', '/ca.pem', (s) => s.caFile, '/ca.pem'],
  ['log-level', 'debug', (s) => s.logLevel, 'debug'],
];

test.each(['on', 'of', 'Off', 'ofd', 'oof', 'no', 'false'])(
  'a slip for --approval, %j, is never told to mean off',
  (slip) => {
    expect(() => read({ flags: { approval: slip } })).toThrow(/is not one of off, irreversible, writes\.$/);
  },
);

test('another slip for --approval is told what it may mean', () => {
  expect(() => read({ flags: { approval: 'write' } })).toThrow('Did you mean writes?');
});

describe('every option', () => {
  test('is in the table of valid values', () => {
    expect(VALID.map(([flag]) => flag)).toEqual(OPTIONS.map((row) => row.flag));
  });

  test.each(VALID)('--%s %s works as a flag and as an environment variable', (flag, text, pick, expected) => {
    expect(pick(read({ flags: { [flag]: text } }))).toEqual(expected);
    expect(pick(read(inEnvironment(flag, text)))).toEqual(expected);
  });

  /** What an owner writes to keep a server small: losing it in silence would give the model more. */
  const NARROWS =
    'read-only methods tags exclude-tags tools exclude-tools expires-at expires-in project approval ask policy max-writes dry-run audit-to sandbox'.split(
      ' ',
    );
  const BLANKS = ['', '  ', '$' + '{user_config.value}', ' $' + '{env:A}/$' + '{input:b} '];

  test.each(VALID)(
    '--%s with nothing in its variable is not given, or stops where it would narrow',
    (flag) => {
      for (const text of BLANKS) {
        const sources = inEnvironment(flag, text);
        if (!NARROWS.includes(flag)) expect(read(sources)).toEqual(read({}));
        else
          expect(problems(sources)).toEqual([
            expect.stringMatching(`^${environmentName(flag)} .*take the variable out`),
          ]);
      }
    },
  );

  test('every option that narrows is among those', () => {
    expect(VALID.map(([flag]) => flag)).toEqual(expect.arrayContaining(NARROWS));
  });
});

/** A text that cannot be meant, and a word of what is said about it. */
const INVALID: [OptionFlag, string, string][] = [
  ['read-only', 'maybe', 'neither true nor false'],
  ['sandbox', '2', 'neither true nor false'],
  ['tool-prefix', 'a234567890123456_', 'at most 16'],
  ['tool-prefix', 'a.b', 'at most 16'],
  ['max-result-tokens', '999', 'whole number above 999'],
  ['max-result-tokens', 'many', 'whole number above 999'],
  ['methods', ' , ', 'needs at least one value'],
  ['tags', ',', 'needs at least one value'],
  ['expires-at', 'tomorrow', 'is not a time'],
  ['expires-at', '2026-02-30', 'is not a time'],
  ['expires-at', '2027-02-30T10:00:00Z', 'is not a time'],
  ['expires-at', '2027-02-29T10:00:00+02:00', 'is not a time'],
  ['expires-at', '2027-01-01T10:00:00', 'with the zone'],
  ['expires-at', '1793491200', 'is not a time'],
  ['expires-in', '90', 'is not a duration'],
  ['expires-in', '0m', 'is not a duration'],
  ['expires-in', '-5m', 'is not a duration'],
  ['expires-in', '5 parsecs', 'is not a duration'],
  ['expires-in', '999999y', 'is not a duration'],
  ['expires-in', `${'9'.repeat(200)}y`, 'is not a duration'],
  ['project', 'proj_a,Marketing', '"Marketing" is not a project ID'],
  ['approval', 'always', 'is not one of off, irreversible, writes'],
  ['ask', 'windows', 'is not one of auto, form, window, terminal. Did you mean window?'],
  ['approval-ttl', '25h', 'write at most 24h'],
  ['approval-ttl', 'soon', 'is not a duration'],
  ['max-writes', '0', 'whole number above 0'],
  ['max-writes', 'ten', 'whole number above 0'],
  ['secrets', 'show', 'keychain, file:FOLDER, command:NAME or reveal'],
  ['secrets', 'file:', 'is no place for secrets'],
  ['secrets', 'command:a b', 'is no place for secrets'],
  ['audit-to', 'siem', 'is no command; write command:NAME'],
  ['audit-to', 'keychain', 'is no command; write command:NAME'],
  ['timeout', '0', 'whole number of seconds'],
  ['timeout', '1.5', 'whole number of seconds'],
  ['timeout', '30s', 'whole number of seconds'],
  ['log-level', 'verbose', 'is not one of error, warn, info, debug'],
];

describe('a value that cannot be meant', () => {
  test.each(INVALID)('--%s %s is refused by the name under which it came', (flag, text, words) => {
    const [asFlag, ...moreFlags] = problems({ flags: { [flag]: text } });
    expect(asFlag).toContain(`--${flag}: `);
    expect(asFlag).toContain(words);
    const [asVariable, ...moreVariables] = problems({ environment: { [environmentName(flag)]: `${text} ` } });
    expect(asVariable).toContain(`${environmentName(flag)}: `);
    expect(asVariable).toContain(words);
    expect([...moreFlags, ...moreVariables]).toEqual([]);
  });

  test.each(['profile', 'key-file', 'base-url', 'ca-file'] as const)('--%s needs a value', (flag) => {
    expect(problems({ flags: { [flag]: ' ' } })).toEqual([`--${flag}: needs a value.`]);
  });

  test('all problems are told at once', () => {
    const found = problems({
      flags: { timeout: 'x', secrets: 'y' },
      environment: { OPENAI_ADMIN_MCP_TAGZ: 'a', OPENAI_ADMIN_MCP_SANDBOX: 'b' },
    });
    expect(found).toHaveLength(4);
    expect(new SettingsError(found).message.split('\n')).toEqual(found);
  });
});

describe('an unknown variable', () => {
  test.each([
    ['OPENAI_ADMIN_MCP_READONLY', 'OPENAI_ADMIN_MCP_READ_ONLY'],
    ['OPENAI_ADMIN_MCP_TAG', 'OPENAI_ADMIN_MCP_TAGS'],
    ['openai_admin_mcp_tags', 'OPENAI_ADMIN_MCP_TAGS'],
  ])('%s is refused with the nearest and all known ones', (name, close) => {
    const [problem] = problems({ environment: { [name]: 'true' } });
    expect(problem).toContain(`${name}: no such option. Did you mean ${close}?`);
    expect(problem).toContain('Known: OPENAI_ADMIN_MCP_READ_ONLY, ');
  });

  test('even an empty one, but not one that is nothing of ours', () => {
    expect(problems({ environment: { OPENAI_ADMIN_MCP_NOPE: '' } })).toHaveLength(1);
    expect(() =>
      read({ environment: { OPENAI_ADMIN_MCP: 'x', MY_OPENAI_ADMIN_MCP_TAGS: 'y' } }),
    ).not.toThrow();
  });
});

describe('flag and variable together', () => {
  test('narrowings add up: each source stays a filter of its own', () => {
    const { filters } = read({
      flags: { tags: 'billing' },
      environment: { OPENAI_ADMIN_MCP_TAGS: 'audit', OPENAI_ADMIN_MCP_READ_ONLY: 'true' },
    });
    expect(filters).toEqual([
      { nameOf: flagName, readOnly: false, tags: ['billing'] },
      { nameOf: environmentName, readOnly: true, tags: ['audit'] },
    ]);
  });

  test.each([
    ['reveal', 'keychain', 'keychain'],
    ['command:vault', 'reveal', 'command'],
    ['file:/a', 'keychain', 'file'],
    ['reveal', 'reveal', 'reveal'],
  ])('secrets: flag %s and variable %s make %s', (flag, variable, expected) => {
    const sources = { flags: { secrets: flag }, environment: { OPENAI_ADMIN_MCP_SECRETS: variable } };
    expect(read(sources).secrets?.kind).toBe(expected);
  });

  test.each([
    ['off', 'irreversible', 'irreversible'],
    ['writes', 'off', 'writes'],
    ['off', 'off', 'off'],
  ])('approval: flag %s and variable %s make %s', (flag, variable, expected) => {
    const sources = { flags: { approval: flag }, environment: { OPENAI_ADMIN_MCP_APPROVAL: variable } };
    expect(read(sources).approval).toBe(expected);
  });

  test.each([
    ['auto', 'window', 'window'],
    ['form', 'auto', 'form'],
    ['terminal', 'terminal', 'terminal'],
  ])('ask: flag %s and variable %s make %s', (flag, variable, expected) => {
    const sources = { flags: { ask: flag }, environment: { OPENAI_ADMIN_MCP_ASK: variable } };
    expect(read(sources).ask).toBe(expected);
  });

  test('two ways of asking are told, since neither is the stricter', () => {
    const sources = { flags: { ask: 'form' }, environment: { OPENAI_ADMIN_MCP_ASK: 'terminal' } };
    expect(problems(sources)).toEqual([expect.stringContaining('name different ways')]);
  });

  test('the narrower of two pins, the smaller of two budgets, both policies and any dry run count', () => {
    const { projects, maxWrites, policies, dryRun } = read({
      flags: { project: 'proj_a,proj_b', 'max-writes': '30', policy: '/one.yaml', 'dry-run': 'false' },
      environment: {
        OPENAI_ADMIN_MCP_PROJECT: 'proj_b,proj_c',
        OPENAI_ADMIN_MCP_MAX_WRITES: '20',
        OPENAI_ADMIN_MCP_POLICY: '/two.yaml',
        OPENAI_ADMIN_MCP_DRY_RUN: 'true',
      },
    });
    expect({ projects, maxWrites, policies, dryRun }).toEqual({
      projects: ['proj_b'],
      maxWrites: 20,
      policies: ['/one.yaml', '/two.yaml'],
      dryRun: true,
    });
  });

  test('two pins that have nothing in common are told', () => {
    const sources = { flags: { project: 'proj_a' }, environment: { OPENAI_ADMIN_MCP_PROJECT: 'proj_b' } };
    expect(problems(sources)).toEqual([expect.stringContaining('name different projects')]);
  });

  test('the earliest of all ends counts', () => {
    const sources = {
      flags: { 'expires-at': '2026-11-22T18:00:00Z', 'expires-in': '4h' },
      environment: { OPENAI_ADMIN_MCP_EXPIRES_IN: '2h', OPENAI_ADMIN_MCP_EXPIRES_AT: '2026-11-23' },
    };
    expect(read(sources)).toMatchObject({
      expiresAt: NOW + 2 * 3_600_000,
      expiresBy: 'OPENAI_ADMIN_MCP_EXPIRES_IN',
    });
  });

  test('an end that has passed is no mistake: the server starts, and refuses every call', () => {
    expect(read({ flags: { 'expires-at': '2026-11-22', 'expires-in': '4h' } })).toMatchObject({
      expiresAt: Date.parse('2026-11-22T00:00:00Z'),
      expiresBy: '--expires-at',
    });
  });

  test('anything else is taken from the flag', () => {
    const { timeoutSeconds, profile, logLevel } = read({
      flags: { timeout: '9', profile: 'one', 'log-level': 'error' },
      environment: {
        OPENAI_ADMIN_MCP_TIMEOUT: '5',
        OPENAI_ADMIN_MCP_PROFILE: 'two',
        OPENAI_ADMIN_MCP_LOG_LEVEL: 'debug',
      },
    });
    expect({ timeoutSeconds, profile, logLevel }).toEqual({
      timeoutSeconds: 9,
      profile: 'one',
      logLevel: 'error',
    });
  });
});
