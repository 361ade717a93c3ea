/** Lists and reports page as the API does. */
import { expect, test } from 'vitest';
import { collect, day, openSandbox, projectNamed, send, startSeconds } from './running-sandbox.ts';

test('after walks a list in pages of any size without a gap or a repeat', async () => {
  const sandbox = await openSandbox();
  const whole = await collect(sandbox, '/organization/users?limit=100');
  for (const limit of [1, 7, 39, 40]) {
    expect(await collect(sandbox, `/organization/users?limit=${limit}`)).toEqual(whole);
  }
});

test('a list answers 20 rows by default and names its first and last', async () => {
  const sandbox = await openSandbox();
  const { body } = await send(sandbox, 'GET', '/organization/audit_logs');
  expect(body).toMatchObject({ object: 'list', has_more: true });
  expect(body.data).toHaveLength(20);
  expect([body.first_id, body.last_id]).toEqual([body.data[0].id, body.data[19].id]);
});

test('an empty list has no more and no ids', async () => {
  const sandbox = await openSandbox();
  const { body } = await send(sandbox, 'GET', '/organization/users?emails[]=nobody@example.com');
  expect(body).toEqual({ object: 'list', data: [], first_id: null, last_id: null, has_more: false });
});

test('before gives the rows right before a row, so that a walk can go back', async () => {
  const sandbox = await openSandbox();
  const [first, second] = [
    (await send(sandbox, 'GET', '/organization/audit_logs?limit=5')).body,
    (await send(sandbox, 'GET', '/organization/audit_logs?limit=10')).body,
  ];
  const sixth = second.data[5].id;
  const back = await send(sandbox, 'GET', `/organization/audit_logs?limit=5&before=${sixth}`);
  expect(back.body.data).toEqual(first.data);
  const partial = await send(sandbox, 'GET', `/organization/audit_logs?limit=2&before=${sixth}`);
  expect(partial.body.data).toEqual(first.data.slice(3));
  expect(partial.body.has_more).toBe(true);
});

test('rate limits default to a page of 100', async () => {
  const sandbox = await openSandbox();
  const id = await projectNamed(sandbox, 'Data-Science');
  const { body } = await send(sandbox, 'GET', `/organization/projects/${id}/rate_limits`);
  expect(body.data.length).toBeGreaterThanOrEqual(15);
  expect(body.has_more).toBe(false);
});

test.each([
  ['costs', '', 7],
  ['costs', '&limit=180', 31],
  ['usage/completions', '', 7],
  ['usage/completions', '&bucket_width=1h', 24],
  ['usage/completions', '&bucket_width=1m', 60],
])('%s%s gives %i buckets a page', async (report, options, count) => {
  const sandbox = await openSandbox();
  const start = startSeconds - 30 * day;
  const { body } = await send(sandbox, 'GET', `/organization/${report}?start_time=${start}${options}`);
  expect(body.data).toHaveLength(count);
  expect(body.has_more).toBe(count !== 31);
});

test('buckets are whole UTC days, empty ones included, from the day of start_time to the one before end_time', async () => {
  const sandbox = await openSandbox();
  const midnight = Date.UTC(2026, 5, 1) / 1000;
  const path = `/organization/costs?start_time=${midnight + 5000}&end_time=${midnight + 3 * day}`;
  const { body } = await send(sandbox, 'GET', path);
  expect(body.data).toEqual(
    [0, 1, 2].map((index) => ({
      object: 'bucket',
      start_time: midnight + index * day,
      end_time: midnight + (index + 1) * day,
      results: [],
    })),
  );
});

test('no bucket begins in the future', async () => {
  const sandbox = await openSandbox();
  const path = `/organization/costs?start_time=${startSeconds - day}&end_time=${startSeconds + 9 * day}`;
  const { body } = await send(sandbox, 'GET', path);
  expect(body.data).toHaveLength(2);
  expect(body.has_more).toBe(false);
});

test('pages of buckets join into the same answer as one page', async () => {
  const sandbox = await openSandbox();
  const range = `start_time=${startSeconds - 20 * day}&group_by[]=project_id`;
  const whole = (await send(sandbox, 'GET', `/organization/costs?${range}&limit=180`)).body.data;
  const joined = [];
  let page = '';
  do {
    const { body } = await send(sandbox, 'GET', `/organization/costs?${range}&limit=6${page}`);
    joined.push(...body.data);
    page = body.has_more ? `&page=${encodeURIComponent(body.next_page)}` : '';
  } while (page !== '');
  expect(joined).toEqual(whole);
});

test('a page token is refused with other parameters, and when it was changed', async () => {
  const sandbox = await openSandbox();
  const path = `/organization/costs?start_time=${startSeconds - 20 * day}`;
  const token = encodeURIComponent((await send(sandbox, 'GET', path)).body.next_page);
  for (const refused of [
    `${path}&group_by[]=project_id&page=${token}`,
    `${path}&limit=9&page=${token}`,
    `${path}&page=page_x`,
  ]) {
    const { status, body } = await send(sandbox, 'GET', refused);
    expect([status, body.error.param]).toEqual([400, 'page']);
  }
});
