/** `openai-admin-mcp jobs list`: every approved job that is kept, and how far it came. */
import type { Command } from 'commander';
import type { ProcessContext } from '../process-context.ts';
import { alignColumns } from './align-columns.ts';
import { jobRow, TITLES } from './describe-job.ts';
import { readJobs } from './read-jobs.ts';

export function addJobsList(jobs: Command, context: ProcessContext): void {
  jobs
    .command('list')
    .description('List the jobs of the last 90 days, the youngest first.')
    .action(async () => {
      const all = await readJobs(context);
      const lines =
        all.length === 0
          ? ['No job was begun yet.']
          : await alignColumns([TITLES, ...all.map((job) => jobRow(job, context.now()))]);
      context.stdout.write(`${lines.join('\n')}\n`);
    });
}
