/** Serving the product over stdin and stdout, which belong to the protocol from then on, until something ends it. */
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import packageJson from '../../package.json' with { type: 'json' };
import { compose } from '../compose/compose.ts';
import { onExpiry } from '../compose/expiry.ts';
import { loadView } from '../compose/load-view.ts';
import { EXIT } from '../host/exit-code.ts';
import { ownCommand, rememberStart } from '../model/own-command.ts';
import { defined } from '../model/record.ts';
import { createMcpServer } from '../server/mcp-server.ts';
import { withWholeArguments } from '../server/whole-arguments.ts';
import type { OptionTexts } from '../settings/read-options.ts';
import { readSettings } from '../settings/settings.ts';
import { oneLine } from '../text/clean.ts';
import { BoundedTransport } from './bounded-transport.ts';
import { describeUnforeseen } from './describe-unforeseen.ts';
import { createLog } from './log.ts';
import { onOrphaned } from './orphan.ts';
import type { ProcessContext } from './process-context.ts';
import { endOnSignals } from './shutdown.ts';
import { throttle } from './throttle.ts';

const waiting = () =>
  `openai-admin-mcp waits for an MCP client on stdin. Run ${ownCommand('--help')} to see what else it can do.\n`;

/**
 * Serves until the client closes stdin or is gone, or a signal arrives; after the end of access every call is refused.
 * @throws SettingsError, SpecError or CredentialError before serving, when what was asked for cannot be.
 */
export async function serveOverStdio(context: ProcessContext, flags: OptionTexts): Promise<void> {
  const { host, stdin, stdout, stderr, shutdown } = context;
  if (stdin.isTTY) stderr.write(waiting());
  const { environment } = host;
  const settings = readSettings({ flags, environment, nowMilliseconds: context.now() });
  rememberStart(defined({ profile: settings.profile }));
  const log = createLog(settings.logLevel, throttle(stderr, context.monotonic));
  const onUnforeseen = (where: string, error: unknown) => log.error(`${where}: ${describeUnforeseen(error)}`);
  const product = await compose(settings, host, {
    ...context,
    onCalled: (tool, outcome, milliseconds) => log.debug(`${tool} ${outcome} after ${milliseconds} ms`),
    onUnforeseen,
  });
  const { service, upstream, expiry } = product;
  const guidance = { open: product.openGuidance, onUnforeseen };
  for (const warning of product.warnings) log.warn(warning);
  log.info(`Version ${packageJson.version}. ${product.instructions()}`);
  if (service.isEmpty()) log.warn(`No tool can be used. ${product.instructions()}`);

  let warmed = false;
  const warmUp = () => {
    if (warmed) return;
    warmed = true;
    upstream.warmUp().catch((error: unknown) => log.warn(`Warming up failed: ${describeUnforeseen(error)}`));
  };
  // Bursts of answers put one listener each on stdout.
  stdout.setMaxListeners(0);
  serveStdio(
    () => {
      const identity = { name: packageJson.name, version: packageJson.version };
      const readPage = () => loadView(context.packageFolder);
      return createMcpServer(identity, service, guidance, { onListed: warmUp }, readPage);
    },
    {
      transport: withWholeArguments(new BoundedTransport(stdin, stdout)),
      onerror: (error) => log.warn(`Protocol: ${oneLine(error.message, 200)}`),
    },
  );
  shutdown.before(product.close);
  stdin.on('end', () => shutdown.end(EXIT.ok));
  stdin.on('close', () => shutdown.end(EXIT.ok));
  stdout.on('error', () => shutdown.end(EXIT.ok));
  endOnSignals(context);
  onOrphaned(context, () => shutdown.end(EXIT.ok));
  // A process that ended here would be started again by its client.
  if (expiry === undefined) return;
  onExpiry(expiry, () => {
    product.closeWindows(expiry.reason);
    log.warn(`${expiry.reason} Every call is refused.`);
  });
}
