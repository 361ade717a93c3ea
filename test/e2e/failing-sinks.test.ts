/** The proof that a new secret is nowhere but in its place, and is taken back where it has none. */
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer } from '../openai/fault-server.ts';
import { recordedCalls } from './audit-trail.ts';
import {
  errorOf,
  runToEnd,
  type Server,
  startServer,
  type ToolAnswer,
  temporaryFolder,
} from './start-server.ts';
import { errorBody, startUpstream } from './upstream.ts';

/** Everything that makes a secret, what undoes it, and the shape of its secret. */
const MINTINGS = [
  {
    tool: 'create_admin_api_key',
    given: { name: 'n' },
    id: 'key_admin',
    undo: 'DELETE /v1/organization/admin_api_keys/key_admin',
    body: (secret: string) => ({ id: 'key_admin', value: secret }),
    secret: 'sk-admin-CANARYadmin0123456789abcdefgh',
  },
  {
    tool: 'create_project_service_account',
    given: { project_id: 'proj_alpha', name: 'n' },
    id: 'key_account',
    undo: 'DELETE /v1/organization/projects/proj_alpha/service_accounts/svc_acct_1',
    body: (secret: string) => ({
      id: 'svc_acct_1',
      name: 'n',
      api_key: { id: 'key_account', value: secret },
    }),
    secret: 'sk-svcacct-CANARYaccount0123456789ab',
  },
  {
    tool: 'create_service_account_api_key',
    given: { project_id: 'proj_alpha', service_account_id: 'svc_acct_1', name: 'n' },
    id: 'key_second',
    undo: 'DELETE /v1/organization/projects/proj_alpha/api_keys/key_second',
    body: (secret: string) => ({ id: 'key_second', value: secret }),
    // No shape that anybody could know.
    secret: 'CANARY"second\\0123456789/abc+def é&=',
  },
  {
    tool: 'create_webhook_endpoint',
    given: { name: 'n', url: 'https://hooks.example.com/x', event_types: ['batch.completed'] },
    id: 'whe_1',
    undo: 'DELETE /v1/webhook_endpoints/whe_1',
    body: (secret: string) => ({ id: 'whe_1', signing_secret: secret }),
    secret: 'whsec_CANARYhook/0123456789+abcdefg==',
  },
  {
    tool: 'rotate_webhook_endpoint_secret',
    given: { webhook_endpoint_id: 'whe_2' },
    id: 'whe_2',
    undo: undefined,
    body: (secret: string) => ({ id: 'whe_2', signing_secret: secret }),
    secret: 'whsec_CANARYrotated0123456789abcdef',
  },
];

type Place = { home: string; folder: string };

/** `prepare` runs before the server starts, `meanwhile` while OpenAI answers. */
type Fault = {
  secrets: (place: Place) => string;
  prepare?: (place: Place) => void;
  meanwhile?: (place: Place, id: string) => void;
};

const inFolder = ({ folder }: Place) => `file:${folder}`;
const byCommand = () => 'command:keep';

/** `lines` see the secret on their standard input. */
function command(lines: string, limit = 60) {
  return ({ home }: Place) => {
    const script = join(home, 'keep.sh');
    // What others could see of it is put down.
    writeFileSync(script, `#!/bin/sh\nenv > ${home}/seen.env\necho "$0 $@" > ${home}/seen.args\n${lines}\n`);
    chmodSync(script, 0o755);
    const folder = join(home, '.config', 'openai-admin-mcp');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const text = `secret_commands: { keep: { run: [${script}, for], timeout_seconds: ${limit} } }\n`;
    writeFileSync(join(folder, 'config.yaml'), text, { mode: 0o600 });
  };
}

const stateOf = ({ home }: Place) => join(home, '.local', 'state', 'openai-admin-mcp');

function stateWith(make: (state: string) => void) {
  return (place: Place) => {
    mkdirSync(stateOf(place), { recursive: true, mode: 0o700 });
    make(stateOf(place));
  };
}

