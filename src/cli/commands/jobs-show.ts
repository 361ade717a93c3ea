/** `openai-admin-mcp jobs show`: one job step by step, and who approved it. */
import type { Command } from 'commander';
import type { ProcessContext } from '../process-context.ts';
import { describeJob } from './describe-job.ts';
import { readJob } from './read-jobs.ts';

export function addJobsShow(jobs: Command, context: ProcessContext): void {
  jobs
    .command('show')
    .description('Show a job with each of its steps, and who approved it.')
    .argument('<JOB>', 'Its id, from jobs list.')
    .action(async (id: string) => {
      context.stdout.write(describeJob(await readJob(context, id), context.now()));
    });
}
