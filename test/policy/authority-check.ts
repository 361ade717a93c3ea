/** Every tool called under a row of limits, and what arrived judged: of the program in this process or of the built one. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { OptionTexts } from '../../src/settings/read-options.ts';
import { isRead } from '../../src/specs/catalogue.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import type { InProcess, InProcessOptions } from '../cli/in-process.ts';
import { ADMIN_KEY, PROJECT_KEY, temporaryFolder } from '../e2e/start-server.ts';
import { startUpstream } from '../e2e/upstream.ts';
import { answer, type ReceivedRequest } from '../openai/fault-server.ts';
import { CALLS, fault, isReadRequest, pathOf, shapeOf } from './authority-faults.ts';
import { type Call, PINNED, type Row } from './authority-rows.ts';

export type Start = (options: InProcessOptions) => Promise<InProcess>;

/** An organization in which everything exists. */
function startOrganization() {
  const lists = catalogue.tools.filter(({ method }) => method === 'list');
  const shapes = lists.map(({ endpoint }) => shapeOf(endpoint.path));
  return startUpstream((request) => {
    const path = pathOf(request);
    const thing = { id: path.split('/').at(-1), name: 'Thing', redacted_value: 'sk-admin-other...wxyz' };
    // With nobody in it, users could not be removed: who would be left?
    const data = path === '/organization/users' ? [{ id: 'user-owner', role: 'owner' }] : [];
    const isList = request.line.startsWith('GET ') && shapes.some((shape) => shape.test(path));
    request.socket.write(answer(200, JSON.stringify(isList ? { data, has_more: false } : thing)));
  });
}

/** The requests that a call makes under a row of limits. */
export async function startLimited(
  row: Row,
  start: Start,
): Promise<(call: Call) => Promise<ReceivedRequest[]>> {
  const home = temporaryFolder();
  const upstream = await startOrganization();
  const files = row.policies.map(({ text }, number) => {
    const file = join(home, `policy-${number}.yaml`);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  });
  // The second one comes from the environment: both count.
  const [flagged, inherited] = files;
  const { user } = row;
  const flags: OptionTexts = {
    ...(row.exposure === 'discovery' ? { exposure: 'discovery' } : { tags: 'all' }),
    ...row.filter.flags,
    ...row.dry.flags,
    approval: row.mode,
    secrets: 'reveal',
    ...(row.pins.length > 0 && { project: row.pins.join(',') }),
    ...(flagged !== undefined && { policy: flagged }),
  };
  const server = await start({
    flags,
    environment: {
      HOME: home,
      OPENAI_BASE_URL: upstream.url,
      OPENAI_ADMIN_KEY: ADMIN_KEY,
      OPENAI_API_KEY: PROJECT_KEY,
      OPENAI_PROJECT_ID: PINNED,
      ...(inherited !== undefined && { OPENAI_ADMIN_MCP_POLICY: inherited }),
    },
    ...(user !== undefined && { answerQuestion: () => ({ action: user }) }),
  });
  return async ({ tool, given }) => {
    const before = upstream.requests.length;
    if (row.exposure === 'all') await server.call(tool.name, given);
    else {
      const through = isRead(tool) ? 'call_read_tool' : 'call_write_tool';
      await server.call(through, { name: tool.name, arguments: given });
    }
    return upstream.requests.slice(before);
  };
}

export async function expectNothingForbidden(row: Row, start: Start): Promise<void> {
  const send = await startLimited(row, start);
  const faults: string[] = [];
  let arrived = 0;
  for (const call of CALLS) {
    const requests = await send(call);
    arrived += requests.length;
    if (requests.filter((request) => !isReadRequest(request, call.tool)).length > 1) {
      faults.push(`${call.tool.name}: more than one write`);
    }
    for (const request of requests) {
      const reason = fault(request, call, row);
      if (reason !== undefined) faults.push(`${call.tool.name}: ${request.line}: ${reason}`);
    }
  }
  expect(faults).toEqual([]);
  expect(arrived).toBeGreaterThan(0);
}