/** Found out before anything is sent. */
const REFUSED: [string, Fault, RegExp][] = [
  ['no keychain', { secrets: () => 'keychain' }, /no Secret Service/],
  [
    'a file for a folder',
    { secrets: inFolder, prepare: ({ folder }) => writeFileSync(folder, '') },
    /is not a folder/,
  ],
  [
    'a link for a folder',
    { secrets: inFolder, prepare: ({ home, folder }) => symlinkSync(home, folder) },
    /is a symbolic link/,
  ],
  [
    'a folder that others can write to',
    {
      secrets: inFolder,
      prepare: ({ folder }) => {
        mkdirSync(folder);
        chmodSync(folder, 0o777);
      },
    },
    /Other users can write to .*chmod 700/,
  ],
  [
    'a folder below a file',
    { secrets: ({ folder }) => `file:${folder}/x`, prepare: ({ folder }) => writeFileSync(folder, '') },
    /cannot be made or used/,
  ],
  [
    'a command that is gone',
    {
      secrets: byCommand,
      prepare: (place) => {
        command('cat')(place);
        rmSync(join(place.home, 'keep.sh'));
      },
    },
    /cannot be started: there is no program/,
  ],
  [
    'a journal that cannot be written',
    {
      secrets: inFolder,
      prepare: stateWith((state) => writeFileSync(join(state, 'journal'), '', { mode: 0o600 })),
    },
    /journal/,
  ],
  [
    'a damaged list of secrets',
    {
      secrets: inFolder,
      prepare: stateWith((state) => writeFileSync(join(state, 'secrets.json'), '{', { mode: 0o600 })),
    },
    /The list of stored secrets.*cannot be read/,
  ],
];

/** Found out when the secret is there already. */
const LOST: [string, Fault, RegExp][] = [
  [
    'a folder that is exchanged',
    {
      secrets: inFolder,
      meanwhile: ({ folder }) => {
        renameSync(folder, `${folder}-${Date.now()}-${Math.random()}`);
        mkdirSync(folder, { mode: 0o700 });
      },
    },
    /was exchanged meanwhile/,
  ],
  [
    'a folder that is gone',
    { secrets: inFolder, meanwhile: ({ folder }) => rmSync(folder, { recursive: true }) },
    /.+/,
  ],
  [
    'a link where the file belongs',
    {
      secrets: inFolder,
      meanwhile: ({ home, folder }, id) => symlinkSync(join(home, 'elsewhere'), join(folder, `${id}.secret`)),
    },
    /no ordinary file/,
  ],
  [
    'a command that fails and tells what it read',
    { secrets: byCommand, prepare: command('tee /dev/stderr\nexit 3') },
    /exit code 3/,
  ],
  [
    'a command that is killed',
    { secrets: byCommand, prepare: command('cat\nkill -9 $$') },
    /was ended by SIGKILL/,
  ],
  [
    'a command that hangs, and all that it started',
    { secrets: byCommand, prepare: command('cat\nsleep 300 &\nsleep 300', 1) },
    /had not ended after 1 s and was stopped/,
  ],
  [
    'a command that does not read',
    { secrets: byCommand, prepare: command('exec 0<&-\nexit 0') },
    /without reading the secret/,
  ],
];

async function startMinting(fault: Fault, undoStatus = 200) {
  const home = temporaryFolder();
  const place = { home, folder: join(home, 'secrets') };
  const upstream = await startUpstream(({ line, socket }) => {
    const [method, path = ''] = line.split(' ');
    if (method === 'DELETE') {
      const body = undoStatus === 200 ? '{"deleted":true}' : errorBody('Not now.');
      socket.write(answer(undoStatus, body));
      return;
    }
    const minting = MINTINGS.find(({ tool }) => endpointOf(tool).test(`${method} ${path}`));
    if (minting === undefined) {
      socket.write(answer(200, JSON.stringify({ data: [], has_more: false })));
      return;
    }
    fault.meanwhile?.(place, minting.id);
    socket.write(answer(200, JSON.stringify(minting.body(minting.secret))));
  });
  fault.prepare?.(place);
  const temporary = join(home, 'tmp');
  mkdirSync(temporary);
  const server = await startServer({
    args: ['--tags', 'all', '--approval', 'off', '--log-level', 'debug', '--secrets', fault.secrets(place)],
    environment: {
      HOME: home,
      TMPDIR: temporary,
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus',
      OPENAI_BASE_URL: upstream.url,
      OPENAI_ADMIN_KEY: 'sk-admin-e2e-0123456789abcdefghij',
      OPENAI_API_KEY: 'sk-proj-e2e-0123456789abcdefghij',
    },
  });
  const writes = () =>
    upstream.requests
      .map(({ line }) => line.split(' ').slice(0, 2).join(' '))
      .filter((line) => !line.startsWith('GET '));
  return { server, writes, ...place };
}

