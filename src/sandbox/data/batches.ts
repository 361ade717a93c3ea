/** The batches of the seeded projects, with the files that they read and wrote. */
import { byId } from '../organization/by-id.ts';
import { stateOfProject } from '../organization/lazy-state.ts';
import type { Project, ProjectFile } from '../organization/organization.ts';
import { DAY, HOUR, MINUTE } from '../seconds.ts';
import { createRandom, type Random } from './random.ts';

type BatchStatus =
  | 'validating'
  | 'failed'
  | 'in_progress'
  | 'finalizing'
  | 'completed'
  | 'expired'
  | 'cancelling'
  | 'cancelled';

/** Times and files that a batch does not have are absent. */
export type Batch = {
  id: string;
  endpoint: string;
  model: string;
  input_file_id: string;
  completion_window: '24h';
  status: BatchStatus;
  created_at: number;
  expires_at: number;
  in_progress_at?: number;
  finalizing_at?: number;
  completed_at?: number;
  failed_at?: number;
  expired_at?: number;
  cancelling_at?: number;
  cancelled_at?: number;
  output_file_id?: string;
  error_file_id?: string;
  errors?: {
    object: 'list';
    data: { code: string; message: string; param: string | null; line: number | null }[];
  };
  request_counts: { total: number; completed: number; failed: number };
  usage?: {
    input_tokens: number;
    input_tokens_details: { cached_tokens: number };
    output_tokens: number;
    output_tokens_details: { reasoning_tokens: number };
    total_tokens: number;
  };
  metadata: Record<string, string> | null;
};

type BatchPlan = { endpoint: string; model: string; stem: string; statuses: BatchStatus[] };

/** Newest first, one a day. 20 in all; two failed. */
const PLANS: Record<string, BatchPlan> = {
  'Customer-Support-Bot': {
    endpoint: '/v1/responses',
    model: 'gpt-6-astra-mini',
    stem: 'ticket-triage',
    statuses: [
      'validating',
      'in_progress',
      'completed',
      'failed',
      'completed',
      'completed',
      'cancelled',
      'completed',
    ],
  },
  'Data-Science': {
    endpoint: '/v1/chat/completions',
    model: 'gpt-4.1-mini',
    stem: 'labelling',
    statuses: ['in_progress', 'completed', 'completed', 'completed', 'failed', 'completed', 'completed'],
  },
  'Nightly-Evals': {
    endpoint: '/v1/responses',
    model: 'gpt-5.2',
    stem: 'nightly-eval',
    statuses: ['finalizing', 'completed', 'completed', 'expired', 'completed'],
  },
};

export const batchesOf = stateOfProject((project, seededName, { startedAt }): Map<string, Batch> => {
  const plan = PLANS[seededName ?? ''];
  if (plan === undefined) return new Map();
  const random = createRandom(`batches of ${project.id}`);
  const batches = plan.statuses.map((status, index) => {
    const unfinished = ['validating', 'in_progress', 'finalizing'].includes(status);
    // A batch ends within a day: the unfinished ones are young, the others old enough to have ended.
    const age = unfinished
      ? random.integer(15 * MINUTE, 3 * HOUR)
      : index * DAY + random.integer(6 * HOUR, 10 * HOUR);
    return createBatch(project, plan, status, index, startedAt - age, random);
  });
  return byId(batches);
});

function createBatch(
  project: Project,
  plan: BatchPlan,
  status: BatchStatus,
  index: number,
  created_at: number,
  random: Random,
): Batch {
  const total = random.integer(8, 90) * 25;
  const addFile = (kind: string, purpose: ProjectFile['purpose'], bytes: number, at: number) => {
    const file: ProjectFile = {
      id: `file-${random.characters(22)}`,
      filename: `${plan.stem}-${index + 1}${kind}.jsonl`,
      purpose,
      topic: 'engineering',
      bytes,
      created_at: at,
      expires_at: at + 30 * DAY,
    };
    project.files.set(file.id, file);
    return file.id;
  };
  const batch: Batch = {
    id: `batch_${random.characters(32)}`,
    endpoint: plan.endpoint,
    model: plan.model,
    input_file_id: addFile('', 'batch', total * 1900, created_at - 40),
    completion_window: '24h',
    status,
    created_at,
    expires_at: created_at + DAY,
    request_counts: { total: 0, completed: 0, failed: 0 },
    metadata: index % 3 === 2 ? null : { pipeline: plan.stem, run: String(400 - index) },
  };
  if (status === 'validating') return batch;
  if (status === 'failed') {
    const message = `The model \`${plan.model}-preview\` does not exist or you do not have access to it.`;
    const error = { code: 'model_not_found', message, param: 'body.model', line: 1 };
    return { ...batch, failed_at: created_at + 90, errors: { object: 'list', data: [error] } };
  }
  const completed = status === 'completed' ? total - (index % 2) * 3 : Math.floor(total * 0.6);
  const failed = status === 'completed' ? total - completed : 0;
  const begun: Batch = {
    ...batch,
    in_progress_at: created_at + 60,
    request_counts: { total, completed, failed },
  };
  if (status === 'in_progress') return begun;
  const finalizing_at = created_at + 9 * MINUTE;
  if (status === 'finalizing') {
    return { ...begun, finalizing_at, request_counts: { total, completed: total, failed: 0 } };
  }
  const finished_at =
    status === 'expired' ? created_at + DAY : created_at + random.integer(20 * MINUTE, 5 * HOUR);
  const written: Batch = {
    ...begun,
    finalizing_at: finished_at - 30,
    output_file_id: addFile('-output', 'batch_output', completed * 2600, finished_at),
    usage: usageOf(completed, random),
  };
  if (failed > 0) written.error_file_id = addFile('-errors', 'batch_output', failed * 700, finished_at);
  if (status === 'cancelled') {
    return { ...written, cancelling_at: finished_at - 300, cancelled_at: finished_at };
  }
  return status === 'expired'
    ? { ...written, expired_at: finished_at }
    : { ...written, completed_at: finished_at };
}

function usageOf(requests: number, random: Random): NonNullable<Batch['usage']> {
  const input_tokens = requests * random.integer(700, 1600);
  const output_tokens = requests * random.integer(120, 420);
  return {
    input_tokens,
    input_tokens_details: { cached_tokens: Math.floor(input_tokens * 0.2) },
    output_tokens,
    output_tokens_details: { reasoning_tokens: Math.floor(output_tokens * 0.3) },
    total_tokens: input_tokens + output_tokens,
  };
}
