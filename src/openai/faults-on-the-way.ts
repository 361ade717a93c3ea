/** The first part of the table of refusals: what fails, or answers, between this machine and OpenAI's API. */
import type { ApiErrorKind, Outcome } from './api-error.ts';
import type { Refusal } from './recognise-refusal.ts';

export type RefusalText = string | ((refusal: Refusal) => string);

export type RefusalRow = {
  reason: string;
  fits(refusal: Refusal): boolean;
  kind: ApiErrorKind;
  /** Of a write; `rejected` when absent. */
  outcome?: Extract<Outcome, 'unknown'>;
  /** Whether a read may be repeated, or any call, since it was refused before it was looked at; neither when absent. */
  retryable?: 'read' | 'any';
  /** What happened, without status and full stop. */
  what: RefusalText;
  /** The one next step; absent for a rate limit, whose wait the answer itself may tell. */
  next?: RefusalText;
};

/** What was asked for is not carried out, now or later; the sandbox says so of operations that it does not play. */
export const NOT_IMPLEMENTED = 501;

export const ALLOW_OPENAI =
  'Check the base URL, and let whoever runs the network, VPN or gateway there allow api.openai.com';

/** Server faults come first: a write that they answer may have been carried out. */
export const FAULTS_ON_THE_WAY: RefusalRow[] = [
  {
    reason: 'redirect',
    // RFC 9110, 15.4.4: what was asked for may be done, and its result is elsewhere.
    fits: ({ status, write }) => status === 303 && write,
    kind: 'server',
    outcome: 'unknown',
    what: 'The answer was a redirect to another place for the result, and redirects are never followed',
    next: 'It may have been carried out: look before calling again, and check the base URL for a proxy or a login page.',
  },
  {
    reason: 'redirect',
    fits: ({ status }) => status < 400,
    kind: 'server',
    what: 'The answer was a redirect or not a result, and redirects are never followed',
    next: 'Check the base URL, and whether a proxy or a login page stands between this machine and OpenAI.',
  },
  {
    reason: 'not_offered',
    fits: ({ status }) => status === NOT_IMPLEMENTED,
    kind: 'server',
    what: 'The API does not offer this',
    next: ({ write }) => `${write ? 'Nothing was changed. ' : ''}Calling again does not help.`,
  },
  {
    reason: 'network_login',
    fits: ({ status }) => status === 511,
    kind: 'network',
    what: 'The network wants a login first, as guest networks do',
    next: 'Open any web page in a browser, log in to the network there, then call again; nothing reached OpenAI.',
  },
  {
    reason: 'fault',
    fits: ({ status }) => status >= 500,
    kind: 'server',
    outcome: 'unknown',
    retryable: 'read',
    what: 'OpenAI or a gateway before it failed',
    next: afterFault,
  },
  {
    reason: 'gave_up',
    // 499 is a gateway's: who asked, which may be another gateway, had gone.
    fits: ({ status }) => status === 408 || status === 499,
    kind: 'timeout',
    outcome: 'unknown',
    retryable: 'read',
    what: 'OpenAI gave up waiting',
    next: afterFault,
  },
  {
    reason: 'proxy_login',
    fits: ({ status }) => status === 407,
    kind: 'network',
    what: 'A proxy on the way wants a user name and password',
    next: 'Put them into the URL of HTTPS_PROXY; the key is not the reason.',
  },
  {
    reason: 'wrong_server',
    // RFC 9110 has 421 mean that it was not processed and may be sent again, as RFC 8470 does 425.
    fits: ({ status }) => status === 421 || status === 425,
    kind: 'network',
    retryable: 'any',
    what: 'The call came to the wrong server or too early, and was not looked at',
    next: 'Try again; if it stays, check the base URL, and the proxy if there is one.',
  },
];

function afterFault({ write }: Refusal): string {
  return write
    ? 'The change may have been carried out all the same: look before repeating it.'
    : 'Try again in a while; status.openai.com tells of known faults.';
}
