/** Every wording that is known gets its reason, and no answer, known or not, is told a cause that was not read. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApiError } from '../../src/openai/api-error.ts';
import { describeStatus } from '../../src/openai/describe-status.ts';
import { subjectWords } from '../../src/openai/subject-words.ts';
import { HEARD_OF_OPENAI, HEARD_OF_OTHERS, type Heard } from './heard-refusals.ts';

function told(
  { status, body, contentType, subject = [] }: Omit<Heard, 'reason'> & { subject?: string[] },
  write = true,
): ApiError {
  return describeStatus({
    status,
    body: Buffer.from(body),
    contentType,
    requestId: undefined,
    rateLimit: undefined,
    write,
    namesId: true,
    cursor: undefined,
    subject,
    versioned: true,
  });
}

const words = (message: string, status: number) => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code: null } }),
});

describe('a refusal that was heard', () => {
  test.each(HEARD_OF_OPENAI)('by OpenAI: $reason, $status $body', (heard) => {
    expect(told(heard).reason).toBe(heard.reason);
  });

  test.each(HEARD_OF_OTHERS)('on the way: $reason, $status $body', (heard) => {
    const error = told(heard);
    expect(error.reason).toBe(heard.reason);
    expect(error).toMatchObject({ outcome: 'rejected', retryable: heard.reason === 'rate' });
    // Nobody but OpenAI can judge the key or the arguments.
    if (error.kind === 'network')
      expect(error.message).not.toMatch(/auth login|Correct the arguments|rights/);
  });
});

/** Advice that is right for one cause, and harm for the others. */
const CAUSES =
  /replace it|Store a key|more rights|add credit|allow-list|invite them|verify the|another country/;

/** What is said of the things that a call is about, and not of whoever makes it. */
describe('words about what a call is about', () => {
  const ACCOUNT = { name: 'ci' };
  const WEBHOOK = { name: 'x', url: 'https://x.example/', event_types: [] };
  test.each<[number, string, object, string]>([
    [
      403,
      '/organization/projects/proj_1/service_accounts',
      ACCOUNT,
      'API key creation is disabled for this project.',
    ],
    [400, '/organization/projects/proj_1/service_accounts', ACCOUNT, 'Your API key name is invalid.'],
    [
      403,
      '/organization/projects/proj_1/api_keys/key_1',
      {},
      'API keys owned by service accounts cannot be deleted.',
    ],
    [403, '/organization/admin_api_keys', { name: 'x' }, 'Admin API keys must expire within 90 days.'],
    [
      400,
      '/organization/projects/proj_1/spend_limit',
      { threshold_amount: 1 },
      'The spend limit is too low: the minimum is $5.',
    ],
    [400, '/organization/spend_alerts', { threshold_amount: 1 }, 'Alert threshold exceeded the spend limit.'],
    [400, '/organization/groups', ACCOUNT, 'Group quota exceeded: an organization may have 200.'],
    [409, '/organization/invites', { email: 'a@b.example' }, 'Invite quota exceeded.'],
    [403, '/organization/projects/proj_1/users', { user_id: 'user-1' }, 'User has been deactivated.'],
    [
      403,
      '/organization/projects/proj_1/users',
      { user_id: 'user-1' },
      'User user-1 does not belong to this organization.',
    ],
    [
      403,
      '/organization/invites',
      { email: 'a@b.example' },
      'You are not a member of the domain of this invite.',
    ],
    [400, '/webhook_endpoints', WEBHOOK, 'Your webhook URL points to an IP address, which is not allowed.'],
    [
      403,
      '/webhook_endpoints',
      WEBHOOK,
      'Your webhook URL resolves to a private endpoint, which is blocked.',
    ],
    [
      400,
      '/organization/projects',
      { name: 'x', geography: 'EU' },
      'Your region is not supported for this project.',
    ],
    [
      403,
      '/organization/users/user-1',
      { role: 'owner' },
      'This user must be verified before they can be an owner.',
    ],
    [
      403,
      '/organization/external_storage',
      { bucket: 'b', role_arn: 'r' },
      'Your bucket credentials are expired.',
    ],
    [403, '/containers', { name: 'x', network_policy: {} }, 'This network policy is blocked.'],
  ])('%i to %s %j: %s', (status, path, body, message) => {
    const subject = subjectWords({ safe: false, path, body: body as Record<string, unknown> });
    const error = told({ ...words(message, status), subject }, true);
    expect(error.message).toContain(message);
    expect(error.message).not.toMatch(CAUSES);
    expect(['invalid', 'permission', 'not_found']).toContain(error.kind);
    expect(error.retryable).toBe(false);
  });

  test.each([
    [429, 'You have reached the maximum number of projects (1000).', 'too_many'],
    [403, 'The maximum number of webhook endpoints is 20.', 'too_many'],
    [429, 'You exceeded the number of requests allowed.', 'rate'],
    [401, 'Your request was made with an admin key; use a project key.', 'rights'],
    [403, 'This endpoint requires an admin API key.', 'rights'],
    [429, 'You exceeded your current quota, please check your plan and billing details.', 'billing'],
    [400, 'Your account has insufficient quota.', 'billing'],
    [429, 'You have reached the maximum amount of credits you can use. Please add more credits.', 'billing'],
    [429, 'You have exceeded the amount of money that may be spent.', 'billing'],
    [429, 'Your monthly quota of fine-tuning jobs is exhausted.', 'billing'],
  ])('%i, %s: %s', (status, message, reason) => {
    const subject = subjectWords({ safe: false, path: '/organization/projects', body: { name: 'x' } });
    expect(told({ ...words(message, status), subject }, true).reason).toBe(reason);
  });

  test('a code that ends in not_exists does not say that it is so already', () => {
    const body = JSON.stringify({ error: { message: 'No.', code: 'user_not_exists' } });
    expect(told({ status: 400, contentType: 'application/json', body }, true).reason).not.toBe('so_already');
  });
});

