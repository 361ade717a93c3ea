/** `openai-admin-mcp sandbox`: the sandbox organization alone, for scripts and for the official SDK. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { operationsOf } from '../../compose/api-operations.ts';
import { readBuiltIn } from '../../compose/load-catalogue.ts';
import { defined } from '../../model/record.ts';
import { revealSecret } from '../../redaction/known-secrets.ts';
import { SettingsError } from '../../settings/settings-error.ts';
import { oneLine } from '../../text/clean.ts';
import type { ProcessContext } from '../process-context.ts';
import { endOnSignals } from '../shutdown.ts';

/** Of a request, in the log: more than any tool sends. */
const MAX_URL_LENGTH = 2000;

type SandboxFlags = {
  port: number;
  rateLimit?: number;
  latency?: number;
  fail?: string;
  shape: 'documented' | 'live';
};

export function addSandbox(program: Command, context: ProcessContext): void {
  const { now, monotonic, packageFolder, stdout, stderr } = context;
  program
    .command('sandbox')
    .description('Run the sandbox organization alone, as an HTTP server on this machine.')
    .addOption(
      new Option('--port <PORT>', 'Port to listen on; 0 takes a free one.').default(0).argParser(readPort),
    )
    .addOption(
      new Option('--rate-limit <REQUESTS>', 'Answer 429 above so many requests a minute.').argParser(
        readCount,
      ),
    )
    .addOption(new Option('--latency <MILLISECONDS>', 'Wait before every answer.').argParser(readCount))
    .addOption(
      new Option('--shape <SHAPE>', 'Costs and usage as documented, or as live accounts get them.')
        .choices(['documented', 'live'])
        .default('live'),
    )
    .addOption(new Option('--fail <RULES>', 'Provoke faults; see docs/sandbox.md.'))
    .action(async (flags: SandboxFlags) => {
      const { parseFailureRules, startSandbox } = await import('../../sandbox/start-sandbox.ts');
      const starting = startSandbox({
        port: flags.port,
        now,
        monotonic,
        shape: flags.shape,
        operations: operationsOf(readBuiltIn(packageFolder).tools),
        ...defined({ rateLimitPerMinute: flags.rateLimit, latencyMilliseconds: flags.latency }),
        ...(flags.fail !== undefined && { failures: readRules(flags.fail, parseFailureRules) }),
        onRequest: ({ method, url, status, milliseconds }) =>
          stderr.write(
            `${method} ${oneLine(url, MAX_URL_LENGTH)} ${status} ${Math.round(milliseconds)} ms\n`,
          ),
      });
      const sandbox = await starting.catch((error: unknown) => {
        throw new SettingsError([`--port: ${error instanceof Error ? error.message : 'cannot be used'}.`]);
      });
      revealSecret(sandbox.adminKey);
      revealSecret(sandbox.projectKey);
      stdout.write(
        [
          'A make-believe OpenAI organization is running. Its keys are fake and work only here.',
          `OPENAI_BASE_URL=${sandbox.url}`,
          `OPENAI_ADMIN_KEY=${sandbox.adminKey}`,
          `OPENAI_API_KEY=${sandbox.projectKey}`,
          '',
        ].join('\n'),
      );
      context.shutdown.before(sandbox.close);
      endOnSignals(context);
    });
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new InvalidArgumentError('Write a port from 0 to 65535.');
}

function readCount(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a whole number above 0.');
}

function readRules<Rules>(text: string, parse: (text: string) => Rules): Rules {
  try {
    return parse(text);
  } catch (error) {
    throw new SettingsError([`--fail: ${error instanceof Error ? error.message : 'cannot be read.'}`]);
  }
}
