/** One entry of the audit log, read once: what happened to what, who did it, and from where. */
import { isRecord } from '../../model/record.ts';
import { unixSeconds } from '../../tools/shape-value.ts';

export type Change = {
  id: string;
  type: string;
  /** Unix seconds. */
  at: number;
  project?: { id: string; name: string | undefined };
  actor: { id?: string; email?: string; key?: string; address?: string };
  /** What it happened to; undefined for what has no ID, such as a login. */
  thing?: string;
  /** What it is called, where the event itself says so. */
  name?: string;
  /** What it was asked to become. */
  details: Record<string, unknown>;
  /** Whoever or whatever else it names by ID. */
  named: string[];
};

/** Undefined for what is no entry. */
export function readChange(row: Record<string, unknown>): Change | undefined {
  const { id, type } = row;
  const at = unixSeconds(row.effective_at);
  if (typeof id !== 'string' || typeof type !== 'string' || at === undefined) return undefined;
  const payload = recordOr(row[type]);
  const inner = firstOf(payload);
  const details = { ...recordOr(payload.data), ...recordOr(payload.changes_requested) };
  const thing = text(payload.principal_id) ?? text(payload.id) ?? text(inner.id);
  const name = nameIn(payload) ?? nameIn(details) ?? nameIn(inner);
  const project = recordOr(row.project);
  const projectId = text(project.id);
  const named = [payload.id, payload.principal_id, payload.resource_id, payload.role_id].flatMap(
    (one) => text(one) ?? [],
  );
  const error = text(payload.error_code);
  return {
    id,
    type,
    at,
    ...(projectId && { project: { id: projectId, name: text(project.name) } }),
    actor: readActor(recordOr(row.actor)),
    ...(thing && { thing }),
    ...(name && { name }),
    details: { ...details, ...(error && { error_code: error }) },
    named,
  };
}

function readActor({ session, api_key: key }: Record<string, unknown>): Change['actor'] {
  const [ofSession, ofKey] = [recordOr(session), recordOr(key)];
  const who = recordOr(ofSession.user ?? ofKey.user ?? ofKey.service_account);
  const { country } = recordOr(ofSession.ip_address_details);
  const address = text(ofSession.ip_address);
  return present({
    id: text(who.id),
    email: text(who.email),
    key: text(ofKey.id),
    address: address && text(country) ? `${address} ${country}` : address,
  });
}

/** Certificates and allow lists are changed several at once. */
function firstOf(payload: Record<string, unknown>): Record<string, unknown> {
  const list = Object.values(payload).find((value) => Array.isArray(value) && value.some(isRecord));
  return Array.isArray(list) ? recordOr(list.find(isRecord)) : {};
}

const NAMES = ['name', 'title', 'email', 'group_name', 'role_name'];

function nameIn(record: Record<string, unknown>): string | undefined {
  return NAMES.map((member) => text(record[member])).find((name) => name !== undefined);
}

/** Members of `details` that say what a thing is called are its name, not a change. */
export const isName = (member: string): boolean => NAMES.includes(member);

const OWNER_ROLE = /(^|[-_:.])owner(__|[-_:.]|$)/i;

/** Whether it gives somebody or something what owners may do; an assignment names its role in its ID alone. */
export function makesOwner({ type, details, named }: Change): boolean {
  if (type === 'role.assignment.created') return named.some((id) => OWNER_ROLE.test(id));
  const gives = /^(user\.(added|updated)|invite\.sent|service_account\.(created|updated))$/.test(type);
  return gives && String(details.role).toLowerCase() === 'owner';
}

export function takesAway({ type }: Change): boolean {
  return /\.(deleted|removed|archived|revoked|deactivated)$/.test(type);
}

export const isSignIn = ({ type }: Change): boolean => /^(login|logout)\./.test(type);

function recordOr(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function present(actor: { [Name in keyof Change['actor']]: string | undefined }): Change['actor'] {
  return Object.fromEntries(Object.entries(actor).filter(([, value]) => value !== undefined));
}
