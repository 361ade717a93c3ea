/** An organization whose projects are called by their ids, until they are renamed. */
import { answer, type FaultServer } from '../openai/fault-server.ts';
import { startUpstream } from './upstream.ts';

export async function startOrganization() {
  let name: string | undefined;
  const upstream = await startUpstream(({ line, socket }) => {
    const [, id] = /\/projects\/(proj_\w+)(?: |\/archive)/.exec(line) ?? [];
    const project = { id, name: name ?? `Name of ${id}`, status: 'active', created_at: 1_790_000_000 };
    socket.write(answer(200, JSON.stringify(id === undefined ? { data: [], has_more: false } : project)));
  });
  const rename = (given: string) => {
    name = given;
  };
  return { upstream, rename, writes: () => writesTo(upstream) };
}

function writesTo({ requests }: FaultServer): string[] {
  return requests
    .map(({ line }) => line.split(' ').slice(0, 2).join(' '))
    .filter((line) => !line.startsWith('GET '));
}
