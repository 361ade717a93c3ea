/** The operations of the organization's certificates. */
import * as z from 'zod';
import { badRequest } from '../http/api-fault.ts';
import { list, newestFirst } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import type { Certificate } from '../organization/access.ts';
import { wholeOrganization } from '../organization/parents.ts';
import { readCertificate } from '../organization/read-certificate.ts';
import { activationOperations } from './certificate-activation.ts';

const MAX_CERTIFICATES = 50;

const certificates = resource({
  path: '/organization/certificates/{certificate_id}',
  parent: wholeOrganization,
  what: 'certificate',
  rows: ({ organization }) => organization.access.certificates,
  show: toSingle,
  sortBy: 'created_at',
});

export const certificateOperations = [
  certificates.list({ query: newestFirst, show: toListed }),
  certificates.create({
    body: z.strictObject({ certificate: z.string().min(1), name: z.string().optional() }),
    make({ organization, body }): Certificate {
      if (organization.access.certificates.size >= MAX_CERTIFICATES) {
        const message = `An organization can have at most ${MAX_CERTIFICATES} certificates.`;
        throw badRequest(message, null, 'certificate_limit_reached');
      }
      return {
        id: `cert_${organization.random.characters(24)}`,
        name: body.name ?? null,
        ...readCertificate(body.certificate),
        created_at: organization.now(),
        active: false,
        activeProjects: new Set(),
      };
    },
    event: 'certificate.created',
    payload,
    show: (certificate) => ({ ...toSingle(certificate), active: false }),
  }),
  ...activationOperations({
    path: '/organization/certificates',
    parent: wholeOrganization,
    object: 'organization.certificate',
    switchOne(certificate, active) {
      certificate.active = active;
    },
    show: toListed,
  }),
  certificates.get({
    query: z.strictObject({ include: list(z.enum(['content'])) }),
    show(certificate, { query }) {
      const shown = toSingle(certificate);
      if (query.include === undefined || query.include.length === 0) return shown;
      return {
        ...shown,
        certificate_details: { ...shown.certificate_details, content: certificate.content },
      };
    },
  }),
  certificates.change({
    body: z.strictObject({ name: z.string().optional() }),
    event: 'certificate.updated',
    payload,
    apply(certificate, { body }) {
      certificate.name = body.name ?? certificate.name;
      return { ...toSingle(certificate), active: certificate.active };
    },
  }),
  certificates.remove({
    before: refuseActive,
    event: 'certificate.deleted',
    payload: (certificate) => ({ ...payload(certificate), certificate: certificate.content }),
    // Unlike every other deletion, this one answers without `deleted`.
    answer: ({ id }) => ({ id, object: 'certificate.deleted' }),
  }),
];

/** Active for the organization or in any project, archived ones included: not to be deleted. */
function refuseActive({ id, active, activeProjects }: Certificate): void {
  if (!active && activeProjects.size === 0) return;
  const places = [...(active ? ['the organization'] : []), ...activeProjects].join(', ');
  const message = `Certificate '${id}' is still active for ${places}. Deactivate it there first.`;
  throw badRequest(message, 'certificate_id', 'certificate_active');
}

function payload({ id, name }: Certificate) {
  return { id, ...(name !== null && { name }) };
}

function toListed(certificate: Certificate) {
  return { ...toSingle(certificate), object: 'organization.certificate', active: certificate.active };
}

function toSingle({ id, name, created_at, valid_at, expires_at }: Certificate) {
  return { object: 'certificate', id, name, created_at, certificate_details: { valid_at, expires_at } };
}