describe('words that say no cause', () => {
  const nothingKnown = fc
    .array(fc.constantFrom('the', 'thing', 'was', 'odd', 'and', 'so', 'it', 'stays', 'blue'), {
      minLength: 1,
    })
    .map((parts) => parts.join(' '));

  test.each([400, 403, 409, 418, 420, 422, 423, 424, 428, 440, 460, 498])(
    'under %i are repeated, without a cause beside them',
    (status) => {
      fc.assert(
        fc.property(nothingKnown, fc.boolean(), (message, write) => {
          const error = told(words(message, status), write);
          expect(error.message).toContain(message.slice(0, 400));
          expect(error.message).not.toMatch(CAUSES);
          expect(error.outcome).toBe('rejected');
          if (write) expect(error.retryable).toBe(false);
        }),
        { numRuns: 30 },
      );
    },
  );

  test('under 429 ask to wait', () => {
    expect(told(words('the thing was odd', 429))).toMatchObject({ kind: 'rate_limited', retryable: true });
  });

  test.each([
    ['as text', 'text/plain', 'the thing was odd'],
    ['as text that says it is JSON', 'application/json', 'the thing was odd'],
    ['as text of no type', '', 'the thing was odd'],
    ['as a page', 'text/html', '<p>the thing was odd</p>'],
    ['as a page of another type', 'application/json', '<html><p>the thing was odd</p></html>'],
    ['as cut JSON', 'application/json', '{"error":{"message":"the th'],
    ['in another envelope', 'application/json', '{"errors":[{"code":1000,"message":"the thing was odd"}]}'],
    ['as a list', 'application/json', '["the thing was odd"]'],
    ['as a text of JSON', 'application/json', '"the thing was odd"'],
    ['beside a number that is no status', 'application/json', '{"code":16,"message":"the thing was odd"}'],
  ])('%s are nobody judging key or arguments', (_, contentType, body) => {
    for (const status of [400, 401, 403, 409, 418, 422, 423]) {
      const error = told({ status, contentType, body });
      expect(error).toMatchObject({ kind: 'network', outcome: 'rejected', retryable: false });
      expect(error.message).toMatch(/network, VPN or gateway/);
      expect(error.message).not.toMatch(/auth login|Correct|rights/);
    }
    for (const status of [413, 414, 431]) {
      const error = told({ status, contentType, body });
      expect(error).toMatchObject({ kind: 'invalid', outcome: 'rejected' });
      expect(error.message).toMatch(/fewer or shorter values/);
    }
    expect(told({ status: 429, contentType, body })).toMatchObject({ kind: 'rate_limited', retryable: true });
    expect(told({ status: 404, contentType, body })).toMatchObject({ reason: 'no_such_address' });
  });
});

describe('what stands in quotes', () => {
  const causes = HEARD_OF_OPENAI.map(({ body }) => String(JSON.parse(body).error.message));
  test.each(['""', '``', '“”'])('%s is a name, and decides nothing', ([open, close]) => {
    for (const cause of causes) {
      const quoted = cause.replace(/["`“”]/g, '');
      const error = told(words(`The name ${open}${quoted}${close} was odd.`, 403));
      expect(error.reason, cause).toBe('forbidden');
    }
  });
});
