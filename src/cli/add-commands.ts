/** The commands beside serving, which load only for a command line that names one, or asks for help. */
import type { Command } from 'commander';
import { addApprove } from './commands/approve.ts';
import { addAudit } from './commands/audit.ts';
import { addAuth } from './commands/auth.ts';
import { addCall } from './commands/call.ts';
import { addClient } from './commands/client.ts';
import { addEvidence } from './commands/evidence.ts';
import { addFind } from './commands/find.ts';
import { addJobs } from './commands/jobs.ts';
import type { Probe } from './commands/probe-key.ts';
import { addReport } from './commands/report.ts';
import { addSandbox } from './commands/sandbox.ts';
import { addSecrets } from './commands/secrets.ts';
import { addSpecs } from './commands/specs.ts';
import { addTools } from './commands/tools.ts';
import type { ProcessContext } from './process-context.ts';

export function addCommands(program: Command, context: ProcessContext, probe?: Probe): void {
  addAuth(program, context, probe);
  addClient(program, context);
  addSecrets(program, context);
  addApprove(program, context);
  addAudit(program, context);
  addJobs(program, context);
  addTools(program, context);
  addCall(program, context);
  addReport(program, context);
  addFind(program, context);
  addEvidence(program, context);
  addSandbox(program, context);
  addSpecs(program, context);
}
