/**
 * What the refusals and faults of OpenAI, its gateways and its proxies mean: one table, by who speaks and what about
 * before the status, since the reason decides what helps.
 */
import { ownCommand } from '../model/own-command.ts';
import { CALLER_REFUSALS } from './caller-refusals.ts';
import { ALLOW_OPENAI, FAULTS_ON_THE_WAY, type RefusalRow } from './faults-on-the-way.ts';
import {
  isAboutCursor,
  isAboutId,
  isAboutPath,
  isFromTheWay,
  isGone,
  isOfAnother,
  isSoAlready,
  type Refusal,
} from './recognise-refusal.ts';

const login = () => `"${ownCommand('auth login')}"`;

const NOTHING_HERE = 'There is nothing at this address of the API';
const NOT_ENABLED =
  'This is not enabled for the organization, or the base URL leads to another server: ask OpenAI or whoever set --base-url or OPENAI_BASE_URL.';

/** Who refused, as far as is known: an answer without words may be anybody's. */
const refuser = ({ form }: Pick<Refusal, 'form'>) =>
  ({
    openai: 'OpenAI',
    nothing: 'OpenAI, or something on the way to it,',
    page: 'Something on the way to OpenAI',
    foreign: 'Something on the way to OpenAI',
  })[form];

/** No cause is claimed that was not read. */
const whatIsKnown = ({ words }: Refusal) =>
  words === '' ? 'No reason was given' : 'Nothing but the words in quotes tells why';

