/** Reading for a form: bounded, as its caller may, and without a failure. */
import { expect, test } from 'vitest';
import { type RowPorts, readRows } from '../../src/calls/read-rows.ts';
import { catalogue } from '../catalogue/catalogue.ts';

const NEVER = new AbortController().signal;
const NOTHING = { items: [], complete: false };

function ports(more: Partial<RowPorts> = {}) {
  const asked: { tool: string; origin: string | undefined }[] = [];
  const failed: unknown[] = [];
  return {
    asked,
    failed,
    tools: catalogue.tools,
    send: async () => ({
      status: 200,
      body: { data: [{ id: 'proj_1', name: 'A', status: 'active' }], has_more: false },
    }),
    guard: {
      refusalOfRead: async ({ tool }, _signal, origin) => {
        asked.push({ tool: tool.name, origin });
        return undefined;
      },
    },
    milliseconds: 60_000,
    onFailed: (error) => failed.push(error),
    ...more,
  } satisfies RowPorts & { asked: unknown; failed: unknown };
}

test('keeps the members that are asked for, of what a report may read', async () => {
  const given = ports();
  expect(await readRows('/organization/projects', ['id', 'name'], given, NEVER)).toEqual({
    items: [{ id: 'proj_1', name: 'A' }],
    complete: true,
  });
  expect(given.asked).toEqual([{ tool: 'list_projects', origin: 'report' }]);
});

test('sends nothing that is refused, nor by a tool that is not there', async () => {
  const send = () => Promise.reject(new Error('sent'));
  const guard = { refusalOfRead: async () => 'Refused.' };
  for (const path of ['/organization/projects', '/no/such/list']) {
    const given = ports({ send, guard });
    expect(await readRows(path, ['id'], given, NEVER)).toEqual(NOTHING);
    expect(given.failed).toEqual([]);
  }
});

test('has nothing after a failure, which is told elsewhere', async () => {
  const given = ports({ send: () => Promise.reject(new Error('no network')) });
  expect(await readRows('/organization/projects', ['id'], given, NEVER)).toEqual(NOTHING);
  expect(given.failed).toMatchObject([{ message: 'no network' }]);
});

test('has nothing when its time is over', async () => {
  const given = ports({
    milliseconds: 1,
    send: (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('late')), { once: true });
      }),
  });
  expect(await readRows('/organization/projects', ['id'], given, NEVER)).toEqual(NOTHING);
  expect(given.failed).toMatchObject([{ message: 'late' }]);
});

test('rejects when its caller is gone, and tells nobody', async () => {
  const gone = new AbortController();
  const given = ports({
    send: async () => {
      gone.abort(new Error('gone'));
      throw new Error('ended');
    },
  });
  await expect(readRows('/organization/projects', ['id'], given, gone.signal)).rejects.toThrow('gone');
  expect(given.failed).toEqual([]);
});
