/** Answers as OpenAI, its gateways and proxies really give them: the reason decides what is advised, not the status. */
import { describe, expect, it } from 'vitest';
import type { ApiErrorKind } from '../../src/openai/api-error.ts';
import { checkBaseUrl, isVersioned } from '../../src/openai/base-url.ts';
import { DELETE, failure, GET, open, POST, send, serveAnswer } from './fixture.ts';

const json = (error: object): string => JSON.stringify({ error });
const said = (message: string, code: string | null = null, type = 'invalid_request_error'): string =>
  json({ message, type, param: null, code });

const PAGE = '<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head></html>';

describe('a refusal', () => {
  const cases: [number, string, ApiErrorKind, advice: RegExp][] = [
    ...[400, 402, 403, 429].flatMap((status): [number, string, ApiErrorKind, RegExp][] => [
      [
        status,
        said(
          'Your account is not active, please check your billing details on our website.',
          'billing_not_active',
          'billing_not_active',
        ),
        'quota',
        /add credit/,
      ],
      [
        status,
        said('Billing hard limit has been reached', 'billing_hard_limit_reached'),
        'quota',
        /add credit/,
      ],
      [status, said('You exceeded your current quota.', null, 'insufficient_quota'), 'quota', /add credit/],
      [
        status,
        said('You exceeded your current quota, please check your plan and billing details.'),
        'quota',
        /Waiting does not help/,
      ],
      [status, said('Stopped.', 'organization_spend_limit_exceeded'), 'quota', /Waiting does not help/],
    ]),
    [402, PAGE, 'quota', /add credit/],
    [421, said('Misdirected Request'), 'network', /Try again.*base URL/],
    [425, '', 'network', /Try again/],
    [451, said('Unavailable'), 'permission', /legal reasons.*another key does not help/],
    [511, PAGE, 'network', /log in to the network/],
    [415, said('Unsupported media type'), 'network', /no argument decides.*proxy/],
    [403, said('Your organization must be verified to use this.'), 'permission', /verify the organization/],
    [400, said('Incorrect API key provided.', 'invalid_api_key'), 'auth', /auth status/],
    [403, said('This key was revoked.', 'api_key_revoked'), 'auth', /auth status/],
    [
      429,
      said(
        'Rate limit reached for requests. Limit: 3 / min. You can increase your rate limit by adding a payment method to your account at https://platform.openai.com/account/billing.',
        'rate_limit_exceeded',
        'requests',
      ),
      'rate_limited',
      /wait a minute/,
    ],
    [
      401,
      said('OpenAI-Organization header should match organization for API key', 'mismatched_organization'),
      'permission',
      /OPENAI_ORG_ID/,
    ],
    [401, said('No such organization: org-abc.', 'invalid_organization'), 'permission', /OPENAI_ORG_ID/],
    [
      401,
      said('OpenAI-Project header should match project for API key', 'mismatched_project'),
      'permission',
      /auth login --project/,
    ],
    [
      401,
      said('The project you are requesting has been archived', 'not_authorized_invalid_project'),
      'permission',
      /active project/,
    ],
    [
      401,
      said('Your IP is not authorized to access this API.', 'ip_not_authorized'),
      'permission',
      /allow-list/,
    ],
    [403, said('Your request IP does not match the configured IP allowlist.'), 'permission', /allow-list/],
    [
      403,
      said(
        'Country, region, or territory not supported',
        'unsupported_country_region_territory',
        'request_forbidden',
      ),
      'permission',
      /another country/,
    ],
    [
      401,
      said('Attempted to access resource with incorrect regional hostname.', 'incorrect_hostname'),
      'invalid',
      /--base-url/,
    ],
    [403, said('Deactivated.', 'account_deactivated'), 'permission', /support/],
    [403, PAGE, 'network', /judged neither key nor arguments/],
    [413, PAGE, 'invalid', /fewer or shorter values/],
    [423, said('Locked.'), 'invalid', /present state/],
    [418, PAGE, 'network', /whoever runs the network/],
    [403, 'Blocked by administrator.', 'network', /whoever runs the network/],
    [400, '<html>\r\n<head><title>400 Bad Request</title></head></html>', 'network', /firewall|network/],
    [407, '', 'network', /HTTPS_PROXY/],
    [405, said('Not allowed to POST on /v1/organization/costs.'), 'not_found', /base URL/],
    [404, said('Invalid URL (GET /organization/projects/proj_1)'), 'not_found', /base URL/],
    [404, '<html><center>nginx</center></html>', 'not_found', /base URL/],
    [404, JSON.stringify({ detail: 'No such user' }), 'not_found', /No such user/],
    [410, '', 'not_found', /deleted/],
    [400, said('User not found in organization.', 'user_not_found'), 'not_found', /tool that lists/],
    [400, said('User is not a member of this project.'), 'not_found', /lists what is there/],
    [409, said('The user is already a member of this project.'), 'invalid', /present state/],
    [400, said('No', 'user_already_in_project'), 'invalid', /tool that updates/],
    [413, '', 'invalid', /too large/],
    [401, said('Incorrect API key provided.', 'invalid_api_key'), 'auth', /auth login/],
    [403, said('You are not a member of this organization.'), 'permission', /invite them/],
    [
      403,
      said('You have no permission to do this.', 'insufficient_permissions'),
      'permission',
      /more rights/,
    ],
  ];
  it.each(cases)('%i %s is %s', async (status, text, kind, advice) => {
    const server = await serveAnswer(status, text);
    const error = await failure(send(open(server.url), DELETE));
    const retryable = kind === 'rate_limited' || status === 421 || status === 425;
    expect(error).toMatchObject({ kind, status, outcome: 'rejected', retryable });
    expect(error.message).toMatch(advice);
    // What another reason would advise.
    if (kind === 'network') expect(error.message).not.toMatch(/auth login|lacks this scope/);
    expect(error.message).not.toMatch(/<html|<!DOCTYPE/);
  });

  it.each([
    [429, said('Your monthly budget: this project has reached its monthly budget.'), 'quota'],
    [403, said('You have run out of credits.'), 'quota'],
    [429, said('There is no prepaid balance left.'), 'quota'],
    [400, said('Name "past due invoices" contains forbidden characters.'), 'invalid'],
    [400, said("The project 'IP team' is not allowed here."), 'invalid'],
    [
      400,
      json({
        message: 'Region JP is not supported for your organization',
        type: 'invalid_request_error',
        param: 'residency',
      }),
      'invalid',
    ],
  ])(
    '%i %s is about %s: what stands in quotes, or is about an argument, decides nothing',
    async (status, body, kind) => {
      const server = await serveAnswer(status, body);
      expect(await failure(send(open(server.url), POST))).toMatchObject({ kind });
    },
  );

  it('with a code of billing is a fault all the same under 5xx', async () => {
    const server = await serveAnswer(503, said('No.', 'insufficient_quota'));
    const error = await failure(send(open(server.url), POST));
    expect(error).toMatchObject({ kind: 'server', outcome: 'unknown' });
  });
});

