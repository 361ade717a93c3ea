/** Which of the jobs a tool is. */
import type { JobName } from '../specs/methods-and-risks.ts';
import type { Job } from './job.ts';
import { jobOnboard } from './onboard/job-onboard.ts';
import { jobRateLimits } from './rate-limits/job-rate-limits.ts';
import { jobSpendLimits } from './spend-limits/job-spend-limits.ts';

export const JOBS: Record<JobName, Job> = {
  onboard_project: jobOnboard,
  project_rate_limits: jobRateLimits,
  spend_limits: jobSpendLimits,
};
