/** Whoever can write the policy file while a server runs does not change what it was started with. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startInProcess } from '../cli/in-process.ts';
import { errorOf, temporaryFolder } from '../e2e/start-server.ts';
import { startUpstream } from '../e2e/upstream.ts';

test('rules are read once, at the start', async () => {
  const policy = join(temporaryFolder(), 'policy.yaml');
  const deny = (tool: string) => writeFileSync(policy, `deny:\n  - tools: [${tool}]\n`, { mode: 0o600 });
  deny('create_project');
  const upstream = await startUpstream();
  const server = await startInProcess({ flags: { policy, approval: 'off' }, upstream: upstream.url });
  deny('delete_project_user');
  expect(errorOf(await server.call('create_project', { name: 'x' })).message).toContain(
    'denied by the policy',
  );
  expect(upstream.requests).toEqual([]);
});
