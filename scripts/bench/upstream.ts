/** Starting the benchmark's loopback server: its own process, so that it shares no event loop with a client. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export type Upstream = {
  /** Base URL with `/v1`. */
  url: string;
  /** Connections accepted so far. */
  connections(): Promise<number>;
  close(): void;
};

export async function startUpstream(): Promise<Upstream> {
  const child = fork(join(import.meta.dirname, 'loopback.cjs'), { execArgv: [] });
  const port = await nextNumber(child);
  return {
    url: `http://127.0.0.1:${port}/v1`,
    connections: async () => {
      child.send('count');
      return nextNumber(child);
    },
    close: () => child.disconnect(),
  };
}

async function nextNumber(child: ChildProcess): Promise<number> {
  const [value] = await once(child, 'message');
  return Number(value);
}
