/** The calls that take everything from a person who leaves, in the order in which nothing is left behind. */
import type { Table } from '../table.ts';
import type { Person } from './people.ts';

type Held = Record<'api_keys' | 'admin_keys' | 'service_accounts' | 'open_invites', Table>;

/** Only what applies: a sentence for each call. */
export function offBoarding({ person }: { person?: Person }, held: Held): string[] {
  const has = ({ rows }: Table) => rows.length > 0;
  return [
    ...(has(held.service_accounts)
      ? [
          'create_service_account_api_key, deploy it, then delete_project_api_key: the person may know the keys of service accounts, which go on working',
        ]
      : []),
    ...(person || has(held.admin_keys) || has(held.api_keys) || has(held.open_invites)
      ? ['offboard_person last: takes invites, keys, memberships, groups and roles away, with one approval']
      : []),
  ];
}