function endpointOf(tool: string): RegExp {
  return new RegExp(
    `^POST /v1/${
      {
        create_admin_api_key: 'organization/admin_api_keys',
        create_project_service_account: 'organization/projects/proj_alpha/service_accounts',
        create_service_account_api_key:
          'organization/projects/proj_alpha/service_accounts/svc_acct_1/api_keys',
        create_webhook_endpoint: 'webhook_endpoints',
        rotate_webhook_endpoint_secret: 'webhook_endpoints/whe_2/rotate_secret',
      }[tool]
    }$`,
  );
}

/** One after the other: what goes wrong for one shall not be the next one's doing. */
async function mintAll(server: Server): Promise<Map<string, ToolAnswer>> {
  const answers = new Map<string, ToolAnswer>();
  for (const { tool, given } of MINTINGS) answers.set(tool, await server.call(tool, given));
  return answers;
}

/** Every file below a folder, and the names of all. */
function textsBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return [entry.name, ...textsBelow(path)];
    return entry.isFile()
      ? [entry.name, readFileSync(path, 'latin1'), readFileSync(path, 'utf8')]
      : [entry.name];
  });
}

/** Whole and in halves, as they are and as JSON, a URL or base64 would write them. */
function tracesOf(secret: string): string[] {
  const middle = Math.floor(secret.length / 2);
  return [secret, secret.slice(0, middle), secret.slice(middle)].flatMap((part) => [
    part,
    JSON.stringify(part).slice(1, -1),
    encodeURIComponent(part),
    Buffer.from(part).toString('base64').replace(/=+$/, ''),
  ]);
}

async function expectNoTrace(server: Server, home: string): Promise<void> {
  const commandLine = process.platform === 'linux' ? readFileSync(`/proc/${server.pid}/cmdline`, 'utf8') : '';
  server.kill('SIGTERM');
  await server.exited;
  const tail = await runToEnd(['audit', 'tail', '--json', '-n', '1000'], { HOME: home });
  const list = await runToEnd(['secrets', 'list'], { HOME: home });
  const places = [
    server.stdout(),
    server.stderr(),
    commandLine,
    tail.stdout,
    list.stdout,
    list.stderr,
    ...textsBelow(home),
  ];
  for (const { secret } of MINTINGS) {
    const found = places.filter((text) => tracesOf(secret).some((trace) => text.includes(trace)));
    expect(
      found.map((text) => text.slice(0, 500)),
      secret,
    ).toEqual([]);
  }
}

describe.skipIf(process.platform !== 'linux')('a place that cannot work', () => {
  it.each(REFUSED)('%s: nothing is sent', async (_, fault, message) => {
    const { server, writes, home } = await startMinting(fault);
    for (const [tool, answer] of await mintAll(server)) {
      expect(errorOf(answer), tool).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
      expect(errorOf(answer).message, tool).toMatch(message);
      expect(errorOf(answer).message, tool).toMatch(/Nothing was sent\.$/);
    }
    expect(writes()).toEqual([]);
    await expectNoTrace(server, home);
  });
});

