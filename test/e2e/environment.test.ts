/** The proof that the program works under clients that pass on next to no environment. */

import { describe, expect, it } from 'vitest';
import { itemsOf } from '../../scripts/items-of.ts';
import { ADMIN_KEY, errorOf, PROJECT_KEY, runToEnd, startServer, temporaryFolder } from './start-server.ts';
import { startUpstream } from './upstream.ts';

/** What most clients pass to a server over stdio. */
function minimalEnvironment(): Record<string, string> {
  return {
    HOME: temporaryFolder(),
    LOGNAME: 'somebody',
    PATH: process.env.PATH ?? '',
    SHELL: '/bin/sh',
    TERM: 'xterm',
    USER: 'somebody',
  };
}

describe('with HOME, LOGNAME, PATH, SHELL, TERM and USER alone', () => {
  it('lists no tool and says how to add a key', async () => {
    const server = await startServer({ environment: minimalEnvironment() });
    expect(await server.list()).toEqual([]);
    expect(server.greeting.instructions).toContain('openai-admin-mcp.js auth login');
    await expect.poll(server.stderr).toContain('openai-admin-mcp.js auth login');
    const refusal = errorOf(await server.call('list_projects'));
    expect(refusal.message).toContain('openai-admin-mcp.js auth login');
  });

  it('lists the tools of the key that is in the environment', async () => {
    const upstream = await startUpstream();
    const environment = { ...minimalEnvironment(), OPENAI_BASE_URL: upstream.url };
    const admin = await startServer({ environment: { ...environment, OPENAI_ADMIN_KEY: ADMIN_KEY } });
    const names = (await admin.list()).map((tool) => tool.name);
    expect(names).toContain('list_projects');
    expect(names).not.toContain('list_vector_stores');
    expect(itemsOf((await admin.call('list_projects')).value)).toHaveLength(2);
    expect(upstream.requests[0]?.headers.authorization).toBe(`Bearer ${ADMIN_KEY}`);

    const project = await startServer({ environment: { ...environment, OPENAI_API_KEY: PROJECT_KEY } });
    const others = (await project.list()).map((tool) => tool.name);
    expect(others).toContain('list_vector_stores');
    expect(others).not.toContain('list_projects');
    expect(project.greeting.instructions).toMatch(/Off: .*families of tools \(no admin key\)/);
  });

  it('sends organization and project as the official SDK does', async () => {
    const upstream = await startUpstream();
    const environment = {
      OPENAI_API_KEY: PROJECT_KEY,
      OPENAI_ORG_ID: 'org-e2e',
      OPENAI_PROJECT_ID: 'proj_e2e',
    };
    const server = await startServer({ environment, upstream: upstream.url });
    await server.call('list_vector_stores');
    expect(upstream.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${PROJECT_KEY}`,
      'openai-organization': 'org-e2e',
      'openai-project': 'proj_e2e',
    });
  });

  it('serves the sandbox', async () => {
    const server = await startServer({ args: ['--sandbox'], environment: minimalEnvironment() });
    expect((await server.call('list_projects')).isError).toBe(false);
  });
});

describe.skipIf(process.platform === 'win32')('with a HOME that is no whole path', () => {
  it.each(['', 'somewhere'])('of "%s" keeps nothing in the folder it was started in', async (home) => {
    const { code, stdout } = await runToEnd(['audit', 'tail'], { HOME: home });
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/starts it in [^/]/);
  });
});
