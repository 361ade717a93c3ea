/** A guarded service in front of a real sandbox. */
import type { Send } from '../../src/model/api-request.ts';
import { createClient } from '../../src/openai/client.ts';
import type { RunningSandbox } from '../../src/sandbox/start-sandbox.ts';
import { RUNTIME } from '../runtime.ts';
import { openSandbox, startTime } from '../sandbox/running-sandbox.ts';
import { guardSetting, type Setting, type SettingOptions } from './guard-setting.ts';

export type SandboxSetting = Setting & {
  sandbox: RunningSandbox;
  /** What the sandbox received, by method; what the guard let through is `sent`. */
  received: Record<string, number>;
  /** Sends without a guard. */
  direct: Send;
};

/** `around` stands between the guard and the sandbox. */
export async function sandboxSetting(
  options: SettingOptions & { around?: (direct: Send) => Send } = {},
): Promise<SandboxSetting> {
  const received: Record<string, number> = {};
  const sandbox = await openSandbox({
    onRequest: ({ method }) => {
      received[method] = (received[method] ?? 0) + 1;
    },
  });
  const client = createClient({
    baseUrl: sandbox.url,
    timeoutMilliseconds: 60_000,
    proxy: {},
    userAgent: 'test',
    runtime: RUNTIME,
  });
  const own = new Map(Object.entries(sandbox.projectKeys));
  const direct: Send = (request, signal) => {
    const { key } = request;
    const apiKey =
      key.class === 'admin' ? sandbox.adminKey : (own.get(key.projectId ?? '') ?? sandbox.projectKey);
    return client.send(request, { apiKey }, signal);
  };
  const { around = (send) => send, ...rest } = options;
  const setting = guardSetting({ clock: { now: startTime }, ...rest, send: around(direct) });
  return Object.assign(setting, { sandbox, received, direct });
}

/** The rows of what a tool lists, as a table or as objects. */
export async function listed(
  { call }: Pick<Setting, 'call'>,
  tool: string,
  given: Record<string, unknown> = {},
): Promise<Record<string, unknown>[]> {
  const { value } = await call(tool, given);
  const { items, columns, rows } = value as {
    items?: Record<string, unknown>[];
    columns: string[];
    rows: unknown[][];
  };
  return items ?? rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
}
