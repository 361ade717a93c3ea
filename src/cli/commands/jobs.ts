/** `openai-admin-mcp jobs`: what became of approved jobs, going on with one, and templates for new projects. */
import type { Command } from 'commander';
import type { ProcessContext } from '../process-context.ts';
import { addJobsList } from './jobs-list.ts';
import { addJobsResume } from './jobs-resume.ts';
import { addJobsShow } from './jobs-show.ts';
import { addJobsTemplate } from './jobs-template.ts';

export function addJobs(program: Command, context: ProcessContext): void {
  const jobs = program
    .command('jobs')
    .description('Show the jobs that were approved, go on with one, and write templates for new projects.');
  addJobsList(jobs, context);
  addJobsShow(jobs, context);
  addJobsResume(jobs, context);
  addJobsTemplate(jobs, context);
}
