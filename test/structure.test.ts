/** Rules about the sources that no compiler holds: who may import whom, where the outside world is touched. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { circles, type Import, SOURCES, type Source } from './sources.ts';

/**
 * What each room may take from others, from the ground floor up: a room stands below all that it is named in.
 * An entry is a room, `room/file.ts` for a single file of it, or has `type ` before it where only types may be taken.
 */
const ALLOWED: [room: string, from: string[]][] = [
  // Values that every room may take.
  ['model', []],
  ['host', []],
  ['text', []],
  // What the rest is made of.
  ['redaction', ['text/left-out.ts']],
  ['files', ['model', 'type host']],
  ['exports', ['model', 'files/private-file.ts']],
  ['sandbox', []],
  ['specs', ['model', 'files', 'text']],
  ['settings', ['model', 'host', 'text']],
  ['openai', ['model', 'redaction', 'files', 'text', 'type host']],
  ['credentials', ['model', 'host', 'files', 'redaction', 'text']],
  ['configuration', ['model', 'host', 'files', 'settings/settings-error.ts', 'specs', 'text']],
  ['state', ['files']],
  ['audit', ['model', 'files', 'state/seal.ts', 'text', 'type state']],
  [
    'sinks',
    ['model', 'host', 'configuration', 'credentials', 'files', 'settings/settings-error.ts', 'state', 'text'],
  ],
  ['window', ['model', 'host', 'credentials/session-bus.ts', 'sinks/find-program.ts']],
  ['clients', ['model', 'host', 'files', 'sinks/find-program.ts', 'text/clean.ts']],
  // One call, from its arguments to its answer.
  ['tools', ['model', 'specs', 'text']],
  ['reading', ['model', 'openai/api-error.ts', 'specs', 'tools']],
  [
    'reports',
    ['model', 'credentials/credential-error.ts', 'openai/api-error.ts', 'reading', 'specs', 'text', 'tools'],
  ],
  [
    'jobs',
    [
      'model',
      'files/describe-file-error.ts',
      'openai/api-error.ts',
      'reports',
      'specs',
      'state/seal.ts',
      'text',
      'tools',
      'type state',
    ],
  ],
  [
    'calls',
    [
      'model',
      'jobs',
      'openai/api-error.ts',
      'reading',
      'redaction/known-secrets.ts',
      'reports/run-report.ts',
      'exports/csv.ts',
      'type exports',
      'specs',
      'text',
      'tools',
    ],
  ],
  ['policy', ['model', 'files', 'specs', 'text', 'type tools']],
  [
    'approval',
    ['model', 'specs', 'state/seal.ts', 'text', 'type audit', 'type calls', 'type state', 'type window'],
  ],
  [
    'evidence',
    [
      'model',
      'reading/unset-setting.ts',
      'exports/csv.ts',
      'files/private-file.ts',
      'reports/report-reads.ts',
      'reports/why-unread.ts',
      'specs',
      'tools',
    ],
  ],
  [
    'guard',
    [
      'model',
      'approval',
      'audit/audit-unwritable.ts',
      'credentials/credential-error.ts',
      'files/file-lock.ts',
      'files/private-file.ts',
      'jobs',
      'openai/api-error.ts',
      'policy',
      'reading',
      'sinks/sink-error.ts',
      'specs',
      'state/write-budget.ts',
      'text',
      'tools',
      'type audit',
      'type calls',
      'type sinks',
      'type window',
    ],
  ],
  // What runs in the frame of a client, and not in this process.
  ['view', ['model']],
  // The product, and its ways to the outside.
  ['search', ['specs']],
  ['guidance', ['model', 'specs', 'text', 'type policy', 'type tools']],
  [
    'server',
    [
      'model',
      'calls',
      'credentials/credential-error.ts',
      'openai/api-error.ts',
      'policy',
      'specs',
      'text',
      'tools',
      'type guidance',
      'type search',
    ],
  ],
  [
    'compose',
    [
      'model',
      'host',
      'approval',
      'audit',
      'configuration',
      'credentials',
      'exports/export-folder.ts',
      'guard',
      'guidance/guidance.ts',
      'jobs/job-store.ts',
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
      'text/count-tokens.ts',
      'tools',
      'window/open-window.ts',
      'type calls',
    ],
  ],
  [
    'cli',
    [
      'model',
      'host',
      'approval',
      'audit',
      'clients/open-clients.ts',
      'compose',
      'configuration/project-templates.ts',
      'credentials',
      'evidence',
      'exports/csv.ts',
      'files',
      'jobs',
      'openai',
      'reading/shared-time.ts',
      'policy/authorize.ts',
      'redaction',
      'reports/period.ts',
      'reports/report-reads.ts',
      'sandbox/start-sandbox.ts',
      'search/search-tools.ts',
      'server/tool-names.ts',
      'server/whole-arguments.ts',
      'server/mcp-server.ts',
      'settings',
      'sinks',
      'specs/catalogue.ts',
      'specs/declared-reads.ts',
      'specs/spec-error.ts',
      'state/seal.ts',
      'text',
      'tools/argument-error.ts',
      'tools/build-request.ts',
      'tools/cursor.ts',
      'tools/describe.ts',
      'type calls',
      'type clients',
      'type specs/spec-schema.ts',
      'type state',
    ],
  ],
  [
    '',
    [
      'model',
      'host',
      'cli',
      'credentials/native-keychain.ts',
      'redaction',
      'server/zod-without-compiling.ts',
    ],
  ],
  ['scripts', ['cli', 'server', 'settings', 'specs', 'text', 'tools']],
];

