/** Which of the jobs a tool is. */
import type { JobName } from '../specs/methods-and-risks.ts';
import type { Job } from './job.ts';
import { jobOffboard } from './offboard/job-offboard.ts';
import { jobOnboard } from './onboard/job-onboard.ts';
import { jobRateLimits } from './rate-limits/job-rate-limits.ts';
import { jobRotate } from './rotate/job-rotate.ts';
import { jobSpendLimits } from './spend-limits/job-spend-limits.ts';

export const JOBS: Record<JobName, Job> = {
  offboard_person: jobOffboard,
  onboard_project: jobOnboard,
  project_rate_limits: jobRateLimits,
  rotate_service_account_key: jobRotate,
  spend_limits: jobSpendLimits,
};