/** The first row that fits holds. Those of server faults come first: a write that they answer may have been carried out. */
export const REFUSALS: RefusalRow[] = [
  ...FAULTS_ON_THE_WAY,
  {
    reason: 'too_much',
    fits: ({ status, cause }) => [413, 414, 431].includes(status) || cause === 'size',
    kind: 'invalid',
    what: (refusal) =>
      `The request is too large${isOfAnother(refusal) ? ' for something on the way to OpenAI' : ''}`,
    next: 'Send fewer or shorter values in one call.',
  },
  {
    reason: 'too_many',
    fits: ({ cause }) => cause === 'count',
    kind: 'invalid',
    what: 'There are as many of these as there may be',
    next: 'Delete or archive one that is not needed, or ask OpenAI for more; waiting does not help.',
  },
  {
    reason: 'billing',
    // A gateway has quotas of its own.
    fits: (refusal) =>
      refusal.status === 402 ||
      refusal.cause === 'money' ||
      (refusal.cause === 'quota' && !isOfAnother(refusal)),
    kind: 'quota',
    what: 'A billing limit is reached, or the account is not paid',
    next: "Waiting does not help: an owner has to add credit, pay or raise the limit in OpenAI's billing settings.",
  },
  {
    reason: 'rate',
    fits: (refusal) =>
      refusal.cause === 'rate' ||
      (refusal.status === 429 && (isOfAnother(refusal) || refusal.cause !== 'account_closed')),
    kind: 'rate_limited',
    retryable: 'any',
    what: ({ cause, ...refusal }) =>
      cause === 'rate' && refusal.form === 'openai'
        ? "OpenAI's rate limit is reached"
        : `${refuser(refusal)} asks to wait, as for a rate limit`,
  },
  {
    reason: 'country',
    fits: ({ cause }) => cause === 'country',
    kind: 'permission',
    what: 'OpenAI does not serve the country that this connection comes from',
    next: 'Check whether a VPN or proxy leads through another country; the key is not the reason.',
  },
  {
    reason: 'legal',
    fits: ({ status }) => status === 451,
    kind: 'permission',
    what: 'This is not served here for legal reasons',
    next: 'Check whether a VPN, a proxy or a filter leads through another country or blocks OpenAI; another key does not help.',
  },
  {
    reason: 'not_the_api',
    fits: isFromTheWay,
    kind: 'network',
    what: ({ form }) =>
      form === 'page'
        ? 'A web page came in place of an answer of the API, from a firewall, a proxy or another server'
        : "What came is not in the form of OpenAI's answers: a firewall, a gateway, a proxy or another server wrote it",
    next: `${ALLOW_OPENAI}. OpenAI has judged neither key nor arguments.`,
  },
  ...CALLER_REFUSALS,
  {
    reason: 'cursor',
    fits: isAboutCursor,
    kind: 'invalid',
    what: 'The cursor is not valid any more',
    next: 'The pages read before stand. Call again without cursor to read the list anew from its first page.',
  },
  {
    reason: 'no_such_address',
    fits: isAboutPath,
    kind: 'not_found',
    what: NOTHING_HERE,
    next: ({ versioned }) =>
      versioned
        ? NOT_ENABLED
        : 'The base URL lacks /v1: correct --base-url or OPENAI_BASE_URL, such as https://api.openai.com/v1, and start again.',
  },
  {
    reason: 'nothing_there',
    fits: ({ status, namesId }) => status === 404 && !namesId,
    kind: 'not_found',
    what: NOTHING_HERE,
    next: NOT_ENABLED,
  },
  {
    reason: 'unknown_id',
    fits: isAboutId,
    kind: 'not_found',
    what: 'OpenAI knows nothing by this ID or name',
    next: 'Check the ID with the tool that lists such objects; it may be deleted, or belong to another organization or project.',
  },
  {
    reason: 'gone',
    fits: isGone,
    kind: 'not_found',
    what: 'What this is about is not there',
    next: 'Check with the tool that lists what is there.',
  },
  {
    reason: 'so_already',
    fits: isSoAlready,
    kind: 'invalid',
    what: 'This is so already',
    next: 'Look at the present state: it may be what was wanted; else take other values, or the tool that updates it.',
  },
  {
    reason: 'unauthenticated',
    fits: ({ status }) => status === 401,
    kind: 'auth',
    what: (refusal) => `${refuser(refusal)} did not take this call as coming from somebody it knows`,
    next: (refusal) =>
      `${whatIsKnown(refusal)}. If it is the key, "${ownCommand('auth status')}" tells which one is used, and ${login()} checks and replaces it.`,
  },
  {
    reason: 'forbidden',
    fits: ({ status }) => status === 403,
    kind: 'permission',
    what: (refusal) => `${refuser(refusal)} forbids this`,
    next: (refusal) =>
      `${whatIsKnown(refusal)}: an owner can look whether the rights of the key, the settings of the organization or its plan stand in the way, and whoever runs the network whether a filter does. Until then calling again does not help.`,
  },
  {
    reason: 'locked',
    fits: ({ status }) => status === 423,
    kind: 'invalid',
    retryable: 'read',
    what: 'This is locked for now',
    next: 'Wait, then look at the present state before trying again.',
  },
  {
    reason: 'conflict',
    fits: ({ status }) => status === 409,
    kind: 'invalid',
    what: 'This conflicts with the present state',
    next: 'Look at the present state before trying again.',
  },
  {
    reason: 'form',
    fits: ({ status }) => [406, 411, 412, 415, 417, 426].includes(status),
    kind: 'network',
    what: 'The form of the request was refused, which no argument decides',
    next: 'Check the base URL, and whether a proxy changes requests; if neither, update this program.',
  },
  {
    reason: 'arguments',
    fits: ({ status, form }) => form === 'openai' && (status === 400 || status === 422),
    kind: 'invalid',
    what: 'OpenAI did not accept this',
    next: 'Correct the arguments, or what else it says stands in the way, and call again.',
  },
  {
    reason: 'refused',
    fits: () => true,
    kind: 'invalid',
    what: (refusal) => `${refuser(refusal)} refused this`,
    next: (refusal) =>
      `${whatIsKnown(refusal)}. Check the arguments, the base URL, and whether a proxy on the way refuses such calls; the same call again does not help.`,
  },
];
