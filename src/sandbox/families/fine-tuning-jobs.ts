/** Owns the operations of fine-tuning jobs; new jobs are no part of administration. */
import * as z from 'zod';
import { addEvent, type Checkpoint, type FineTuningJob, jobsOf } from '../data/fine-tuning.ts';
import { badRequest } from '../http/api-fault.ts';
import { inOrder } from '../http/in-order.ts';
import { projectOperation } from '../http/operation.ts';
import { paginate, paginateWithoutEnds } from '../http/paginate.ts';
import { limitWithoutMaximum, metadataFilter, optionalText } from '../http/query-rules.ts';
import { find } from '../organization/lookup.ts';
import { hasMetadata } from '../organization/metadata.ts';
import type { Organization, Project } from '../organization/organization.ts';

const one = '/fine_tuning/jobs/{fine_tuning_job_id}';

export const fineTuningJobOperations = [
  projectOperation({
    method: 'GET',
    path: '/fine_tuning/jobs',
    query: z.strictObject({
      limit: limitWithoutMaximum(20),
      after: optionalText,
      metadata: metadataFilter,
    }),
    handle({ organization, project, query }) {
      const jobs = inOrder(jobsOf(organization, project).values(), 'desc').filter((job) =>
        hasMetadata(job, query.metadata),
      );
      return paginateWithoutEnds(
        jobs.map((job) => toJob(organization, job)),
        query,
      );
    },
  }),
  projectOperation({
    method: 'GET',
    path: one,
    handle: ({ organization, project, path }) =>
      toJob(organization, findJob(organization, project, path.fine_tuning_job_id)),
  }),
  projectOperation({
    method: 'POST',
    path: `${one}/cancel`,
    handle({ organization, project, path }) {
      const job = findJob(organization, project, path.fine_tuning_job_id);
      if (job.finished_at !== null) throw wrongStatus('cancel', job);
      job.status = 'cancelled';
      job.paused = false;
      job.finished_at = organization.now();
      job.estimated_finish = null;
      addEvent(job, organization.random, organization.now(), 'Fine-tuning job cancelled');
      return toJob(organization, job);
    },
  }),
  projectOperation({
    method: 'POST',
    path: `${one}/pause`,
    handle({ organization, project, path }) {
      const job = findJob(organization, project, path.fine_tuning_job_id);
      if (job.status !== 'running' || job.paused) throw wrongStatus('pause', job);
      job.paused = true;
      addEvent(job, organization.random, organization.now(), 'Fine-tuning job paused');
      return toJob(organization, job);
    },
  }),
  projectOperation({
    method: 'POST',
    path: `${one}/resume`,
    handle({ organization, project, path }) {
      const job = findJob(organization, project, path.fine_tuning_job_id);
      if (!job.paused) throw wrongStatus('resume', job);
      job.paused = false;
      addEvent(job, organization.random, organization.now(), 'Fine-tuning job resumed');
      return toJob(organization, job);
    },
  }),
  projectOperation({
    method: 'GET',
    path: `${one}/events`,
    query: z.strictObject({ limit: limitWithoutMaximum(20), after: optionalText }),
    handle({ organization, project, path, query }) {
      const { events } = findJob(organization, project, path.fine_tuning_job_id);
      const rows = events.map((event) => ({ object: 'fine_tuning.job.event', ...event }));
      return paginateWithoutEnds(rows.reverse(), query);
    },
  }),
  projectOperation({
    method: 'GET',
    path: `${one}/checkpoints`,
    query: z.strictObject({ limit: limitWithoutMaximum(10), after: optionalText }),
    handle({ organization, project, path, query }) {
      const job = findJob(organization, project, path.fine_tuning_job_id);
      const rows = job.checkpoints.map((checkpoint) => toCheckpoint(job, checkpoint));
      return paginate(rows.reverse(), query);
    },
  }),
];

function findJob(organization: Organization, project: Project, id: string): FineTuningJob {
  return find(jobsOf(organization, project), 'fine-tuning job', id);
}

function wrongStatus(action: 'cancel' | 'pause' | 'resume', job: FineTuningJob) {
  const status = job.paused ? 'paused' : job.status;
  return badRequest(
    `Cannot ${action} a fine-tuning job that is ${status}.`,
    'fine_tuning_job_id',
    'invalid_fine_tuning_job_status',
  );
}

function toJob(organization: Organization, job: FineTuningJob) {
  const { epochs, events: _events, checkpoints: _checkpoints, paused, ...fields } = job;
  const hyperparameters = { n_epochs: epochs, batch_size: 8, learning_rate_multiplier: 2 };
  return {
    object: 'fine_tuning.job',
    ...fields,
    status: paused ? 'queued' : job.status,
    estimated_finish: paused ? null : job.estimated_finish,
    organization_id: organization.id,
    integrations: [],
    hyperparameters,
    method: { type: 'supervised', supervised: { hyperparameters } },
  };
}

function toCheckpoint(job: FineTuningJob, checkpoint: Checkpoint) {
  return { object: 'fine_tuning.job.checkpoint', fine_tuning_job_id: job.id, ...checkpoint };
}
