/** Owns the operations on which certificates are active in a project. */
import { adminOperation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import type { Certificate } from '../organization/access.ts';
import { detailsOf, newestFirst, toggleCertificates } from '../organization/certificates.ts';
import { findActiveProject, findProject } from '../organization/lookup.ts';
import type { Organization, Project } from '../organization/organization.ts';
import { certificateList, certificatesToToggle } from './certificate-rules.ts';

export const projectCertificateOperations = [
  adminOperation({
    method: 'GET',
    path: '/organization/projects/{project_id}/certificates',
    query: certificateList,
    handle({ organization, path, query }) {
      const project = findProject(organization, path.project_id);
      const certificates = newestFirst(organization, query.order);
      return paginate(
        certificates.map((certificate) => toListed(project, certificate)),
        query,
      );
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/projects/{project_id}/certificates/activate',
    body: certificatesToToggle,
    handle({ organization, path, body }) {
      const project = findActiveProject(organization, path.project_id);
      return toggle(organization, project, body.certificate_ids, true);
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/projects/{project_id}/certificates/deactivate',
    body: certificatesToToggle,
    handle({ organization, path, body }) {
      // An archived project may still let go of a certificate, or nobody could ever delete it.
      const project = findProject(organization, path.project_id);
      return toggle(organization, project, body.certificate_ids, false);
    },
  }),
];

function toggle(organization: Organization, project: Project, ids: readonly string[], active: boolean) {
  const data = toggleCertificates(organization, ids, active, (certificate) => {
    if (active) certificate.activeProjects.add(project.id);
    else certificate.activeProjects.delete(project.id);
    return toListed(project, certificate);
  });
  return { object: `organization.project.certificate.${active ? 'activation' : 'deactivation'}`, data };
}

function toListed(project: Project, certificate: Certificate) {
  const { id, name, created_at, activeProjects } = certificate;
  return {
    object: 'organization.project.certificate',
    id,
    name,
    active: activeProjects.has(project.id),
    created_at,
    certificate_details: detailsOf(certificate),
  };
}
