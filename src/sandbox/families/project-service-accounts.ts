/** The operations of a project's service accounts and of the keys that are minted for them. */
import * as z from 'zod';
import { badRequest } from '../http/api-fault.ts';
import { cursorRules } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import { deleteKey } from '../organization/delete-key.ts';
import { mintServiceAccountKey } from '../organization/mint-key.ts';
import type { ServiceAccount } from '../organization/organization.ts';
import { projectInPath } from '../organization/parents.ts';
import { recordEvent, requestedChanges } from '../organization/record-event.ts';

const serviceAccounts = resource({
  path: '/organization/projects/{project_id}/service_accounts/{service_account_id}',
  parent: projectInPath({ lists: 'active', refusals: { create: 'have service accounts' } }),
  what: 'service account in this project',
  rows: ({ parent: project }) => project.serviceAccounts,
  show: toServiceAccount,
});

export const projectServiceAccountOperations = [
  serviceAccounts.list({ query: z.strictObject(cursorRules) }),
  serviceAccounts.add({
    body: z.strictObject({
      name: z.string().min(1),
      create_service_account_only: z.boolean().nullish(),
      expires_in_seconds: z.int().min(1).nullish(),
    }),
    handle({ organization, parent: project, body }) {
      const withoutKey = body.create_service_account_only === true;
      if (withoutKey && body.expires_in_seconds != null) {
        const message = "'expires_in_seconds' must be null when 'create_service_account_only' is true.";
        throw badRequest(message, 'expires_in_seconds', 'mutually_exclusive_parameters');
      }
      const account: ServiceAccount = {
        id: `svc_acct_${organization.random.characters(20)}`,
        name: body.name,
        role: withoutKey ? 'none' : 'member',
        created_at: organization.now(),
      };
      project.serviceAccounts.set(account.id, account);
      recordEvent(organization, 'service_account.created', { id: account.id, data: { role: account.role } });
      if (withoutKey) return { ...toServiceAccount(account), api_key: null };
      const { expires_in_seconds } = body;
      const api_key = mintServiceAccountKey(organization, { project, account, expires_in_seconds });
      return { ...toServiceAccount(account), api_key };
    },
  }),
  serviceAccounts.get(),
  serviceAccounts.change({
    body: z.strictObject({
      name: z.string().min(1).optional(),
      role: z.enum(['member', 'owner']).optional(),
    }),
    apply(account, { body }) {
      account.name = body.name ?? account.name;
      account.role = body.role ?? account.role;
    },
    event: 'service_account.updated',
    payload: ({ id }, { role }) => ({ id, changes_requested: requestedChanges({ role }) }),
  }),
  serviceAccounts.remove({
    before({ id }, { organization, parent: project }) {
      for (const key of project.apiKeys.values())
        if (key.owner.id === id) deleteKey(organization, project, key);
    },
    answer: 'organization.project.service_account.deleted',
    event: 'service_account.deleted',
  }),
  serviceAccounts.change({
    verb: 'api_keys',
    body: z.strictObject({
      name: z.string().min(1).optional(),
      scopes: z.array(z.string()).optional(),
      expires_in_seconds: z.int().min(1).nullish(),
    }),
    apply: (account, { organization, parent: project, body }) =>
      mintServiceAccountKey(organization, { project, account, ...body }),
  }),
];

function toServiceAccount(account: ServiceAccount) {
  return { object: 'organization.project.service_account', ...account };
}
