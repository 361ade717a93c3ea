/** The file of a machine's policy: what is taken, and what stops every server and every command. */
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createPlanStore } from '../../src/approval/plan-store.ts';
import { runProgram } from '../../src/cli/program.ts';
import { openState } from '../../src/compose/open-state.ts';
import { administratorFolder } from '../../src/host/application-folders.ts';
import { aProposal } from '../approval/proposal.ts';
import { startInProcess } from '../cli/in-process.ts';
import { packageFolder } from '../cli/package-folder.ts';
import { processContext } from '../cli/process-context.ts';
import { homeFolder } from '../credentials/home-folder.ts';
import { memoryKeychain } from '../credentials/memory-keychain.ts';
import { RUNTIME } from '../runtime.ts';
import { type Administrator, administratorWith } from './administrator.ts';

const OK = 'floors: { read_only: true }\n';
/** The administrator of a host is root unless a test says otherwise, and this runs as whoever runs the tests. */
const isRoot = process.getuid?.() === 0;

async function run(words: string[], { folder, uid }: Administrator, home = homeFolder()) {
  const keychain = memoryKeychain();
  const { context, ran } = processContext(words, {
    packageFolder: packageFolder(),
    host: { homeDirectory: home, administrator: { folder, uid } },
    stdin: Object.assign(new PassThrough(), { isTTY: true }),
    isTTY: { stderr: true },
    openKeychain: () => keychain,
    now: Date.now,
  });
  await runProgram(context);
  await new Promise(setImmediate);
  return ran;
}

/** One of every kind of command, and serving. */
const COMMANDS = [
  [],
  ['--sandbox'],
  ['approve'],
  ['approve', '--list'],
  ['auth', 'status'],
  ['auth', 'login', '--stdin', '--offline'],
  ['auth', 'logout'],
  ['secrets', 'list'],
  ['secrets', 'copy-to', 'key_1', 'keychain'],
  ['audit', 'tail'],
  ['audit', 'verify'],
  ['specs', 'check', '/'],
];

const LINKED = 'is a link';

/** What somebody may have done to a good file, and the words that tell it. */
const SPOILT: [words: string, spoil: (administrator: ReturnType<typeof administratorWith>) => void][] = [
  ['can be written by others than an administrator', ({ path }) => chmodSync(path, 0o664)],
  ['can be written by others than an administrator', ({ path }) => chmodSync(path, 0o646)],
  ['lies in a folder where others than an administrator can write', ({ folder }) => chmodSync(folder, 0o777)],
  [
    'is not an ordinary file',
    ({ path }) => {
      rmSync(path);
      mkdirSync(path);
    },
  ],
  [
    'is not an ordinary file of at most 256 kB',
    ({ path }) => writeFileSync(path, `${OK}${'#'.repeat(300_000)}`),
  ],
  [
    LINKED,
    ({ path }) => {
      renameSync(path, `${path}.real`);
      symlinkSync(`${path}.real`, path);
    },
  ],
  [
    LINKED,
    ({ path }) => {
      rmSync(path);
      symlinkSync(`${path}.gone`, path);
    },
  ],
  [
    'cannot be found: ',
    ({ folder }) => {
      rmSync(folder, { recursive: true });
      symlinkSync(`${folder}.gone`, folder);
    },
  ],
  [
    LINKED,
    ({ folder }) => {
      rmSync(folder, { recursive: true });
      symlinkSync(folder, folder);
    },
  ],
  [
    'cannot be read (ENOTDIR)',
    ({ folder }) => {
      rmSync(folder, { recursive: true });
      writeFileSync(folder, '');
    },
  ],
];

describe('a file that only an administrator can change is all that counts', () => {
  test.each(SPOILT)('%s', async (words, spoil) => {
    const administrator = administratorWith(OK);
    spoil(administrator);
    const { code, stdout, stderr } = await run(['auth', 'status'], administrator);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`${administrator.path}, the policy of this machine, ${words}`);
    expect(stderr).toContain('Until an administrator mends or removes it, nothing starts.');
  });

  test.skipIf(!isRoot)('it and its folder belong to nobody else', async () => {
    const file = administratorWith(OK);
    chownSync(file.path, 54_321, 54_321);
    expect((await run(['auth', 'status'], file)).stderr).toContain('does not belong to an administrator');
    const folder = administratorWith(OK);
    chownSync(folder.folder, 54_321, 54_321);
    expect((await run(['auth', 'status'], folder)).stderr).toContain('folder that does not belong');
  });

  test.skipIf(isRoot)('not to the user who would be bound by it', async () => {
    const { folder } = administratorWith(OK);
    expect((await run(['auth', 'status'], { folder, uid: 0 })).stderr).toContain(
      'does not belong to an administrator',
    );
  });
});

