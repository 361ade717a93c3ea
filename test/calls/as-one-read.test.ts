/** A read of several requests that is cut: what is said of it holds for all of them. */
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/openai/api-error.ts';
import { describeStop, endedAccess } from '../../src/openai/describe-failure.ts';
import { call, fakePorts } from '../tools/fake-ports.ts';
import { NOW } from '../tools/sample-tool.ts';

const ENDED = () =>
  endedAccess({ isOver: () => true, reason: 'Access ended at noon (--expires-at). Ask a person.' });
const LATE = () =>
  describeStop(
    {
      deadline: 0,
      host: 'api.openai.com',
      versioned: true,
      write: false,
      sent: true,
      namesId: false,
      subject: ['it'],
      cursor: undefined,
      access: undefined,
    },
    'timeout',
    10_000,
  );

/** Reads of lists are answered so often, and then fail; each takes 20 s. */
function portsFailing(answers: number, error: () => Error) {
  let now = NOW;
  let left = answers;
  return fakePorts(
    () => {
      now += 20_000;
      if (left === 0) throw error();
      left -= 1;
      return { data: [{ id: `proj_${left}`, name: 'Other' }], has_more: true, last_id: `proj_${left}` };
    },
    { now: () => now },
  );
}

async function failureOf(run: Promise<unknown>): Promise<ApiError> {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw new Error(`no such error: ${String(error)}`);
  return error;
}

const READS: [string, string, Record<string, unknown>][] = [
  ['a look-up of a name', 'get_project', { project_id: 'Some name' }],
  ['a report', 'report_costs', { period: '2026-10', projects: ['Some name'] }],
];

describe.each(READS)('%s', (_, tool, given) => {
  test('that the end of access cuts does not say that nothing was sent', async () => {
    const error = await failureOf(call(tool, given, portsFailing(2, ENDED)));
    expect(error).toMatchObject({ kind: 'refused', outcome: 'rejected' });
    expect(error.message).toBe(
      'Access ended at noon (--expires-at). Ask a person. 2 answers had come by then and none is shown; no further request was sent.',
    );
  });

  test('whose first request comes too late says that nothing was sent', async () => {
    const error = await failureOf(call(tool, given, portsFailing(0, ENDED)));
    expect(error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
    expect(error.message).toContain('Nothing was sent.');
  });

  test('of which a request runs out of time says whose limit that is, and what all took', async () => {
    const { message, kind } = await failureOf(call(tool, given, portsFailing(2, LATE)));
    expect(kind).toBe('timeout');
    expect(message).toContain('No complete answer within 10 s. That is the limit of one request');
    expect(message).toContain('this call made 3 and took 60 s in all');
  });
});

test('a report of which no request is answered in time says so', async () => {
  const { message } = await failureOf(call('report_costs', { period: '2026-10' }, portsFailing(0, LATE)));
  expect(message).toMatch(/limit of one request .* this call made 3 and took 60 s in all/);
});

test('a write is not sent, whatever was read before', async () => {
  const error = await failureOf(call('archive_project', { project_id: 'Some name' }, portsFailing(2, ENDED)));
  expect(error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
});
