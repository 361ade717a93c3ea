/** The operations of projects. */
import * as z from 'zod';
import { createRateLimits } from '../data/models.ts';
import { badRequest } from '../http/api-fault.ts';
import { cursorRules, optionalBoolean } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import { refuseUnmanaged } from '../organization/lookup.ts';
import type { Project } from '../organization/organization.ts';
import { wholeOrganization } from '../organization/parents.ts';

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
  path: '/organization/projects/{project_id}',
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
    make({ organization, body }): Project {
      if (body.residency != null && body.geography != null) {
        const message = "Give only one of 'residency' and 'geography'.";
        throw badRequest(message, 'geography', 'mutually_exclusive_parameters');
      }
      const created_at = organization.now();
      const { owner } = organization.adminKey;
      return {
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
    },
    event: 'project.created',
    payload: ({ id, name }) => ({ id, data: { name, title: name } }),
  }),
  projects.get(),
  projects.change({
    body: z.strictObject({
      name: z.string().min(1).nullish(),
      external_key_id: z.string().nullish(),
      geography: z.string().nullish(),
    }),
    apply(project, { body }) {
      refuseUnmanaged(project, 'be updated');
      project.name = body.name ?? project.name;
      if (body.external_key_id !== undefined) project.external_key_id = body.external_key_id;
    },
    event: 'project.updated',
    payload: ({ id, name }) => ({ id, changes_requested: { title: name } }),
  }),
  projects.change({
    verb: 'archive',
    apply(project, { organization }) {
      refuseUnmanaged(project, 'be archived');
      project.archived_at = organization.now();
    },
    event: 'project.archived',
    payload: ({ id }) => ({ id }),
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
