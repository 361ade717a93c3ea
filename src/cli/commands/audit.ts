/** `openai-admin-mcp audit`: what was done through this program, and whether that record is whole. */
import type { Command } from 'commander';
import type { ProcessContext } from '../process-context.ts';
import { addAuditTail } from './audit-tail.ts';
import { addAuditVerify } from './audit-verify.ts';

export function addAudit(program: Command, context: ProcessContext): void {
  const audit = program
    .command('audit')
    .description('Show the record of writes and refusals, and check that it is whole.');
  addAuditTail(audit, context);
  addAuditVerify(audit, context);
}
