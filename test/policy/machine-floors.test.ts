/** The policy of a machine: each floor of docs/policy.md holds against every option that would do more, and says so. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { OptionTexts } from '../../src/settings/read-options.ts';
import { startInProcess } from '../cli/in-process.ts';
import { homeFolder } from '../credentials/home-folder.ts';
import { temporaryFolder, typeAsAsked } from '../e2e/start-server.ts';
import { administratorWith } from './administrator.ts';

const SANDBOX: OptionTexts = { sandbox: 'true', tags: 'all' };

async function start(
  policy: string,
  flags: OptionTexts = {},
  more: Parameters<typeof startInProcess>[0] = {},
) {
  const { path, ...administrator } = administratorWith(policy);
  const server = await startInProcess({ ...more, flags: { ...SANDBOX, ...flags }, administrator });
  const names = async () => (await server.list()).map(({ name }) => name);
  const message = async (tool: string, given: Record<string, unknown>) => {
    const { value } = await server.call(tool, given);
    return String((value.error as { message?: string } | undefined)?.message);
  };
  /** Not the default one, which OpenAI protects. */
  const aProject = async () => {
    const { value } = await server.call('list_projects', { limit: 3 });
    const { columns, rows } = value as { columns: string[]; rows: string[][] };
    return rows.at(-1)?.[columns.indexOf('id')] ?? '';
  };
  return { ...server, path, names, message, aProject };
}

const refusedStart = (policy: string, flags: OptionTexts) =>
  expect(start(policy, { ...SANDBOX, sandbox: 'false', ...flags }, { upstream: 'http://127.0.0.1:9/v1' }))
    .rejects;

test('read_only: no write is listed or called, whatever flags and environment say', async () => {
  const environment = { OPENAI_ADMIN_MCP_READ_ONLY: 'false' };
  const { path, list, message, warnings, greeting } = await start(
    'floors: { read_only: true }',
    { methods: 'read,write' },
    { environment },
  );
  expect((await list()).filter(({ annotations }) => annotations?.readOnlyHint !== true)).toEqual([]);
  expect(await message('create_project', { name: 'x' })).toContain(`switched off by read_only in ${path}`);
  expect(warnings).toContain(
    `OPENAI_ADMIN_MCP_READ_ONLY: false has no effect, since ${path} sets read_only: true.`,
  );
  expect(greeting.instructions).toContain(`The policy of this machine (${path}) sets: reading only.`);
});

describe('approval', () => {
  const RENAME = { name: 'Renamed' };

  test.each(['off', 'irreversible'])('writes is not widened by --approval %s', async (approval) => {
    const server = await start('floors: { approval: writes }', { approval });
    const { value } = await server.call('update_project', {
      project_id: await server.aProject(),
      ...RENAME,
    });
    expect(value).toMatchObject({ needs_approval: true });
    expect(server.warnings).toContain(
      `--approval: ${approval} has no effect, since ${server.path} sets approval: writes.`,
    );
  });

  test('irreversible is not widened by --approval off, and leaves --approval writes as it is', async () => {
    const laxer = await start('floors: { approval: irreversible }', { approval: 'off' });
    const project = { project_id: await laxer.aProject() };
    expect((await laxer.call('archive_project', project)).value).toMatchObject({ needs_approval: true });
    const stricter = await start('floors: { approval: irreversible }', { approval: 'writes' });
    const answer = await stricter.call('update_project', { ...project, ...RENAME });
    expect(answer.value).toMatchObject({ needs_approval: true });
    expect(stricter.warnings).toEqual([]);
  });

  test('is not lifted by what a policy of the user allows, unless this one allows it too', async () => {
    const file = join(temporaryFolder(), 'mine.yaml');
    writeFileSync(file, 'allow:\n  - tools: ["*"]\n', { mode: 0o600 });
    const call = async (policy: string) => {
      const server = await start(policy, { policy: file });
      const given = { project_id: await server.aProject(), ...RENAME };
      return (await server.call('update_project', given)).value;
    };
    expect(await call('floors: { approval: writes }')).toMatchObject({ needs_approval: true });
    const both = await call(
      'floors: { approval: writes }\nallow:\n  - tools: [update_project]\n    values: { name: { is_not: [x] } }\n',
    );
    expect(both).not.toHaveProperty('needs_approval');
  });
});

describe('expires_at', () => {
  test('in the past refuses every call, whatever later end the flags name', async () => {
    const { path, message, warnings } = await start('floors: { expires_at: 2026-01-01T00:00:00Z }', {
      'expires-at': '2099-01-01',
      'expires-in': '9d',
    });
    const refusal = await message('list_projects', {});
    expect(refusal).toContain(`Access ended at 2026-01-01T00:00:00.000Z (expires_at in ${path}).`);
    expect(refusal).toContain('An administrator');
    expect(
      warnings.filter((warning) => /^--expires-(at|in): this end has no effect/.test(warning)),
    ).toHaveLength(2);
  });

  test('in the future leaves an earlier end of the flags', async () => {
    const { message } = await start('floors: { expires_at: 2099-01-01 }', { 'expires-at': '2026-01-02' });
    expect(await message('list_projects', {})).toContain('(--expires-at)');
  });
});

