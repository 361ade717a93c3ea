/** The certificates of the seeded organization: one in use, one about to expire, one expired, one spare. */
import type { Certificate } from '../organization/access.ts';
import type { Project } from '../organization/organization.ts';
import { DAY } from '../seconds.ts';
import { createPem } from './certificate-pem.ts';
import type { Random } from './random.ts';

type CertificateProfile = {
  name: string;
  uploadedDaysAgo: number;
  expiresInDays: number;
  active: boolean;
  projects: string[];
};

const PROFILES: readonly CertificateProfile[] = [
  { name: 'Partner gateway 2025', uploadedDaysAgo: 390, expiresInDays: -25, active: false, projects: [] },
  {
    name: 'Batch ingest',
    uploadedDaysAgo: 353,
    expiresInDays: 12,
    active: false,
    projects: ['Data-Science', 'Fraud-Signals'],
  },
  {
    name: 'Partner gateway 2026',
    uploadedDaysAgo: 61,
    expiresInDays: 304,
    active: true,
    projects: ['Legal-Contract-Review'],
  },
  { name: 'Staging gateway', uploadedDaysAgo: 9, expiresInDays: 81, active: false, projects: [] },
];

export function createCertificates(
  projects: readonly Project[],
  random: Random,
  startedAt: number,
): Certificate[] {
  return PROFILES.map((profile) => {
    const created_at = startedAt - profile.uploadedDaysAgo * DAY - random.integer(0, DAY);
    const valid_at = created_at - random.integer(600, 7200);
    const expires_at = startedAt + profile.expiresInDays * DAY;
    const subject = { organizationName: 'Halden Works', commonName: profile.name };
    const inProjects = projects.filter(({ name }) => profile.projects.includes(name));
    return {
      id: `cert_${random.characters(24)}`,
      name: profile.name,
      content: createPem(subject, valid_at, expires_at, random),
      valid_at,
      expires_at,
      created_at,
      active: profile.active,
      activeProjects: new Set(inProjects.map(({ id }) => id)),
    };
  });
}