describe('404', () => {
  it('on a call that names no ID speaks of the address, not of an ID', async () => {
    const server = await serveAnswer(404, said('Not found.'));
    const error = await failure(send(open(server.url), { ...GET, namesId: false }));
    expect(error.kind).toBe('not_found');
    expect(error.message).toMatch(/not enabled for the organization/);
    expect(error.message).not.toMatch(/Check the ID/);
  });

  it('below a base URL without /v1 is told as that, whatever was asked', async () => {
    const server = await serveAnswer(404, said('Not found.'));
    const error = await failure(send(open(server.url.replace('/v1', '')), DELETE));
    expect(error.message).toMatch(/lacks \/v1/);
    expect(error.message).not.toMatch(/Check the ID/);
  });

  it.each([
    ['https://api.openai.com', false],
    ['https://eu.api.openai.com/', false],
    ['https://api.openai.com/v1', true],
    ['https://api.openai.com/v1/', true],
    ['https://api.openai.com/v1x', false],
    ['http://127.0.0.1:8080/proxy/v1', true],
  ])('%s has /v1: %j', (url, expected) => {
    expect(isVersioned(checkBaseUrl(url, []))).toBe(expected);
  });
});

describe('a page that cannot be had any more', () => {
  it.each<[query: string, number, string]>([
    ['limit=5&after=proj_gone1', 400, json({ message: 'Invalid value.', param: 'after' })],
    ['after=proj_gone1', 404, said("No object with id 'proj_gone1'.")],
    ['page=page_AAAA%3D', 400, said('Invalid page token.')],
    ['page=page_AAAA%3D', 400, said('Expired.', 'invalid_page_token')],
    ['after=x', 422, said('The cursor has expired.')],
  ])('%s, %i %s', async (query, status, text) => {
    const server = await serveAnswer(status, text);
    const error = await failure(send(open(server.url), { ...GET, query, namesId: false }));
    expect(error).toMatchObject({ kind: 'invalid', reason: 'cursor', retryable: false });
    expect(error.message).toMatch(/pages read before stand.*without cursor/);
  });

  it('is not blamed for another argument, nor where no page was asked for', async () => {
    const server = await serveAnswer(400, json({ message: 'Must be positive.', param: 'limit' }));
    const other = await failure(send(open(server.url), { ...GET, query: 'limit=-1&after=proj_1' }));
    expect(other.reason).toBe('arguments');
    const first = await serveAnswer(400, said('Invalid page token.'));
    expect((await failure(send(open(first.url), GET))).reason).toBe('arguments');
  });
});