describe.skipIf(process.platform !== 'linux')('a place that fails once there is a secret', () => {
  it.each(LOST)(
    '%s: the secret is nowhere, and what it belonged to is taken back',
    async (_, fault, message) => {
      const { server, writes, home } = await startMinting(fault);
      const answers = await mintAll(server);
      for (const { tool, undo } of MINTINGS) {
        const error = errorOf(answers.get(tool) as ToolAnswer);
        expect(error, tool).toMatchObject({ kind: 'secret_lost', undone: undo !== undefined });
        expect(error.message, tool).toMatch(message);
        expect(error.message, tool).toMatch(
          undo === undefined ? /run the call again for a new secret/ : /is deleted again/,
        );
      }
      const made = writes().filter((line) => line.startsWith('POST '));
      expect(made).toHaveLength(MINTINGS.length);
      expect(writes().filter((line) => line.startsWith('DELETE '))).toEqual(
        MINTINGS.flatMap(({ undo }) => undo ?? []),
      );
      const record = await recordedCalls(home);
      expect(record.map(({ outcome }) => outcome)).toEqual(MINTINGS.map(() => 'secret_lost'));
      await expectNoTrace(server, home);
    },
  );

  it('says what still exists where taking it back fails as well', async () => {
    const fault: Fault = { secrets: byCommand, prepare: command('exit 1') };
    const { server, writes, home } = await startMinting(fault, 403);
    for (const [tool, answer] of await mintAll(server)) {
      const { undo } = MINTINGS.find((one) => one.tool === tool) ?? {};
      expect(errorOf(answer), tool).toMatchObject({ kind: 'secret_lost', undone: false });
      if (undo === undefined) continue;
      expect(errorOf(answer).message, tool).toMatch(
        /Taking it back failed as well, so \S+ may still exist: delete it with delete_\w+\.$/,
      );
    }
    expect(writes().filter((line) => line.startsWith('DELETE '))).toHaveLength(4);
    await expectNoTrace(server, home);
    // The next start tells of what was left: in full in the log, and the model where to send the user.
    const next = await startServer({ args: ['--sandbox'], environment: { HOME: home } });
    expect(next.greeting.instructions).toMatch(/tell the user to run HOME=\S+ node \S+ secrets list\./);
    expect(next.greeting.instructions).not.toContain('key_admin');
    await expect.poll(next.stderr).toContain('key_admin');
    expect(next.stderr()).not.toContain('whe_2');
  });
});

describe.skipIf(process.platform !== 'linux')('a place that works', () => {
  it('a folder: the secrets are there and nowhere else', async () => {
    const { server, home, folder } = await startMinting({ secrets: inFolder });
    const answers = await mintAll(server);
    for (const { tool, id, secret } of MINTINGS) {
      const { isError, value, text } = answers.get(tool) as ToolAnswer;
      expect(isError, text).toBe(false);
      const file = join(folder, `${id}.secret`);
      expect(value.secret).toMatchObject({
        stored_in: `the file ${file}`,
        fingerprint: expect.stringMatching(/^[0-9a-f]{8}$/),
      });
      expect(readFileSync(file, 'utf8')).toBe(secret);
    }
    rmSync(folder, { recursive: true });
    await expectNoTrace(server, home);
  });

  it('a command: the secrets were on its standard input and nowhere else', async () => {
    const prepare = (place: Place) => {
      mkdirSync(place.folder);
      command(`cat > ${place.folder}/$SECRET_ID; cat ${place.folder}/*; cat ${place.folder}/* >&2`)(place);
    };
    const { server, home, folder } = await startMinting({ secrets: byCommand, prepare });
    for (const [tool, answer] of await mintAll(server))
      expect(answer.isError, `${tool} ${answer.text}`).toBe(false);
    expect(readdirSync(folder)).toHaveLength(MINTINGS.length);
    rmSync(folder, { recursive: true });
    await expectNoTrace(server, home);
  });

  it('the conversation, when that was asked for: there and nowhere else', async () => {
    const { server, home } = await startMinting({ secrets: () => 'reveal' });
    const answers = await mintAll(server);
    for (const { tool, secret } of MINTINGS) {
      const { text } = answers.get(tool) as ToolAnswer;
      expect(text, tool).toContain(JSON.stringify(secret));
    }
    const others = [server.stderr(), ...textsBelow(home)];
    for (const { secret } of MINTINGS) expect(others.filter((text) => text.includes(secret))).toEqual([]);
  });
});
