/** Owns what the certificates of the organization and of its projects have in common. */
import type { Certificate } from './access.ts';
import { find } from './lookup.ts';
import type { Organization } from './organization.ts';
import { recordEvent } from './record-event.ts';

export function findCertificate(organization: Organization, id: string): Certificate {
  return find(organization.access.certificates, 'certificate', id);
}

/** Every certificate by time of upload, the newest first unless `asc` is asked for. */
export function newestFirst(organization: Organization, order: 'asc' | 'desc'): Certificate[] {
  const sorted = [...organization.access.certificates.values()].sort(
    (one, other) => one.created_at - other.created_at,
  );
  return order === 'asc' ? sorted : sorted.reverse();
}

/** Switches all of them or, where one is unknown, none; one that is switched already counts as done. */
export function toggleCertificates<Row>(
  organization: Organization,
  ids: readonly string[],
  active: boolean,
  toggle: (certificate: Certificate) => Row,
): Row[] {
  const certificates = [...new Set(ids)].map((id) => findCertificate(organization, id));
  const rows = certificates.map(toggle);
  recordEvent(organization, active ? 'certificates.activated' : 'certificates.deactivated', {
    certificates: certificates.map(({ id, name }) => ({ id, ...(name !== null && { name }) })),
  });
  return rows;
}

export function detailsOf({ valid_at, expires_at }: Certificate) {
  return { valid_at, expires_at };
}
