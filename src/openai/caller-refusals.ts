/** The part of the table of refusals that is about the caller's situation: its network, its key, its organization. */
import { ownCommand } from '../model/own-command.ts';
import type { Cause } from './causes.ts';
import { ALLOW_OPENAI, type RefusalRow } from './faults-on-the-way.ts';
import { missingScopes, type Refusal, refusesCaller } from './recognise-refusal.ts';

const login = () => `"${ownCommand('auth login')}"`;

const isAbout =
  (cause: Cause) =>
  (refusal: Refusal): boolean =>
    refusal.cause === cause;

/** Told in OpenAI's own form, which a gateway may borrow. */
export const CALLER_REFUSALS: RefusalRow[] = [
  {
    reason: 'filter',
    fits: isAbout('filter'),
    kind: 'network',
    what: 'A firewall, gateway or filter on the way to OpenAI refused this',
    next: `${ALLOW_OPENAI}; another key does not help.`,
  },
  {
    reason: 'address_not_allowed',
    fits: isAbout('address'),
    kind: 'permission',
    what: 'OpenAI takes calls for this organization or project from listed IP addresses only',
    next: "An owner has to add this machine's public address to the IP allow-list, or the call has to come from a listed network; another key does not help.",
  },
  {
    reason: 'other_organization',
    fits: isAbout('other_organization'),
    kind: 'permission',
    what: 'The key belongs to another organization than the one that the request names',
    next: () =>
      `Correct or remove OPENAI_ORG_ID, or store a key of that organization with ${login()}; the key itself may be good.`,
  },
  {
    reason: 'other_project',
    fits: isAbout('other_project'),
    kind: 'permission',
    what: 'The key belongs to another project than the one that it is stored or used for',
    next: () =>
      `Store a key of that project with "${ownCommand('auth login --project ID')}", or correct OPENAI_PROJECT_ID; the key itself may be good.`,
  },
  {
    reason: 'residency',
    fits: isAbout('residency'),
    kind: 'invalid',
    what: 'The data of this organization or project is kept in a region with an address of its own',
    next: 'Start the server with the address that OpenAI names, such as --base-url https://eu.api.openai.com/v1; the key is not the reason.',
  },
  {
    reason: 'not_member',
    fits: isAbout('membership'),
    kind: 'permission',
    what: 'Whoever this key belongs to is not a member of the organization or project',
    next: () => `An owner has to invite them, or store a key of a member with ${login()}.`,
  },
  {
    reason: 'project_closed',
    fits: (refusal) => refusal.cause === 'project_closed' && refusesCaller(refusal),
    kind: 'permission',
    what: 'The project is archived, or not open to this key',
    next: () =>
      `Take an active project; if it is the key's own, store a key of an active project with ${login()}.`,
  },
  {
    reason: 'project_archived',
    fits: isAbout('project_closed'),
    kind: 'invalid',
    what: 'The project is archived or closed',
    next: 'Take an active project: an archived one can neither be changed nor opened again.',
  },
  {
    reason: 'account_closed',
    fits: isAbout('account_closed'),
    kind: 'permission',
    what: 'OpenAI has closed this account',
    next: "Only OpenAI's support can open it again; another key of the same account does not help.",
  },
  {
    reason: 'unverified',
    fits: isAbout('verification'),
    kind: 'permission',
    what: 'OpenAI asks for a verified organization or account',
    next: "An owner has to verify the organization, or the account that is named, in OpenAI's settings; another key does not help.",
  },
  {
    reason: 'plan',
    fits: isAbout('plan'),
    kind: 'permission',
    what: 'The plan, the usage tier or the settings of the organization do not include this',
    next: "An owner has to change the plan or reach the tier in OpenAI's settings, or ask OpenAI to enable it; another key does not help.",
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
    reason: 'key',
    fits: isAbout('key'),
    kind: 'auth',
    what: 'OpenAI refused the key',
    next: () => `Check the key with "${ownCommand('auth status')}", or replace it with ${login()}.`,
  },
  {
    reason: 'rights',
    fits: isAbout('rights'),
    kind: 'permission',
    what: 'The key, or whoever it belongs to, is not allowed to do this',
    next: () =>
      `Use a key with more rights, of the class that is asked for: an admin key (${login()}) or a project's ("${ownCommand('auth login --project ID')}"); or ask an owner of the organization.`,
  },
];
