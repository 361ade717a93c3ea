/** How the work of a project is spread over its keys, its vector stores and the other dimensions of the reports. */
import { HISTORY_DAYS } from '../data/audit-log.ts';
import type { FormerKey } from '../data/former-key.ts';
import { snapshotOf } from '../data/models.ts';
import { hash } from '../data/random.ts';
import type { Project, ProjectApiKey } from '../organization/organization.ts';
import { fileBytes } from '../organization/vector-store-state.ts';
import { DAY } from '../seconds.ts';
import type { Shape } from './shape.ts';
import type { Dimensions, Stream } from './stream.ts';
import { RUNAWAY, WORKLOADS, type Workload } from './workloads.ts';

type Share = { part: number } & Partial<Dimensions>;

/** Every stream of the seeded projects. Projects that are created later have no traffic. */
export function createStreams(
  projects: readonly Project[],
  seed: number,
  startedAt: number,
  shape: Shape,
): Stream[] {
  const today = startedAt - (startedAt % DAY);
  const historyStart = today - HISTORY_DAYS * DAY;
  return projects.flatMap((project) => {
    const startsAt = Math.max(historyStart, project.created_at);
    const surge =
      project.name === RUNAWAY.project
        ? { startsAt: today - RUNAWAY.days * DAY, factor: RUNAWAY.factor }
        : null;
    const base = { startsAt, surge };
    const streams = (WORKLOADS[project.name] ?? []).flatMap((workload, number) =>
      keyShares(project).flatMap((keyShare) =>
        detailShares(project, workload).map((detail): Stream => {
          const dimensions = {
            ...ofProject(project),
            ...ofWorkload(workload),
            ...withoutPart(keyShare),
            ...withoutPart(detail),
          };
          return {
            ...base,
            category: workload.category,
            dimensions: shape === 'live' ? withSnapshot(dimensions) : dimensions,
            noiseSeed: hash(`${seed} ${project.id} ${number} ${Object.values(dimensions).join(' ')}`),
            requestsOnWeekday: workload.requests * keyShare.part * detail.part,
            weekend: workload.weekend,
            perRequest: workload.perRequest,
            lineItems: workload.lineItems,
            storedBytes: 0,
          };
        }),
      ),
    );
    return [...streams, ...storage(project, base)];
  });
}

/** What a key that is gone still stands for in reports: a tenth of what the first stream of its project does, under its id. */
export function ofFormerKey(streams: readonly Stream[], { id, project }: FormerKey): Stream[] {
  const first = streams.find(({ dimensions }) => dimensions.project_id === project.id);
  if (first === undefined) return [];
  const dimensions = { ...first.dimensions, api_key_id: id };
  return [{ ...first, dimensions, requestsOnWeekday: first.requestsOnWeekday / 10 }];
}

function withSnapshot(dimensions: Dimensions): Dimensions {
  return { ...dimensions, model: dimensions.model === null ? null : snapshotOf(dimensions.model) };
}

/** Service accounts carry the production traffic, the largest part the first; a developer's key carries the rest. */
function keyShares(project: Project): Share[] {
  const keys = [...project.apiKeys.values()];
  const accounts = keys.filter((key) => key.owner.type === 'service_account');
  const developer = keys.find((key) => key.name === 'local development');
  const weights = accounts.map((key, index) => ({ key, weight: 1 / (index + 1) }));
  if (developer !== undefined) weights.push({ key: developer, weight: accounts.length === 0 ? 1 : 0.08 });
  const sum = weights.reduce((total, { weight }) => total + weight, 0);
  return weights.map(({ key, weight }) => ({ part: weight / sum, ...keyDimensions(key) }));
}

function keyDimensions(key: ProjectApiKey) {
  return { api_key_id: key.id, user_id: key.owner.id };
}

function detailShares(project: Project, { category }: Workload): Share[] {
  switch (category) {
    case 'images':
      return [
        { part: 0.7, size: '1024x1024' },
        { part: 0.3, size: '1024x1792' },
      ];
    case 'web_search_calls':
      return [
        { part: 0.2, context_level: 'low' },
        { part: 0.6, context_level: 'medium' },
        { part: 0.2, context_level: 'high' },
      ];
    case 'file_search_calls':
      return [...project.vectorStores.keys()].map((id) => ({
        part: 1 / project.vectorStores.size,
        vector_store_id: id,
      }));
    default:
      return [{ part: 1 }];
  }
}

function ofProject(project: Project): Dimensions {
  return {
    project_id: project.id,
    user_id: null,
    api_key_id: null,
    model: null,
    batch: null,
    service_tier: null,
    api_source: 'unlabeled',
    size: null,
    source: null,
    context_level: null,
    vector_store_id: null,
  };
}

function ofWorkload({
  category,
  model,
  batch,
  apiSource,
  source,
  isPriority,
}: Workload): Partial<Dimensions> {
  const common = { model, source, api_source: apiSource };
  const isText = category === 'completions' || category === 'decisions';
  const service_tier = batch ? 'flex' : isPriority ? 'priority' : 'default';
  return isText ? { ...common, batch, service_tier } : common;
}

/** What the vector stores hold costs by the hour, whoever uses them. */
function storage(project: Project, base: Pick<Stream, 'startsAt' | 'surge'>): Stream[] {
  const files = [...project.vectorStores.values()].flatMap((store) => [...store.files.values()]);
  const storedBytes = files.reduce((sum, file) => sum + fileBytes(project, file), 0);
  if (storedBytes === 0) return [];
  return [
    {
      ...base,
      category: 'vector_stores',
      dimensions: ofProject(project),
      noiseSeed: 0,
      requestsOnWeekday: 0,
      weekend: 1,
      perRequest: {},
      lineItems: [],
      storedBytes,
    },
  ];
}

function withoutPart({ part: _part, ...dimensions }: Share): Partial<Dimensions> {
  return dimensions;
}
