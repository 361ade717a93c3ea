/** Every call that is turned down leaves a line: who wanted what, as it was given, and why not. */
import { expect, test } from 'vitest';
import { readAudit } from './audit-trail.ts';
import { startServer, temporaryFolder } from './start-server.ts';

type Call = [tool: string, given: Record<string, unknown>, recorded: Record<string, unknown>];

const DIRECT: [name: string, args: string[], calls: Call[]][] = [
  [
    'outside the pinned projects',
    ['--project', 'proj_a', '--tags', 'all'],
    [
      ['list_project_users', { project_id: 'proj_b' }, { decision: 'invalid', reason: /outside --project/ }],
      ['list_costs', { project_ids: ['proj_b'] }, { decision: 'invalid', reason: /outside --project/ }],
      ['list_users', {}, { decision: 'refused', reason: /--project keeps/ }],
    ],
  ],
  [
    'behind the filters',
    ['--read-only', '--tags', 'billing'],
    [
      ['create_project', { name: 'x' }, { decision: 'refused' }],
      ['list_users', { limit: 3 }, { decision: 'refused', arguments: { limit: 3 } }],
    ],
  ],
  [
    'with arguments that make no sense',
    [],
    [
      ['list_projects', { limit: 'many' }, { decision: 'invalid', arguments: { limit: 'many' } }],
      ['get_project', { project_id: '../x' }, { decision: 'invalid', arguments: { project_id: '../x' } }],
    ],
  ],
];

const DISCOVERY: Call[] = [
  [
    'call_read_tool',
    { name: 'delete_user', arguments: { user_id: 'user_1' } },
    {
      tool: 'delete_user',
      arguments: { user_id: 'user_1' },
      decision: 'refused',
      reason: /writes: call it with/,
    },
  ],
  [
    'call_write_tool',
    { name: 'list_users' },
    { tool: 'list_users', decision: 'refused', reason: /only reads/ },
  ],
  [
    'call_write_tool',
    { name: 'create_project', arguments: '{"nam":"x"}' },
    { tool: 'create_project', arguments: '{"nam":"x"}', decision: 'invalid' },
  ],
  [
    'call_write_tool',
    { name: 'create_project', arguments: ['x'] },
    { tool: 'create_project', arguments: ['x'], decision: 'invalid' },
  ],
  [
    'call_read_tool',
    { name: 'list_projects', arguments: '{"limit":0}' },
    { tool: 'list_projects', arguments: '{"limit":0}', decision: 'invalid' },
  ],
  ['call_read_tool', { name: 'no_such_tool' }, { tool: 'call_read_tool', decision: 'invalid' }],
  ['get_tool_schema', { name: 'create_project', more: 1 }, { tool: 'get_tool_schema', decision: 'invalid' }],
  ['search_tools', { query: ' ' }, { tool: 'search_tools', decision: 'invalid' }],
];

test.each(DIRECT)('calls %s', async (_, args, calls) => {
  await turnedDown(args, calls);
});

test('calls that discovery turns down', async () => {
  await turnedDown(['--exposure', 'discovery'], DISCOVERY);
});

test('a tool that discovery explains to nobody, since the filters hide it', async () => {
  const hidden: Call = [
    'get_tool_schema',
    { name: 'create_project' },
    { tool: 'get_tool_schema', decision: 'refused' },
  ];
  await turnedDown(['--exposure', 'discovery', '--read-only'], [hidden]);
});

test('a tool that there is not', async () => {
  const home = temporaryFolder();
  const server = await startServer({ args: ['--sandbox'], environment: { HOME: home } });
  await server.request('tools/call', { name: 'drop_everything', arguments: { all: true } });
  server.closeStdin();
  await server.exited;
  const [line] = await readAudit(home);
  expect(line?.intent).toMatchObject({
    tool: 'drop_everything',
    arguments: { all: true },
    decision: 'invalid',
  });
});

test.each([[[]], [['--exposure', 'discovery']]])(
  'what is no object of arguments, as the protocol refuses it: %j',
  async (args) => {
    const home = temporaryFolder();
    const server = await startServer({ args: ['--sandbox', ...args], environment: { HOME: home } });
    const wrong = ['{"limit":0}', '{"project_id":"proj_x"}', 'all', ['x'], 5, true];
    for (const given of wrong) {
      const answer = await server.request('tools/call', { name: 'delete_user', arguments: given });
      expect(answer, JSON.stringify(given)).toMatchObject({
        error: { code: -32602, message: expect.stringContaining('params.arguments') },
      });
    }
    const lines = (await readAudit(home)).map(({ intent }) => intent);
    expect(lines).toMatchObject(
      wrong.map((given) => ({ tool: 'delete_user', arguments: given, decision: 'invalid' })),
    );
  },
);

async function turnedDown(args: string[], calls: Call[]): Promise<void> {
  const home = temporaryFolder();
  const server = await startServer({ args: ['--sandbox', ...args], environment: { HOME: home } });
  for (const [tool, given] of calls) {
    expect((await server.call(tool, given)).isError, `${tool} ${JSON.stringify(given)}`).toBe(true);
  }
  const lines = (await readAudit(home)).map(({ intent }) => intent);
  expect(lines).toMatchObject(
    calls.map(([tool, given, { reason, ...recorded }]) => ({
      tool,
      ...(!('tool' in recorded) && { arguments: given }),
      ...recorded,
      reason: expect.stringMatching((reason as RegExp | undefined) ?? /\w/),
    })),
  );
}