describe('what it says', () => {
  test.each([
    ['', 'says nothing'],
    ['# limits\n', 'says nothing'],
    ['floors: [\n', ':2:1 '],
    ['floors: {}\n', 'floors: sets nothing'],
    ['floor: { read_only: true }\n', 'floor: unknown key; did you mean floors?'],
    ['floors: { readonly: true }\n', 'readonly: unknown key; did you mean read_only?'],
    ['floors: { max_writes: 5 }\n', 'max_writes: unknown key; known here: read_only, approval'],
    ['floors: { read_only: false }\n', 'read_only: write true'],
    ['floors: { approval: off }\n', 'approval: write irreversible or writes'],
    ['floors: { expires_at: tomorrow }\n', 'expires_at: "tomorrow" is not a time'],
    ['floors: { expires_at: 2026-02-30 }\n', 'is not a time'],
    ['floors: { secrets: keychain }\n', 'secrets: write a list'],
    ['floors: { secrets: [] }\n', 'secrets: name at least one place'],
    ['floors: { secrets: ["file:secrets"] }\n', 'with the whole path'],
    ['floors: { projects: [Marketing] }\n', 'write a project ID'],
    ['floors: { ask: [auto] }\n', 'write form, window, terminal'],
    ['- read_only\n', 'policy.yaml:1:1 '],
  ])('%j stops with its place and what to write', async (text, words) => {
    const administrator = administratorWith(text);
    const { code, stdout, stderr } = await run(['auth', 'status'], administrator);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`${administrator.path}:`);
    expect(stderr).toContain(words);
  });

  test.each(COMMANDS.map((words) => [words]))('stops %j as well', async (words) => {
    const administrator = administratorWith('floors: { readonly: true }\n');
    const { code, stderr } = await run(words, administrator);
    expect(code).toBe(2);
    expect(stderr).toContain(`${administrator.path}:1:11 readonly: unknown key`);
  });
});

test('the example of docs/policy.md is one that a server takes', async () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'policy.md'), 'utf8');
  const example = /```yaml\n(floors:[^`]*)```/.exec(page)?.[1] ?? '';
  const { path: _, ...administrator } = administratorWith(example.replace(', "command:vault"', ''));
  const { greeting } = await startInProcess({ flags: { sandbox: 'true' }, administrator });
  expect(greeting.instructions).toMatch(/sets: reading only; .* asked by window or form only; 1 rule\./);
});

test('nothing of the environment and no argument says where it lies', () => {
  expect(administratorFolder('linux')).toBe('/etc/openai-admin-mcp');
  expect(administratorFolder('freebsd')).toBe('/etc/openai-admin-mcp');
  expect(administratorFolder('darwin')).toBe('/Library/Application Support/openai-admin-mcp');
  expect(administratorFolder('win32')).toBe('C:\\ProgramData\\openai-admin-mcp');
});

const ALL_FLOORS = `floors:
  read_only: true
  approval: writes
  expires_at: 2099-12-31
  secrets: [keychain, command:vault]
  projects: [proj_a]
  ask: [window, form]
deny:
  - tools: [list_costs]
    reads: true
`;

describe('auth status', () => {
  test('says that it is there and all that it sets, as text and as JSON', async () => {
    const administrator = administratorWith(ALL_FLOORS);
    const sets = `The policy of this machine (${administrator.path}) sets: reading only; approval of every write by a person; access until 2099-12-31T00:00:00.000Z; new secrets to keychain or command:vault only; projects proj_a only; people are asked by window or form only; 1 rule. No option changes that.`;
    expect((await run(['auth', 'status'], administrator)).stdout).toContain(`${sets}\n`);
    const { stdout } = await run(['auth', 'status', '--json'], administrator);
    expect(JSON.parse(stdout)).toMatchObject({ machine_policy: { path: administrator.path, sets } });
  });

  test('says nothing of it where there is none', async () => {
    const administrator = administratorWith();
    expect((await run(['auth', 'status'], administrator)).stdout).not.toContain('policy');
    expect((await run(['auth', 'status', '--json'], administrator)).stdout).not.toContain('policy');
  });
});

describe('approve', () => {
  async function withPlan(policy: string) {
    const administrator = administratorWith(policy);
    const home = homeFolder();
    const host = {
      environment: {},
      platform: 'linux' as const,
      homeDirectory: home,
      uid: process.getuid?.(),
    };
    const plans = createPlanStore(openState(host, RUNTIME), Date.now);
    const plan = await plans.propose(aProposal('Alpha'));
    return { plan, plans, approve: (...words: string[]) => run(['approve', ...words], administrator, home) };
  }

  test.each([
    ['floors: { ask: [window] }', 'lets people approve by window only'],
    ['floors: { ask: [form, window] }', 'lets people approve by form or window only'],
    ['floors: { expires_at: 2026-01-01 }', 'access ended at 2026-01-01T00:00:00.000Z'],
  ])('under %s approves nothing, and still lists and rejects', async (policy, words) => {
    const { plan, plans, approve } = await withPlan(policy);
    const refused = await approve();
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain(words);
    expect(refused.stderr).not.toContain('to approve; Enter leaves it');
    expect(plans.waits(plan.id)).toBe(true);
    expect((await approve('--list')).stderr).toContain(plan.id);
    expect((await approve('--reject', plan.id)).code).toBe(0);
  });
});

test('secrets copy-to goes to places of the policy only', async () => {
  const administrator = administratorWith('floors: { secrets: [keychain] }');
  const { code, stderr } = await run(['secrets', 'copy-to', 'key_1', 'file:/tmp/elsewhere'], administrator);
  expect(code).toBe(2);
  expect(stderr).toContain('PLACE: new secrets may not go to file:/tmp/elsewhere');
  expect(stderr).toContain('allows keychain.');
  const allowed = await run(['secrets', 'copy-to', 'key_1', 'keychain'], administrator);
  expect(allowed.stderr).not.toContain('may not go');
});
