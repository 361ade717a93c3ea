/** The fine-tuning jobs of the seeded projects, with their events, their checkpoints and their files. */
import { byId } from '../organization/by-id.ts';
import { stateOfProject } from '../organization/lazy-state.ts';
import type { Project, ProjectFile } from '../organization/organization.ts';
import { DAY, MINUTE } from '../seconds.ts';
import { createRandom, type Random } from './random.ts';

export type FineTuningEvent = {
  id: string;
  created_at: number;
  level: 'info' | 'warn' | 'error';
  message: string;
  type: 'message' | 'metrics';
  data: Record<string, number>;
};

export type Checkpoint = {
  id: string;
  created_at: number;
  fine_tuned_model_checkpoint: string;
  step_number: number;
  metrics: Record<string, number>;
};

export type FineTuningJob = {
  id: string;
  model: string;
  status: 'validating_files' | 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  /** The API has no status of its own for a paused job: it shows as queued. */
  paused: boolean;
  created_at: number;
  finished_at: number | null;
  estimated_finish: number | null;
  fine_tuned_model: string | null;
  trained_tokens: number | null;
  error: { code: string; message: string; param: string | null } | null;
  training_file: string;
  validation_file: string | null;
  result_files: string[];
  seed: number;
  epochs: number;
  metadata: Record<string, string> | null;
  /** Oldest first. */
  events: FineTuningEvent[];
  /** Oldest first; the last one is the finished model. */
  checkpoints: Checkpoint[];
};

type JobPlan = {
  status: FineTuningJob['status'];
  model: string;
  stem: string /** Since it was created, in seconds. */;
  age: number;
};

const EPOCHS = 3;
const STEPS_PER_EPOCH = 40;

const PLANS: Record<string, JobPlan[]> = {
  'Customer-Support-Bot': [
    { status: 'succeeded', model: 'gpt-4.1-mini', stem: 'ticket-triage', age: 141 * DAY },
    { status: 'succeeded', model: 'gpt-4o-mini', stem: 'tone-of-voice', age: 58 * DAY },
    { status: 'running', model: 'gpt-4.1-mini', stem: 'ticket-triage-v2', age: 95 * MINUTE },
    { status: 'queued', model: 'gpt-4.1-mini', stem: 'refund-reasons', age: 12 * MINUTE },
  ],
  'Data-Science': [
    { status: 'succeeded', model: 'gpt-4.1', stem: 'entity-extraction', age: 97 * DAY },
    { status: 'failed', model: 'gpt-4.1-mini', stem: 'product-tags', age: 20 * DAY },
  ],
};

export const jobsOf = stateOfProject((project, seededName, { startedAt }): Map<string, FineTuningJob> => {
  const random = createRandom(`fine-tuning of ${project.id}`);
  const jobs = (PLANS[seededName ?? ''] ?? []).map((plan) =>
    createJob(project, plan, startedAt - plan.age, random),
  );
  return byId(jobs);
});

export function addEvent(
  job: FineTuningJob,
  random: Random,
  created_at: number,
  message: string,
  more: Partial<FineTuningEvent> = {},
): void {
  const id = `ftevent-${random.characters(24)}`;
  job.events.push({ id, created_at, level: 'info', message, type: 'message', data: {}, ...more });
}

function createJob(project: Project, plan: JobPlan, created_at: number, random: Random): FineTuningJob {
  const { status, model, stem } = plan;
  const job: FineTuningJob = {
    id: `ftjob-${random.characters(24)}`,
    model,
    status,
    paused: false,
    created_at,
    finished_at: null,
    estimated_finish: status === 'running' ? created_at + 160 * MINUTE : null,
    fine_tuned_model: null,
    trained_tokens: null,
    error: null,
    training_file: addFile(project, `${stem}-train.jsonl`, 'fine-tune', created_at - MINUTE, random),
    validation_file: addFile(project, `${stem}-valid.jsonl`, 'fine-tune', created_at - MINUTE, random),
    result_files: [],
    seed: random.integer(1, 2 ** 31 - 1),
    epochs: EPOCHS,
    metadata: status === 'queued' ? null : { team: 'ml-platform', dataset: stem },
    events: [],
    checkpoints: [],
  };
  addEvent(job, random, created_at, `Created fine-tuning job: ${job.id}`);
  addEvent(job, random, created_at + 5, `Validating training file: ${job.training_file}`);
  if (status === 'failed') {
    const message = 'The training file has 6 examples, but at least 10 are needed.';
    job.error = { code: 'invalid_training_file', message, param: 'training_file' };
    job.finished_at = created_at + 2 * MINUTE;
    addEvent(job, random, job.finished_at, message, { level: 'error' });
    return job;
  }
  addEvent(job, random, created_at + 2 * MINUTE, 'Files validated, moving job to queued state');
  if (status === 'queued') return job;
  const startsAt = created_at + 8 * MINUTE;
  addEvent(job, random, startsAt, 'Fine-tuning job started');
  train(job, stem, startsAt, status === 'running' ? 2 : EPOCHS, random);
  if (status === 'succeeded') finish(project, job, stem, random);
  return job;
}

/** A metric every ten steps and a checkpoint at the end of every epoch. */
function train(job: FineTuningJob, stem: string, startsAt: number, epochCount: number, random: Random): void {
  const name = `ft:${job.model}:halden-works:${stem}:${random.characters(8)}`;
  for (let step = 10; step <= epochCount * STEPS_PER_EPOCH; step += 10) {
    const at = startsAt + step * MINUTE;
    const train_loss = Math.round((1.9 / (1 + step / 18) + random.fraction() * 0.05) * 1000) / 1000;
    const metrics = { step, train_loss, valid_loss: Math.round(train_loss * 1120) / 1000 };
    const message = `Step ${step}/${EPOCHS * STEPS_PER_EPOCH}: training loss=${train_loss}`;
    addEvent(job, random, at, message, { type: 'metrics', data: metrics });
    if (step % STEPS_PER_EPOCH > 0) continue;
    const isLast = step === EPOCHS * STEPS_PER_EPOCH;
    const fine_tuned_model_checkpoint = isLast ? name : `${name}:ckpt-step-${step}`;
    job.checkpoints.push({
      id: `ftckpt_${random.characters(24)}`,
      created_at: at,
      fine_tuned_model_checkpoint,
      step_number: step,
      metrics: { ...metrics, train_mean_token_accuracy: 1 - train_loss / 4 },
    });
    if (!isLast) addEvent(job, random, at, `Checkpoint created at step ${step}`);
  }
}

function finish(project: Project, job: FineTuningJob, stem: string, random: Random): void {
  const last = job.checkpoints.at(-1);
  if (last === undefined) return;
  const finished_at = last.created_at + 3 * MINUTE;
  job.finished_at = finished_at;
  job.fine_tuned_model = last.fine_tuned_model_checkpoint;
  job.trained_tokens = random.integer(300, 2400) * 1000;
  job.result_files = [addFile(project, `${stem}-metrics.csv`, 'fine-tune-results', finished_at, random)];
  addEvent(job, random, finished_at, `New fine-tuned model created: ${job.fine_tuned_model}`);
  addEvent(job, random, finished_at, 'The job has successfully completed');
}

function addFile(
  project: Project,
  filename: string,
  purpose: ProjectFile['purpose'],
  created_at: number,
  random: Random,
): string {
  const file: ProjectFile = {
    id: `file-${random.characters(22)}`,
    filename,
    purpose,
    topic: 'engineering',
    bytes: random.integer(20_000, 4_000_000),
    created_at,
  };
  project.files.set(file.id, file);
  return file.id;
}
