/** `npm run demo`: two jobs of an OpenAI administrator, done over MCP against the sandbox. Needs no key. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { personWhoApproves } from './approval.ts';
import { auditCosts } from './audit.ts';
import { onboardTeam } from './onboarding.ts';
import { DemoFailure, LINE_WIDTH, openSession, print } from './session.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'bin', 'openai-admin-mcp.js');

const started = performance.now();
// A home of its own, so that the demo leaves nothing in the audit trail of whoever runs it.
const home = mkdtempSync(join(tmpdir(), 'openai-admin-mcp-demo-'));
const person = personWhoApproves(['Alpha-RAG-Testing']);
const session = await openSession(process.execPath, [PROGRAM, '--sandbox'], home, person);
try {
  print();
  print('  openai-admin-mcp --sandbox');
  print(`  ${session.tools} tools, listed ${session.startMilliseconds.toFixed(0)} ms after the start.`);
  print('  The organization is make-believe and so are its keys. Nothing leaves this machine.');
  print();

  printJob('1. What costs most?', [
    '“Audit our OpenAI usage for this month. Find the three projects with the highest costs, and',
    'list the names of the users who have access to the most expensive project.”',
  ]);
  await auditCosts(session);

  printJob('2. A new team', [
    '“Create a new OpenAI project called Alpha-RAG-Testing. Once it is created, generate a service',
    'account named Alpha-CI-CD and restrict the project’s rate limits to 500 requests per minute.”',
  ]);
  await onboardTeam(session);

  print('─'.repeat(LINE_WIDTH));
  print(`  Both jobs done and read back in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  print();
} catch (error) {
  if (!(error instanceof DemoFailure)) throw error;
  print();
  print(`  Not as it should be. ${error.message}`);
  process.exitCode = 1;
} finally {
  await session.close();
  rmSync(home, { recursive: true, force: true });
}

function printJob(title: string, request: string[]): void {
  print('─'.repeat(LINE_WIDTH));
  print(`  ${title}`);
  print();
  for (const line of request) print(`  ${line}`);
  print();
}
