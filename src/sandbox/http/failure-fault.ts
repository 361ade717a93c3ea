/** The error bodies of provoked failures, as OpenAI words them for each status. */
import { ApiFault } from './api-fault.ts';
import { rateLimited } from './rate-limiter.ts';

/** Codes of a 429 that no waiting cures: someone has to pay or to raise a limit. No `retry-after` comes with them. */
const BILLING_CODES = [
  'insufficient_quota',
  'credit_balance_exhausted',
  'organization_usage_limit_exceeded',
  'organization_spend_limit_exceeded',
  'project_spend_limit_exceeded',
];

const DEFAULTS: Record<number, { type: string; code: string | null; message: string }> = {
  401: { type: 'invalid_request_error', code: 'invalid_api_key', message: 'Incorrect API key provided.' },
  403: {
    type: 'invalid_request_error',
    code: 'missing_scopes',
    message: 'You have insufficient permissions for this operation. Missing scopes: api.management.read.',
  },
  404: { type: 'invalid_request_error', code: 'not_found', message: 'The requested resource was not found.' },
  503: {
    type: 'server_error',
    code: 'server_is_overloaded',
    message: 'The server is overloaded. Please try again later.',
  },
};

const SERVER_ERROR = {
  type: 'server_error',
  code: null,
  message: 'The server had an error while processing your request. Sorry about that!',
};

export function failureFault(status: number, code: string | null): ApiFault {
  if (status === 429) return tooManyRequests(code ?? 'rate_limit_exceeded');
  const other = {
    type: 'invalid_request_error',
    code: null,
    message: `The request failed with status ${status}.`,
  };
  const fields = DEFAULTS[status] ?? (status >= 500 ? SERVER_ERROR : other);
  const fault = { ...fields, status, code: code ?? fields.code };
  // A redirect without a target would be no redirect.
  return new ApiFault(status < 400 ? { ...fault, headers: { location: '/v1/moved' } } : fault);
}

function tooManyRequests(code: string): ApiFault {
  if (BILLING_CODES.includes(code)) {
    const message = 'You exceeded your current quota, please check your plan and billing details.';
    return new ApiFault({ status: 429, message, type: 'insufficient_quota', code });
  }
  const { message, type, headers } = rateLimited(60, 2);
  return new ApiFault({
    status: 429,
    message,
    type: code === 'slow_down' ? 'rate_limit_error' : type,
    code,
    headers,
  });
}
