/** The operations of projects. */
import * as z from 'zod';
import { createRateLimits } from '../data/models.ts';
import { badRequest } from '../http/api-fault.ts';
import { operation } from '../http/operation.ts';
import { cursorRules, optionalBoolean } from '../http/query-rules.ts';
import { resource } from '../http/resource.ts';
import type { Project } from '../organization/organization.ts';
import { projectInPath, wholeOrganization } from '../organization/parents.ts';
import { recordEvent } from '../organization/record-event.ts';

const RESIDENCIES = [
  'GLOBAL',
  'US_STORAGE_PROCESSING',
  'EU_STORAGE_PROCESSING',
  'JP_STORAGE',
  'JP_STORAGE_PROCESSING',
  'KR_STORAGE',
  'CA_STORAGE',
  'SG_STORAGE',
  'IN_STORAGE',
  'IN_STORAGE_PROCESSING',
  'AU_STORAGE',
  'AU_STORAGE_PROCESSING',
  'GB_STORAGE',
  'AE_STORAGE',
  'AE_STORAGE_PROCESSING',
] as const;

const projects = resource({
  path: '/organization/projects',
  id: 'project_id',
  parent: wholeOrganization,
  what: 'project',
  rows: ({ organization }) => organization.projects,
  show: toProject,
});

export const projectOperations = [
  projects.list({
    query: z.strictObject({ ...cursorRules, include_archived: optionalBoolean }),
    where: ({ archived_at }, { query }) => query.include_archived === true || archived_at === null,
  }),
  projects.create({
    body: z.strictObject({
      name: z.string().min(1),
      residency: z.enum(RESIDENCIES).nullish(),
      external_key_id: z.string().nullish(),
      geography: z.string().nullish(),
    }),
    make({ organization, body }) {
      if (body.residency != null && body.geography != null) {
        throw badRequest(
          "Give only one of 'residency' and 'geography'.",
          'geography',
          'mutually_exclusive_parameters',
        );
      }
      const created_at = organization.now();
      const { owner } = organization.adminKey;
      const project: Project = {
        id: `proj_${organization.random.characters(24)}`,
        name: body.name,
        created_at,
        archived_at: null,
        is_default: false,
        residency: body.residency ?? 'GLOBAL',
        external_key_id: body.external_key_id ?? null,
        members: new Map([[owner.id, { user_id: owner.id, role: 'owner', added_at: created_at }]]),
        serviceAccounts: new Map(),
        apiKeys: new Map(),
        rateLimits: createRateLimits(),
        files: new Map(),
        vectorStores: new Map(),
      };
      recordEvent(organization, 'project.created', {
        id: project.id,
        data: { name: body.name, title: body.name },
      });
      return project;
    },
  }),
  projects.get(),
  operation({
    method: 'POST',
    path: '/organization/projects/{project_id}',
    parent: projectInPath({ refusals: { change: 'be updated' } }),
    body: z.strictObject({
      name: z.string().min(1).nullish(),
      external_key_id: z.string().nullish(),
      geography: z.string().nullish(),
    }),
    handle({ organization, parent: project, body }) {
      project.name = body.name ?? project.name;
      if (body.external_key_id !== undefined) project.external_key_id = body.external_key_id;
      recordEvent(organization, 'project.updated', {
        id: project.id,
        changes_requested: { title: project.name },
      });
      return toProject(project);
    },
  }),
  operation({
    method: 'POST',
    path: '/organization/projects/{project_id}/archive',
    parent: projectInPath({ refusals: { change: 'be archived' } }),
    handle({ organization, parent: project }) {
      project.archived_at = organization.now();
      recordEvent(organization, 'project.archived', { id: project.id });
      return toProject(project);
    },
  }),
];

function toProject(project: Project) {
  return {
    id: project.id,
    object: 'organization.project',
    name: project.name,
    created_at: project.created_at,
    archived_at: project.archived_at,
    status: project.archived_at === null ? 'active' : 'archived',
    residency: project.residency,
    external_key_id: project.external_key_id,
  };
}
