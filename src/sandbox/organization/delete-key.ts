/** What the end of a project API key means: it stops working, and its traffic stops with it. */
import type { Organization, Project, ProjectApiKey } from './organization.ts';

export function deleteKey(organization: Organization, project: Project, key: ProjectApiKey): void {
  project.apiKeys.delete(key.id);
  organization.deletedKeys.set(key.id, organization.now());
}
