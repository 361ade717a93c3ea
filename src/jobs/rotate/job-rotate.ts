/** The job that gives a service account a new key, and in a second call takes the old one away. */
import { type Key, projectKeys } from '../../reports/access/keys.ts';
import type { ReportReads } from '../../reports/report-reads.ts';
import { isGone } from '../../reports/why-unread.ts';
import { quote } from '../../text/clean.ts';
import { ArgumentError } from '../../tools/argument-error.ts';
import type { Job, JobInputs, PlannedJob } from '../job.ts';
import { placeTold } from '../place.ts';
import { readProjects } from '../projects-meant.ts';
import { findOldKey, keyTold, lastUseTold, minuteOf, withinGrace } from './which-key.ts';

const ACCOUNT = '/organization/projects/{project_id}/service_accounts/{service_account_id}';
const NEW_KEY = `${ACCOUNT}/api_keys`;
const USUAL_GRACE_HOURS = 24;

/** The service account with its keys. */
type Account = { projectId: string; id: string; name: string; told: string; keys: Key[] };

export const jobRotate: Job = async (inputs) => {
  const { values, reads } = inputs;
  const account = await readAccount(String(values.project_id), String(values.service_account_id), reads);
  return values.delete_old === true ? deletion(account, inputs) : creation(account, inputs);
};

function creation(account: Account, { values, earlier, now }: JobInputs): PlannedJob {
  const { projectId, id, name, told, keys } = account;
  const made = keys.find((key) => earlier?.made.some((one) => one.path === NEW_KEY && one.id === key.id));
  const others = keys.filter((key) => key !== made);
  const job = { what: `Rotate key: ${quote(name, 60)} (${id})`, names: [name, id] };
  // A record without steps is older than a day: then a new key is wanted.
  if (made !== undefined && earlier !== undefined && earlier.steps.length > 0) {
    const at = made.created === undefined ? '' : ` at ${minuteOf(made.created)}`;
    const done = `The same call made the new key ${keyTold(made)}${at}; for a day it makes no other.`;
    return { ...job, brief: [], steps: [], notes: [done, ...others.map(stays)] };
  }
  const keyName = freeName(`${name} ${new Date(now).toISOString().slice(0, 10)}`, keys);
  const { scopes, expires_in_seconds } = values;
  const expiring = others.filter(({ expires }) => typeof expires === 'number' && expires * 1000 > now);
  return {
    ...job,
    brief: [`new key ${quote(keyName, 40)}`, ...others.slice(0, 2).map((key) => `${keyTold(key)} stays`)],
    steps: [
      {
        method: 'create',
        path: NEW_KEY,
        given: {
          project_id: projectId,
          service_account_id: id,
          name: keyName,
          ...(scopes !== undefined && { scopes }),
          ...(expires_in_seconds !== undefined && { expires_in_seconds }),
        },
        about: `Service account ${told}`,
        change: `new API key ${quote(keyName, 60)}`,
      },
    ],
    notes: others.map(stays),
    reach: [
      ...(scopes === undefined && others.length > 0
        ? [
            'OpenAI does not show what the old key may do; the new one may do all that the service account may. scopes limits it.',
          ]
        : []),
      ...(expires_in_seconds === undefined && expiring.length > 0
        ? [
            `${expiring.map(keyTold).join(', ')} expires, and the new key never does. expires_in_seconds gives it an end.`,
          ]
        : []),
    ],
  };
}

/** Two keys of one name could not be told apart by whoever types it to delete one. */
function freeName(name: string, keys: readonly Key[], count = 1): string {
  const tried = count === 1 ? name : `${name} (${count})`;
  return keys.some((key) => key.name === tried) ? freeName(name, keys, count + 1) : tried;
}

function stays(key: Key): string {
  return `${keyTold(key)}, ${lastUseTold(key)}, stays. Bring the new key to what uses it, then call again with delete_old.`;
}

async function deletion(
  { projectId, told, keys }: Account,
  { values, madeBefore, now }: JobInputs,
): Promise<PlannedJob> {
  const asked = typeof values.api_key_id === 'string' ? values.api_key_id : undefined;
  const found = findOldKey(keys, await madeBefore(), asked);
  if ('none' in found) {
    return { what: `Delete old key: ${told}`, names: [], brief: [], steps: [], notes: [found.none] };
  }
  const { old, newer } = found;
  if (typeof newer?.expires === 'number' && newer.expires * 1000 <= now) {
    throw new ArgumentError([
      `The newer key ${keyTold(newer)} expired ${minuteOf(newer.expires)}, so ${keyTold(old)} is the one that works. Call without delete_old to make a new key first.`,
    ]);
  }
  const graceHours = typeof values.grace_hours === 'number' ? values.grace_hours : USUAL_GRACE_HOURS;
  const asks = withinGrace(old, graceHours, now / 1000);
  return {
    what: `Delete old key: ${keyTold(old)}`,
    names: [...(old.name === null ? [] : [old.name]), old.id],
    brief: [lastUseTold(old)],
    steps: [
      {
        method: 'delete',
        path: '/organization/projects/{project_id}/api_keys/{api_key_id}',
        given: { project_id: projectId, api_key_id: old.id },
        about: `Old API key of ${told}`,
        change: 'delete',
        item: `${keyTold(old)}, ${lastUseTold(old)}`,
        ...(asks === undefined && { idleHours: graceHours }),
      },
    ],
    notes: [],
    reach: newer === undefined ? [] : [stands(newer)],
    ...(asks !== undefined && { asks }),
  };
}

function stands(newer: Key): string {
  const { lastUsed } = newer;
  const use =
    lastUsed === null ? 'has not been used yet: whatever needs a key may not have it' : lastUseTold(newer);
  return `The newer key ${keyTold(newer)} stays; it ${lastUsed === null ? use : `was ${use}`}.`;
}

/** @throws ArgumentError */
async function readAccount(projectId: string, id: string, reads: ReportReads): Promise<Account> {
  const { projects, notes } = await readProjects([projectId], reads);
  const [project] = projects;
  if (project === undefined) throw new ArgumentError([`project_id: ${notes.join(' ')}`]);
  const place = { id: projectId, name: project.name, label: project.name, state: 'active' as const };
  const [account, keys] = await Promise.all([
    reads.get(ACCOUNT, [projectId, id]).catch((error) => {
      if (!isGone(error)) throw error;
      throw new ArgumentError([
        `service_account_id: project ${placeTold({ ...project, isNew: false })} has no service account ${quote(id)}. list_project_service_accounts gives them.`,
      ]);
    }),
    projectKeys(place, reads),
  ]);
  const name = typeof account.name === 'string' ? account.name : id;
  return {
    projectId,
    id,
    name,
    told: `${quote(name, 60)} (${id}) in ${placeTold({ ...project, isNew: false })}`,
    keys: keys.filter(({ owner }) => !owner.isPerson && owner.id === id),
  };
}
