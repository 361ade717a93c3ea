/** The operations of models, as a project sees them: those its permissions allow, and its fine-tuned ones. */
import { BASE_MODELS } from '../data/base-models.ts';
import { policiesOf } from '../data/project-policies.ts';
import { ApiFault, badRequest } from '../http/api-fault.ts';
import { operation } from '../http/operation.ts';
import { fineTunedModels, fineTunedModelsOf } from '../organization/fine-tuned-models.ts';
import type { Organization, Project } from '../organization/organization.ts';
import { projectOfKey } from '../organization/parents.ts';

export const modelOperations = [
  operation({
    method: 'GET',
    path: '/models',
    parent: projectOfKey,
    handle: ({ organization, parent: project }) => ({
      object: 'list',
      data: modelsOf(organization, project),
    }),
  }),
  operation({
    method: 'GET',
    path: '/models/{model}',
    parent: projectOfKey,
    handle: ({ organization, parent: project, path }) => findModel(organization, project, path.model),
  }),
  operation({
    method: 'DELETE',
    path: '/models/{model}',
    parent: projectOfKey,
    handle({ organization, parent: project, path }) {
      const { id } = findModel(organization, project, path.model);
      const model = fineTunedModelsOf(organization, project).find((candidate) => candidate.id === id);
      if (model?.owner !== project) {
        const message = `The model '${id}' cannot be deleted: it is no fine-tuned model of this project.`;
        throw badRequest(message, 'model', 'model_not_deletable');
      }
      fineTunedModels(organization).deleted.add(id);
      return { id, object: 'model', deleted: true };
    },
  }),
];

function modelsOf(organization: Organization, project: Project) {
  const { models: permissions } = policiesOf(organization, project);
  const offered = [
    ...BASE_MODELS.map((model) => ({ object: 'model', ...model, owned_by: 'system' })),
    ...fineTunedModelsOf(organization, project).map(({ id, created }) => ({
      object: 'model',
      id,
      created,
      shutdown_date: null,
      owned_by: organization.id,
    })),
  ];
  if (permissions === null) return offered;
  const listed = new Set(permissions.model_ids);
  return offered.filter(({ id }) => listed.has(id) === (permissions.mode === 'allow_list'));
}

function findModel(organization: Organization, project: Project, id: string) {
  const model = modelsOf(organization, project).find((candidate) => candidate.id === id);
  if (model !== undefined) return model;
  throw new ApiFault({
    status: 404,
    message: `The model '${id}' does not exist or you do not have access to it.`,
    param: 'model',
    code: 'model_not_found',
  });
}
