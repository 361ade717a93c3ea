/** The operations of fine-tuning jobs; new jobs are no part of administration. */
import * as z from 'zod';
import { addEvent, type Checkpoint, type FineTuningJob, jobsOf } from '../data/fine-tuning.ts';
import { badRequest } from '../http/api-fault.ts';
import { operation } from '../http/operation.ts';
import { paginate, paginateWithoutEnds } from '../http/paginate.ts';
import { limitWithoutMaximum, metadataFilter, optionalText } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import { hasMetadata } from '../organization/metadata.ts';
import type { Organization } from '../organization/organization.ts';
import { projectOfKey } from '../organization/parents.ts';

const jobs = resource({
  path: '/fine_tuning/jobs/{fine_tuning_job_id}',
  parent: projectOfKey,
  what: 'fine-tuning job',
  rows: ({ organization, parent: project }) => jobsOf(organization, project),
  show: toJob,
  sortBy: 'created_at',
});

export const fineTuningJobOperations = [
  jobs.list({
    query: z.strictObject({
      limit: limitWithoutMaximum(20),
      after: optionalText,
      metadata: metadataFilter,
    }),
    order: 'desc',
    where: (job, { query }) => hasMetadata(job, query.metadata),
    page: paginateWithoutEnds,
  }),
  jobs.get(),
  jobs.change({
    verb: 'cancel',
    apply(job, { organization }) {
      if (job.finished_at !== null) throw wrongStatus('cancel', job);
      job.status = 'cancelled';
      job.paused = false;
      job.finished_at = organization.now();
      job.estimated_finish = null;
      addEvent(job, organization.random, organization.now(), 'Fine-tuning job cancelled');
    },
  }),
  jobs.change({
    verb: 'pause',
    apply(job, { organization }) {
      if (job.status !== 'running' || job.paused) throw wrongStatus('pause', job);
      job.paused = true;
      addEvent(job, organization.random, organization.now(), 'Fine-tuning job paused');
    },
  }),
  jobs.change({
    verb: 'resume',
    apply(job, { organization }) {
      if (!job.paused) throw wrongStatus('resume', job);
      job.paused = false;
      addEvent(job, organization.random, organization.now(), 'Fine-tuning job resumed');
    },
  }),
  operation({
    method: 'GET',
    path: '/fine_tuning/jobs/{fine_tuning_job_id}/events',
    parent: jobs.item,
    query: z.strictObject({ limit: limitWithoutMaximum(20), after: optionalText }),
    handle({ parent: { events }, query }) {
      const rows = events.map((event) => ({ object: 'fine_tuning.job.event', ...event }));
      return paginateWithoutEnds(rows.reverse(), query);
    },
  }),
  operation({
    method: 'GET',
    path: '/fine_tuning/jobs/{fine_tuning_job_id}/checkpoints',
    parent: jobs.item,
    query: z.strictObject({ limit: limitWithoutMaximum(10), after: optionalText }),
    handle({ parent: job, query }) {
      const rows = job.checkpoints.map((checkpoint) => toCheckpoint(job, checkpoint));
      return paginate(rows.reverse(), query);
    },
  }),
];

function wrongStatus(action: 'cancel' | 'pause' | 'resume', job: FineTuningJob) {
  const status = job.paused ? 'paused' : job.status;
  const message = `Cannot ${action} a fine-tuning job that is ${status}.`;
  return badRequest(message, 'fine_tuning_job_id', 'invalid_fine_tuning_job_status');
}

function toJob(job: FineTuningJob, { organization }: { organization: Organization }) {
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