describe('projects', () => {
  const POLICY = 'floors: { projects: [proj_a, proj_b] }';

  test('are all that there is, without a flag and with one that names more', async () => {
    const flags = [{}, { project: 'proj_a,proj_c' }] as const;
    for (const one of flags) {
      const { path, message, names } = await start(POLICY, one);
      expect(await names()).not.toContain('list_users');
      expect(await message('list_project_users', { project_id: 'proj_c' })).toContain('proj_c');
      expect(await message('list_users', {})).toContain(`projects in ${path} keeps this server to proj_a`);
    }
    const { warnings, greeting } = await start(POLICY, { project: 'proj_a,proj_c' });
    expect(warnings[0]).toMatch(
      /^--project: proj_c has no effect, since .* sets projects: proj_a, proj_b\.$/,
    );
    expect(greeting.instructions).toContain('Kept to proj_a (projects in');
  });

  test('of which a flag names one are that one', async () => {
    const { warnings, greeting } = await start(POLICY, { project: 'proj_b' });
    expect(greeting.instructions).toContain('Kept to proj_b (--project).');
    expect(warnings).toEqual([]);
  });

  test('of which a flag names none stop the start, since nothing is left', async () => {
    await expect(start(POLICY, { project: 'proj_c' })).rejects.toThrow(
      /--project: proj_c is not among the projects in .*; name proj_a or proj_b, or leave --project out\./,
    );
  });
});

describe('secrets', () => {
  test.each(['file:/srv/secrets', 'file:/srv/other', 'command:siem', 'reveal'])(
    'with keychain alone stops a start with --secrets %s',
    async (secrets) => {
      await refusedStart('floors: { secrets: [keychain] }', { secrets }).toThrow(
        new RegExp(`^--secrets: new secrets may not go to ${secrets}; .* allows keychain\\. Write`),
      );
    },
  );

  test('with a folder allow that folder and no other', async () => {
    const policy = 'floors: { secrets: ["file:/srv/secrets"] }';
    await refusedStart(policy, { secrets: 'file:/srv/secrets/deeper' }).toThrow('allows file:/srv/secrets');
    await refusedStart(policy, { secrets: 'file:/srv/secrets/../other' }).toThrow('allows file:/srv/secrets');
    await start(
      policy,
      { secrets: 'file:/srv/secrets/', sandbox: 'false' },
      { upstream: 'http://127.0.0.1:9/v1' },
    );
  });

  test('do not hold for the sandbox, whose secrets are fake', async () => {
    const { warnings, call, aProject } = await start(
      'floors: { secrets: [keychain] }',
      { approval: 'off', secrets: 'reveal' },
      { answerQuestion: typeAsAsked },
    );
    const { value } = await call('create_project_service_account', {
      project_id: await aProject(),
      name: 'bot',
    });
    expect(JSON.stringify(value)).toMatch(/sk-svcacct-/);
    expect(warnings).toEqual([]);
  });
});

describe('ask', () => {
  const archive = async (policy: string, flags: OptionTexts, forms = true) => {
    const server = await start(policy, flags, forms ? { answerQuestion: typeAsAsked } : {});
    const project = { project_id: await server.aProject() };
    return { ...server, refusal: await server.message('archive_project', project) };
  };

  test('with window alone refuses --ask form, and tells the ways', async () => {
    const { refusal, warnings, path } = await archive('floors: { ask: [window] }', { ask: 'form' });
    expect(refusal).toContain(
      `--ask form is not among the ways that the policy of this machine allows (window; ${path})`,
    );
    expect(refusal).toContain('start this server with --ask window');
    expect(warnings[0]).toContain(`--ask: form is not among the ways that ${path} allows (window)`);
  });

  test.each([
    ['[form]', {}, 'form: this client shows none'],
    ['[form]', { ask: 'auto' }, 'form: this client shows none'],
    ['[form, window]', {}, 'window: '],
  ])('with %s and %j nobody is sent to a terminal', async (ways, flags, why) => {
    const { refusal } = await archive(`floors: { ask: ${ways} }`, flags, false);
    expect(refusal).toContain(why);
    expect(refusal).toContain('Nothing was sent.');
    expect(refusal).not.toMatch(/ approve\b.* in a terminal/);
  });

  test('with form lets a form ask', async () => {
    expect((await archive('floors: { ask: [form] }', {})).refusal).toBe('undefined');
  });
});

test('rules of the file count like those of every policy, with its whole path', async () => {
  const { message, path } = await start('deny:\n  - tools: [list_costs]\n    because: Finance reads them.\n');
  expect(await message('list_costs', { start_time: '2026-01-01' })).toContain(
    `denied by the policy (${path}:2); nothing was sent. Finance reads them.`,
  );
});

test.skipIf(process.getuid?.() !== 0)(
  "tools of a user's own, which could do by another name what is denied, are not taken",
  async () => {
    const { chownSync } = await import('node:fs');
    const folder = temporaryFolder();
    const file = join(folder, 'mine.yaml');
    writeFileSync(file, 'family: mine\n', { mode: 0o600 });
    chownSync(file, 54_321, 54_321);
    await expect(start('floors: { read_only: true }', { 'tool-specs': folder })).rejects.toThrow(
      /mine\.yaml:1:1 belongs to a user, .* start without --tool-specs/,
    );
  },
);

test('without a policy nothing is different', async () => {
  const { path: _, ...administrator } = administratorWith();
  const server = await startInProcess({ flags: SANDBOX, administrator, environment: { HOME: homeFolder() } });
  expect(server.warnings).toEqual([]);
  expect(server.greeting.instructions).not.toContain('policy');
});
