/** Rules about the sources that no compiler holds: who may import whom, where the outside world is touched. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

type Source = { path: string; folder: string; text: string };

const SOURCES: Source[] = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => {
    const path = join('src', name);
    return {
      path,
      folder: name.includes(sep) ? (name.split(sep)[0] ?? '') : '',
      text: readFileSync(path, 'utf8'),
    };
  });

/** `folder`, `folder/file.ts` for a single file, or with `type ` before it where only types may be taken. */
const ALLOWED: Record<string, string[]> = {
  '': ['cli', 'server/zod-without-compiling.ts', 'openai/http-library.ts', 'redaction'],
  cli: [
    'approval',
    'audit',
    'credentials',
    'files',
    'guard',
    'openai',
    'policy',
    'redaction',
    'sandbox/start-sandbox.ts',
    'search/search-tools.ts',
    'server',
    'settings',
    'sinks',
    'specs',
    'state',
    'text',
    'tools',
  ],
  server: [
    'policy',
    'specs',
    'text',
    'tools',
    'type search',
    'openai/api-error.ts',
    'credentials/credential-error.ts',
  ],
  search: ['specs', 'text'],
  tools: ['redaction/known-secrets.ts', 'specs', 'text', 'type openai'],
  policy: ['files/trusted-file.ts', 'specs', 'text', 'type tools'],
  settings: ['text'],
  specs: ['files/trusted-file.ts', 'text'],
  openai: ['files/trusted-file.ts', 'redaction'],
  configuration: [
    'credentials/index-location.ts',
    'files/trusted-file.ts',
    'settings/settings-error.ts',
    'specs',
    'text',
  ],
  credentials: ['files', 'redaction'],
  redaction: [],
  approval: ['specs', 'text', 'type tools', 'type state'],
  guard: [
    'approval',
    'policy/policy-rules.ts',
    'specs',
    'text',
    'tools',
    'type openai',
    'type audit',
    'type sinks',
  ],
  files: [],
  sinks: [
    'configuration',
    'credentials',
    'files',
    'settings/secret-place.ts',
    'settings/settings-error.ts',
    'state',
    'text',
  ],
  state: ['files'],
  audit: ['text', 'files', 'type state'],
  sandbox: [],
  text: [],
  dev: [
    'cli',
    'credentials',
    'openai',
    'policy',
    'sandbox/start-sandbox.ts',
    'server',
    'settings',
    'specs',
    'text',
    'tools',
  ],
};

const IMPORT =
  /(?:^(?:import|export)\s+(type\s)?[^'"]*?from\s+|^import\s+|\bimport\()['"](\.[^'"]+\.ts)['"]/gm;

/** What a file takes from other folders of src, as `folder/file.ts`, and whether as types only. */
function importsOf({ path, folder, text }: Source): { target: string; typeOnly: boolean }[] {
  return [...text.matchAll(IMPORT)]
    .map((match) => ({
      target: relative('src', join(dirname(path), match[2] ?? '')).replaceAll(sep, '/'),
      typeOnly: match[1] !== undefined,
    }))
    .filter(({ target }) => folder === '' || !target.startsWith(`${folder}/`));
}

function isAllowed(folder: string, { target, typeOnly }: { target: string; typeOnly: boolean }): boolean {
  return (ALLOWED[folder] ?? []).some((entry) => {
    const onlyTypes = entry.startsWith('type ');
    const place = entry.replace('type ', '');
    return (target === place || target.startsWith(`${place}/`)) && (typeOnly || !onlyTypes);
  });
}

describe('imports', () => {
  test('every folder has its line in the table', () => {
    expect([...new Set(SOURCES.map((source) => source.folder))].sort()).toEqual(Object.keys(ALLOWED).sort());
  });

  test('go only where the table allows', () => {
    const crossing = SOURCES.flatMap((source) =>
      importsOf(source)
        .filter((entry) => !isAllowed(source.folder, entry))
        .map((entry) => `${source.path} imports ${entry.target}`),
    );
    expect(crossing).toEqual([]);
  });

  test('are seen at all', () => {
    expect(SOURCES.flatMap(importsOf).length).toBeGreaterThan(80);
  });
});

describe('files', () => {
  test('are no barrels and no drawers for everything', () => {
    const names = SOURCES.map((source) => basename(source.path, '.ts'));
    expect(names.filter((name) => /^(index|utils?|helpers?|misc|common|shared)$/.test(name))).toEqual([]);
  });

  test('open with a comment that says what they own', () => {
    const silent = SOURCES.filter(({ text }) => !/^(\/\*\*?\s|\/\/ )\S?/.test(text.replace(/^#!.*\n/, '')));
    expect(silent.map((source) => source.path)).toEqual([]);
  });

  test('stay short', () => {
    const long = SOURCES.filter(({ text }) => text.split('\n').length > 260);
    expect(long.map((source) => source.path)).toEqual([]);
  });
});

describe('the outside world', () => {
  /** Text of a program for a child process, with arguments of its own. */
  const CHILD_PROGRAM = join('src', 'credentials', 'keychain-process.ts');

  test.each([
    ['the environment', /\bprocess\.env\b/],
    ['the command line', /\bprocess\.argv\b/],
    ['the console', /\bconsole\b\s*\./],
    ['the clock', /\bDate\.now\b|\bnew Date\(\)/],
    ['the real output', /\bprocess\.(stdout|stderr|stdin)\b/],
  ])('%s is touched in main, cli and dev only', (_, pattern) => {
    const touching = SOURCES.filter(
      ({ path, folder, text }) =>
        !['', 'cli', 'dev'].includes(folder) && path !== CHILD_PROGRAM && pattern.test(text),
    );
    expect(touching.map((source) => source.path)).toEqual([]);
  });

  test('no file names the console, since stdout belongs to the protocol', () => {
    const naming = SOURCES.filter(({ folder, text }) => folder !== 'dev' && /\bconsole\.\w+\(/.test(text));
    expect(naming.map((source) => source.path)).toEqual([]);
  });
});

describe('tests', () => {
  test('replace no module', () => {
    const mocking = readdirSync('test', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && name !== basename(import.meta.filename))
      .filter((name) => /\bvi\.(mock|doMock|hoisted)\b/.test(readFileSync(join('test', name), 'utf8')));
    expect(mocking).toEqual([]);
  });
});
