/**
 * What the refusals and faults of OpenAI, its gateways and its proxies mean: one table, by code, type and known words
 * before the status, since the reason decides what helps.
 */
import { ownCommand } from '../model/own-command.ts';
import { FAULTS_ON_THE_WAY, type RefusalRow } from './faults-on-the-way.ts';
import {
  isAboutAddress,
  isAboutBilling,
  isAboutCountry,
  isAboutCursor,
  isAboutId,
  isAboutKey,
  isAboutPath,
  isAboutResidency,
  isGone,
  isOfClosedAccount,
  isOfClosedProject,
  isOfOtherOrganization,
  isOfOtherProject,
  isSoAlready,
  isUnverified,
  missingScopes,
} from './recognise-refusal.ts';

const login = () => `"${ownCommand('auth login')}"`;

const NOTHING_HERE = 'There is nothing at this address of the API';
const NOT_ENABLED =
  'This is not enabled for the organization, or the base URL leads to another server: ask OpenAI or whoever set --base-url or OPENAI_BASE_URL.';

/** The first row that fits holds. Those of server faults come first: a write that they answer may have been carried out. */
export const REFUSALS: RefusalRow[] = [
  ...FAULTS_ON_THE_WAY,
  {
    reason: 'billing',
    fits: isAboutBilling,
    kind: 'quota',
    what: 'A billing limit is reached, or the account is not paid',
    next: "Waiting does not help: an owner has to add credit, pay or raise the limit in OpenAI's billing settings.",
  },
  {
    reason: 'address_not_allowed',
    fits: isAboutAddress,
    kind: 'permission',
    what: 'OpenAI takes calls for this organization or project from listed IP addresses only',
    next: "An owner has to add this machine's public address to the IP allow-list, or the call has to come from a listed network; another key does not help.",
  },
  {
    reason: 'country',
    fits: isAboutCountry,
    kind: 'permission',
    what: 'OpenAI does not serve the country that this connection comes from',
    next: 'Check whether a VPN or proxy leads through another country; the key is not the reason.',
  },
  {
    reason: 'other_organization',
    fits: isOfOtherOrganization,
    kind: 'permission',
    what: 'The key belongs to another organization than the one that the request names',
    next: () =>
      `Correct or remove OPENAI_ORG_ID, or store a key of that organization with ${login()}; the key itself may be good.`,
  },
  {
    reason: 'other_project',
    fits: isOfOtherProject,
    kind: 'permission',
    what: 'The key belongs to another project than the one that it is stored or used for',
    next: () =>
      `Store a key of that project with "${ownCommand('auth login --project ID')}", or correct OPENAI_PROJECT_ID; the key itself may be good.`,
  },
  {
    reason: 'project_closed',
    fits: isOfClosedProject,
    kind: 'permission',
    what: 'The project of this key is archived or not open to it',
    next: () => `Use a key of an active project: store it with ${login()}.`,
  },
  {
    reason: 'residency',
    fits: isAboutResidency,
    kind: 'invalid',
    what: 'The data of this organization or project is kept in a region with an address of its own',
    next: 'Start the server with the address that OpenAI names, such as --base-url https://eu.api.openai.com/v1; the key is not the reason.',
  },
  {
    reason: 'account_closed',
    fits: isOfClosedAccount,
    kind: 'permission',
    what: 'OpenAI has closed this account',
    next: "Only OpenAI's support can open it again; another key of the same account does not help.",
  },
  {
    reason: 'unverified',
    fits: isUnverified,
    kind: 'permission',
    what: 'OpenAI asks for a verified organization',
    next: "An owner has to verify the organization in OpenAI's settings; another key does not help.",
  },
  {
    reason: 'legal',
    fits: ({ status }) => status === 451,
    kind: 'permission',
    what: 'This is not served here for legal reasons',
    next: 'Check whether a VPN, a proxy or a filter leads through another country or blocks OpenAI; another key does not help.',
  },
  {
    reason: 'scope',
    fits: (refusal) => missingScopes(refusal) !== undefined,
    kind: 'permission',
    what: 'The key is not allowed to do this',
    next: (refusal) =>
      `The key lacks this scope: ${missingScopes(refusal)}. Store a key that has it with ${login()}.`,
  },
  {
    reason: 'rate',
    fits: ({ status }) => status === 429,
    kind: 'rate_limited',
    retryable: 'any',
    what: "OpenAI's rate limit is reached",
  },
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
    reason: 'key',
    fits: isAboutKey,
    kind: 'auth',
    what: 'OpenAI refused the key',
    next: () => `Check the key with "${ownCommand('auth status')}", or replace it with ${login()}.`,
  },
  {
    reason: 'rights',
    fits: ({ status }) => status === 403,
    kind: 'permission',
    what: 'The key is not allowed to do this',
    next: () => `Use a key with more rights (${login()}), or ask an owner of the organization.`,
  },
  {
    reason: 'conflict',
    fits: ({ status }) => status === 409,
    kind: 'invalid',
    what: 'This conflicts with the present state',
    next: 'Look at the present state before trying again.',
  },
  {
    reason: 'too_much',
    fits: ({ status }) => [413, 414, 431].includes(status),
    kind: 'invalid',
    what: 'The request is too large',
    next: 'Send fewer or shorter values in one call.',
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
    fits: () => true,
    kind: 'invalid',
    what: 'OpenAI did not accept this',
    next: 'Correct the arguments and call again.',
  },
];
