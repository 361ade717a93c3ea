/** Every wording that is known gets its reason, and no answer, known or not, is told a cause that was not read. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApiError } from '../../src/openai/api-error.ts';
import { describeStatus } from '../../src/openai/describe-status.ts';
import { HEARD_OF_OPENAI, HEARD_OF_OTHERS, type Heard } from './heard-refusals.ts';

function told({ status, body, contentType }: Omit<Heard, 'reason'>, write = true): ApiError {
  return describeStatus({
    status,
    body: Buffer.from(body),
    contentType,
    requestId: undefined,
    rateLimit: undefined,
    write,
    namesId: true,
    cursor: undefined,
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
