/** Owns the operations of the organization's certificates. */
import * as z from 'zod';
import { badRequest } from '../http/api-fault.ts';
import { adminOperation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import { list } from '../http/query-rules.ts';
import type { Certificate } from '../organization/access.ts';
import { detailsOf, findCertificate, newestFirst, toggleCertificates } from '../organization/certificates.ts';
import type { Organization } from '../organization/organization.ts';
import { readCertificate } from '../organization/read-certificate.ts';
import { recordEvent } from '../organization/record-event.ts';
import { certificateList, certificatesToToggle } from './certificate-rules.ts';

const maximumCertificates = 50;

export const certificateOperations = [
  adminOperation({
    method: 'GET',
    path: '/organization/certificates',
    query: certificateList,
    handle({ organization, query }) {
      return paginate(newestFirst(organization, query.order).map(toListed), query);
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/certificates',
    body: z.strictObject({ certificate: z.string().min(1), name: z.string().optional() }),
    handle({ organization, body }) {
      const { certificates } = organization.access;
      if (certificates.size >= maximumCertificates) {
        throw badRequest(
          `An organization can have at most ${maximumCertificates} certificates.`,
          null,
          'certificate_limit_reached',
        );
      }
      const certificate: Certificate = {
        id: `cert_${organization.random.characters(24)}`,
        name: body.name ?? null,
        ...readCertificate(body.certificate),
        created_at: organization.now(),
        active: false,
        activeProjects: new Set(),
      };
      certificates.set(certificate.id, certificate);
      recordEvent(organization, 'certificate.created', event(certificate));
      return { ...toSingle(certificate), active: false };
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/certificates/activate',
    body: certificatesToToggle,
    handle: ({ organization, body }) => toggle(organization, body.certificate_ids, true),
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/certificates/deactivate',
    body: certificatesToToggle,
    handle: ({ organization, body }) => toggle(organization, body.certificate_ids, false),
  }),
  adminOperation({
    method: 'GET',
    path: '/organization/certificates/{certificate_id}',
    query: z.strictObject({ include: list(z.enum(['content'])) }),
    handle({ organization, path, query }) {
      const certificate = findCertificate(organization, path.certificate_id);
      const shown = toSingle(certificate);
      if (query.include === undefined || query.include.length === 0) return shown;
      return {
        ...shown,
        certificate_details: { ...shown.certificate_details, content: certificate.content },
      };
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/certificates/{certificate_id}',
    body: z.strictObject({ name: z.string().optional() }),
    handle({ organization, path, body }) {
      const certificate = findCertificate(organization, path.certificate_id);
      certificate.name = body.name ?? certificate.name;
      recordEvent(organization, 'certificate.updated', event(certificate));
      return { ...toSingle(certificate), active: certificate.active };
    },
  }),
  adminOperation({
    method: 'DELETE',
    path: '/organization/certificates/{certificate_id}',
    handle({ organization, path }) {
      const certificate = findCertificate(organization, path.certificate_id);
      refuseActive(certificate);
      organization.access.certificates.delete(certificate.id);
      recordEvent(organization, 'certificate.deleted', {
        ...event(certificate),
        certificate: certificate.content,
      });
      // Unlike every other deletion, this one answers without `deleted`.
      return { id: certificate.id, object: 'certificate.deleted' };
    },
  }),
];

function toggle(organization: Organization, ids: readonly string[], active: boolean) {
  const data = toggleCertificates(organization, ids, active, (certificate) => {
    certificate.active = active;
    return toListed(certificate);
  });
  return { object: `organization.certificate.${active ? 'activation' : 'deactivation'}`, data };
}

/** Active for the organization or in any project, archived ones included: not to be deleted. */
function refuseActive({ id, active, activeProjects }: Certificate): void {
  if (!active && activeProjects.size === 0) return;
  const places = [...(active ? ['the organization'] : []), ...activeProjects].join(', ');
  throw badRequest(
    `Certificate '${id}' is still active for ${places}. Deactivate it there first.`,
    'certificate_id',
    'certificate_active',
  );
}

function event({ id, name }: Certificate) {
  return { id, ...(name !== null && { name }) };
}

function toListed(certificate: Certificate) {
  return { ...toSingle(certificate), object: 'organization.certificate', active: certificate.active };
}

function toSingle(certificate: Certificate) {
  const { id, name, created_at } = certificate;
  return { object: 'certificate', id, name, created_at, certificate_details: detailsOf(certificate) };
}
