/** The audit log operation. */
import * as z from 'zod';
import { badRequest } from '../http/api-fault.ts';
import { operation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import {
  bracketList,
  cursorRules,
  optionalBoolean,
  optionalInteger,
  optionalText,
} from '../http/query-rules.ts';
import type { AuditActor, AuditEntry } from '../organization/organization.ts';
import { wholeOrganization } from '../organization/parents.ts';
import { AUDIT_EVENT_TYPES, isTenantEvent } from './audit-event-types.ts';

const texts = bracketList(z.string());

export const auditLogOperations = [
  operation({
    method: 'GET',
    path: '/organization/audit_logs',
    parent: wholeOrganization,
    query: z.strictObject({
      ...cursorRules,
      before: optionalText,
      effective_at: z
        .strictObject({
          gt: optionalInteger,
          gte: optionalInteger,
          lt: optionalInteger,
          lte: optionalInteger,
        })
        .optional(),
      project_ids: texts,
      event_types: bracketList(z.enum(AUDIT_EVENT_TYPES)),
      actor_ids: texts,
      actor_emails: texts,
      resource_ids: texts,
      tenant_only: optionalBoolean,
    }),
    handle({ organization, query }) {
      const tenantOnly = query.tenant_only === true;
      const misplaced = query.event_types?.find((type) => isTenantEvent(type) !== tenantOnly);
      if (misplaced !== undefined) {
        const rule = tenantOnly ? 'allows only tenant-scoped event types' : 'is required for this event type';
        const message = `Invalid event type '${misplaced}': 'tenant_only=true' ${rule}.`;
        throw badRequest(message, 'event_types', 'invalid_value');
      }
      const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = query.effective_at ?? {};
      const emails = query.actor_emails?.map((email) => email.toLowerCase());
      const entries = organization.auditLog.filter((entry) => {
        const { effective_at: at, project, actor, payload, type } = entry;
        const email = actorEmail(actor);
        return (
          at > gt &&
          at >= gte &&
          at < lt &&
          at <= lte &&
          isTenantEvent(type) === tenantOnly &&
          allows(query.event_types, type) &&
          allows(query.project_ids, project?.id) &&
          allows(query.resource_ids, payload.id) &&
          allows(emails, email?.toLowerCase()) &&
          (query.actor_ids === undefined || query.actor_ids.some((id) => actorIds(actor).includes(id)))
        );
      });
      return paginate(entries.reverse().map(toEntry), query);
    },
  }),
];

function allows(wanted: readonly string[] | undefined, value: string | undefined): boolean {
  return wanted === undefined || (value !== undefined && wanted.includes(value));
}

function actorEmail(actor: AuditActor): string | undefined {
  if (actor.type === 'session') return actor.session.user.email;
  return actor.api_key.type === 'user' ? actor.api_key.user.email : undefined;
}

/** An actor is found by its user, its service account or its key. */
function actorIds(actor: AuditActor): string[] {
  if (actor.type === 'session') return [actor.session.user.id];
  const { api_key } = actor;
  return [api_key.id, api_key.type === 'user' ? api_key.user.id : api_key.service_account.id];
}

function toEntry({ payload, project, ...entry }: AuditEntry) {
  return { ...entry, ...(project && { project }), [entry.type]: payload };
}
