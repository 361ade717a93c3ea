/** The last look at a finished request under --project, whatever the arguments were taken for before. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startInProcess } from '../cli/in-process.ts';
import { errorOf, temporaryFolder } from '../e2e/start-server.ts';
import { startUpstream } from '../e2e/upstream.ts';

/** Nothing here says that what stands in `projects` are projects. */
const OWN = `family: own
title: Own
tags: [core]
key: admin
tools:
  share_thing:
    title: Share thing
    method: action
    endpoint: POST /organization/projects/{project_id}/share
    docs: { summary: Shares a thing. }
    risk: { class: reversible, because: It can be taken back. }
    params:
      project_id: { in: path, type: string, required: true, from_tool: list_projects }
      projects: { in: body, type: array, items: { type: object, properties: { id: { type: string } } } }
    example: { arguments: { project_id: proj_a }, request: POST /organization/projects/proj_a/share, body: {} }
`;

test('a request that names another project is not sent', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'own.yaml'), OWN);
  const upstream = await startUpstream();
  const flags = { 'tool-specs': folder, project: 'proj_alpha', approval: 'off' };
  const server = await startInProcess({ flags, upstream: upstream.url });
  const share = (id: string) => server.call('share_thing', { projects: [{ id }] });
  expect(errorOf(await share('proj_beta'))).toMatchObject({
    outcome: 'not_sent',
    message: expect.stringContaining('would reach outside --project proj_alpha'),
  });
  expect(upstream.requests).toEqual([]);
  await share('proj_alpha');
  expect(upstream.requests).toHaveLength(1);
});