/** What a file takes from other rooms, without `src/`. */
function importsOf({ room, imports }: Source): Import[] {
  return imports
    .map(({ target, typeOnly }) => ({ target: target.replace(/^src\//, ''), typeOnly }))
    .filter(({ target }) => (room === '' ? target.includes('/') : !target.startsWith(`${room}/`)));
}

function isAllowed(room: string, { target, typeOnly }: Import): boolean {
  const from = ALLOWED.find(([name]) => name === room)?.[1] ?? [];
  return from.some((entry) => {
    const onlyTypes = entry.startsWith('type ');
    const place = entry.replace('type ', '');
    return (target === place || target.startsWith(`${place}/`)) && (typeOnly || !onlyTypes);
  });
}

describe('imports', () => {
  const rooms = ALLOWED.map(([room]) => room);

  test('every room has its line in the table', () => {
    expect([...new Set(SOURCES.map((source) => source.room))].sort()).toEqual([...rooms].sort());
  });

  test('lead down only', () => {
    const upward = ALLOWED.flatMap(([room, from], position) =>
      from
        .map((entry) => entry.replace('type ', '').split('/')[0] ?? '')
        .filter((other) => !rooms.slice(0, position).includes(other))
        .map((other) => `${room} takes from ${other}`),
    );
    expect(upward).toEqual([]);
  });

  test('go only where the table allows', () => {
    const crossing = SOURCES.flatMap((source) =>
      importsOf(source)
        .filter((entry) => !isAllowed(source.room, entry))
        .map((entry) => `${source.path} imports ${entry.target}`),
    );
    expect(crossing).toEqual([]);
  });

  test('use every permission of the table', () => {
    const unused = ALLOWED.flatMap(([room, from]) => {
      const imports = SOURCES.filter((source) => source.room === room).flatMap(importsOf);
      return from
        .filter(
          (entry) => !imports.some(({ target }) => `${target}/`.startsWith(`${entry.replace('type ', '')}/`)),
        )
        .map((entry) => `${room} takes nothing from ${entry}`);
    });
    expect(unused).toEqual([]);
  });

  test('make no circle, those of types and those that load late included', () => {
    expect(circles()).toEqual([]);
  });

  test('are all seen', () => {
    const one: Source[] = [
      { path: 'a.ts', room: '', text: '', imports: [{ target: 'b.ts', typeOnly: true }] },
      { path: 'b.ts', room: '', text: '', imports: [{ target: 'a.ts', typeOnly: false }] },
    ];
    expect(circles(one)).toHaveLength(2);
    const imports = SOURCES.flatMap((source) => source.imports);
    expect(imports.filter(({ typeOnly }) => typeOnly).length).toBeGreaterThan(200);
    expect(imports.filter(({ typeOnly }) => !typeOnly).length).toBeGreaterThan(800);
    const late = SOURCES.find(({ path }) => path === 'src/compose/compose.ts')?.imports ?? [];
    expect(late).toContainEqual({ target: 'src/search/search-tools.ts', typeOnly: false });
  });
});

describe('files', () => {
  test('are no barrels and no drawers for everything', () => {
    const names = SOURCES.map((source) => basename(source.path, '.ts'));
    expect(names.filter((name) => /^(index|utils?|helpers?|misc|common|shared)$/.test(name))).toEqual([]);
  });

  test('open with a sentence that says what they are for', () => {
    const silent = SOURCES.filter(({ text }) => !/^\/\*\*\s+(?:\* )?[A-Z`]/.test(text));
    expect(silent.map((source) => source.path)).toEqual([]);
  });

  test('stay short', () => {
    const long = SOURCES.filter(({ text }) => text.split('\n').length > 260);
    expect(long.map((source) => source.path)).toEqual([]);
  });
});

describe('the outside world', () => {
  /** Text of a program for a child process, with arguments of its own. */
  const CHILD_PROGRAM = 'src/credentials/keychain-process.ts';

  test.each([
    ['the environment', /\bprocess\.env\b/],
    ['the command line', /\bprocess\.argv\b/],
    ['the console', /\bconsole\b\s*\./],
    ['the clock', /\bDate\.now\b|\bnew Date\(\)|\bperformance\b\s*\./],
    ['chance', /\bMath\.random\b/],
    ['the system', /\bprocess\.(platform|arch|cwd)\b/],
    ['the user', /\bgetuid\b|\bgeteuid\b/],
    ['the process', /\bprocess\.(pid|ppid|exit|exitCode)\b/],
    ['the real output', /\bprocess\.(stdout|stderr|stdin)\b/],
  ])('%s is touched in main and scripts only', (_, pattern) => {
    const touching = SOURCES.filter(
      ({ path, room, text }) =>
        !['', 'scripts'].includes(room) && path !== CHILD_PROGRAM && pattern.test(text),
    );
    expect(touching.map((source) => source.path)).toEqual([]);
  });
});

test('the network is for the client of OpenAI, and for the sandbox on this machine', () => {
  const modules = '(?:node:)?(?:https?|http2|net|tls|dgram|dns|undici|inspector)\\b';
  const network = new RegExp(
    `^import (?!type)[^;]*from ['"]${modules}|(?:getBuiltinModule|require)\\(['"]${modules}|\\bfetch\\(`,
    'm',
  );
  /** Over sockets of this machine one hands a secret to a command, the other finds out whether a display answers. */
  const LOCAL_SOCKETS = ['src/sinks/acknowledged-input.ts', 'src/window/find-display.ts'];
  const touching = SOURCES.filter(
    ({ path, room, text }) =>
      !['openai', 'sandbox', 'scripts'].includes(room) && !LOCAL_SOCKETS.includes(path) && network.test(text),
  );
  expect(touching.map(({ path }) => path)).toEqual([]);
});

describe('tests', () => {
  test('replace no module', () => {
    const mocking = readdirSync('test', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && name !== basename(import.meta.filename))
      .filter((name) => /\bvi\.(mock|doMock|hoisted)\b/.test(readFileSync(join('test', name), 'utf8')));
    expect(mocking).toEqual([]);
  });
});
