/** What a job would do in an organization of raw lists, read over real HTTP. */
import type { Job, JobInputs, PlannedJob } from '../../src/jobs/job.ts';
import { createClient } from '../../src/openai/client.ts';
import { reportReads } from '../../src/reports/report-reads.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { type Fault, type Lists, startLists } from '../reports/lists.ts';
import { RUNTIME } from '../runtime.ts';

const NOW = Date.parse('2026-11-18T12:00:00Z');
export const SECONDS = NOW / 1000;
export const DAY = 86_400;

export async function planOver(
  job: Job,
  lists: Lists,
  values: Record<string, unknown>,
  { fault, ...more }: Partial<JobInputs> & { fault?: Fault } = {},
): Promise<PlannedJob> {
  const upstream = await startLists(lists, fault);
  const client = createClient({
    baseUrl: upstream.url,
    timeoutMilliseconds: 60_000,
    proxy: {},
    userAgent: 'test',
    runtime: RUNTIME,
  });
  const { signal } = new AbortController();
  const send = (request: Parameters<typeof client.send>[0]) =>
    client.send(request, { apiKey: 'sk-admin-of-the-test' }, signal);
  const reads = reportReads(catalogue.tools, send, async () => undefined, signal);
  return job({ values, reads, earlier: undefined, madeBefore: async () => [], now: NOW, ...more });
}
