/** The proof that no line of the protocol is too long for a client, and that none of a client's is for the server. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  LEGACY_REVISION,
  MODERN_REVISION,
  type Server,
  startServer,
  temporaryFolder,
} from './start-server.ts';

const LONGEST = 8_000_000;

function longestLine(server: Server): number {
  return Math.max(
    ...server
      .stdout()
      .split('\n')
      .map((line) => Buffer.byteLength(line) + 1),
  );
}

/** A family whose texts are as long as the files may be. */
function longTexts(): string {
  const folder = temporaryFolder();
  for (let file = 0; file < 12; file += 1) {
    const tools = Array.from({ length: 3 }, (_, tool) => {
      const name = `long_${file}_${tool}`;
      return `  list_${name}:
    title: List things
    method: list
    endpoint: GET /organization/${name}
    docs:
      summary: Lists things of this kind. ${'It is a long text about them. '.repeat(11_000)}
    example:
      arguments: {}
      request: GET /organization/${name}
`;
    });
    writeFileSync(
      join(folder, `long-${file}.yaml`),
      `family: long_${file}\ntitle: Things\ntags: []\nkey: admin\ntools:\n${tools.join('')}`,
    );
  }
  return folder;
}

describe.each([LEGACY_REVISION, MODERN_REVISION])(
  'what would be a line of more than 8 MB in %s',
  (revision) => {
    it('as the list of tools is an error that says what to do, and the server goes on', async () => {
      const server = await startServer({
        args: ['--sandbox', '--tool-specs', longTexts(), '--tags', 'all'],
        revision,
      });
      const { error, id } = await server.request('tools/list');
      expect(error?.message).toMatch(/list of tools.*8 MB.*--tags.*--tool-specs/);
      expect(id).toBeTypeOf('number');
      expect(longestLine(server)).toBeLessThanOrEqual(LONGEST);
      expect((await server.call('list_projects', { limit: 1 })).isError).toBe(false);
    });
  },
);

describe('a line of a client that is too long', () => {
  const padding = 'x'.repeat(1_000_000);

  /** Without ever having all of it in one place. */
  async function writeLong(server: Server, before: string, after: string, megabytes: number): Promise<void> {
    server.write(before);
    for (let written = 0; written < megabytes; written += 1) {
      server.write(padding);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    server.write(after);
  }

  it.each([
    ['its id in front', '{"jsonrpc":"2.0","id":700,"method":"tools/call","params":{"name":"', '"}}\n', 700],
    [
      'its id behind',
      '{"method":"tools/call","params":{"name":"',
      '"},"jsonrpc":"2.0","id":"a-7"}\r\n',
      'a-7',
    ],
    [
      'its id in the middle',
      '{"params":{"id":1,"name":"',
      '"},"id":"b-8","method":"tools/call","more":{"id":2}}\n',
      'b-8',
    ],
    ['an id in its arguments', '{"params":{"id":1,"name":"', '","more":{"id":2}},"method":"x"}\n', null],
  ])('is answered and passed over, with %s', async (_, before, after, id) => {
    const server = await startServer({ args: ['--sandbox'] });
    await writeLong(server, before, after, 11);
    const { error } = await server.message((message) => message.error !== undefined);
    expect(error).toMatchObject({
      code: -32600,
      message: expect.stringMatching(/longer than 4 MB.*nothing was done/),
    });
    expect(server.messages.find((message) => message.error !== undefined)?.id).toBe(id);
    expect((await server.call('list_projects', { limit: 1 })).isError).toBe(false);
  });

  it('of 100 MB does not take the memory', async () => {
    const server = await startServer({ args: ['--sandbox'] });
    const before = peakOf(server.pid);
    await writeLong(server, '{"jsonrpc":"2.0","id":700,"method":"x","params":"', '"}\n', 100);
    await server.message(({ id }) => id === 700);
    expect(peakOf(server.pid) - before).toBeLessThan(64);
    expect((await server.call('list_projects', { limit: 1 })).isError).toBe(false);
  });

  it('and one that is not, in the same breath', async () => {
    const server = await startServer({ args: ['--sandbox'] });
    const ping = (id: number) => `{"jsonrpc":"2.0","id":${id},"method":"ping"}\n`;
    server.write(
      `${ping(1001)}{"jsonrpc":"2.0","id":1002,"method":"${padding.repeat(5)}"}\n${ping(1003)}${ping(1004)}`,
    );
    for (const id of [1001, 1003, 1004]) {
      expect((await server.message((message) => message.id === id)).result).toEqual({});
    }
    expect((await server.message(({ id }) => id === 1002)).error?.code).toBe(-32600);
  });
});

/** The most memory that the process ever had, in MiB. */
function peakOf(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
