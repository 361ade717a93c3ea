/** Owns putting the server together: settings, catalogue, keys, HTTP client, MCP over stdio, and its end. */
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import packageJson from '../../package.json' with { type: 'json' };
import type { Authority } from '../policy/authorize.ts';
import { checkFilter } from '../policy/check-filters.ts';
import { pinCatalogue } from '../policy/pin-projects.ts';
import type { ToolSearch } from '../search/search-tools.ts';
import { createDiscoveryService } from '../server/discovery-service.ts';
import { createMcpServer } from '../server/mcp-server.ts';
import { createToolService } from '../server/tool-service.ts';
import { environmentName } from '../settings/options.ts';
import type { OptionTexts } from '../settings/read-options.ts';
import { readSettings } from '../settings/settings.ts';
import { SettingsError } from '../settings/settings-error.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { oneLine } from '../text/clean.ts';
import { describeUnforeseen } from './describe-unforeseen.ts';
import { dryRunSend } from './dry-run-send.ts';
import { EXIT, type ProcessEdge } from './edge.ts';
import { expiryAt, whenOver } from './expiry.ts';
import { guardFor } from './guard-for.ts';
import { loadCatalogue } from './load-catalogue.ts';
import { loadPolicies } from './load-policies.ts';
import { createLog } from './log.ts';
import { openUpstream } from './open-upstream.ts';
import { pinnedSend } from './pinned-send.ts';

/** After access has ended the refusals stay readable for this long, then the process ends. */
const FAREWELL_MILLISECONDS = 60_000;

/** Shutting down must not wait for sockets or children longer than this. */
const LONGEST_SHUTDOWN_MILLISECONDS = 500;

/**
 * Serves until the client closes stdin, a signal arrives or access expires.
 * @throws SettingsError, SpecError or CredentialError before serving, when what was asked for cannot be.
 */
export async function serve(edge: ProcessEdge, flags: OptionTexts): Promise<void> {
  const settings = readSettings({
    flags,
    environment: edge.environment,
    nowMilliseconds: edge.now(),
  });
  const log = createLog(settings.logLevel, edge.stderr);
  const everything = await loadCatalogue(edge.packageFolder, settings.toolSpecs, edge.uid);
  const pins = settings.projects;
  const catalogue = pins === undefined ? everything : pinCatalogue(everything, pins);
  const filters = settings.filters.map(({ source, ...filter }) =>
    source === 'environment' ? { ...filter, nameOf: environmentName } : filter,
  );
  const problems = filters.flatMap((filter) => checkFilter(filter, catalogue));
  if (problems.length > 0) throw new SettingsError(problems);

  const policies = await loadPolicies(settings.policies, everything.tools, edge.uid);
  const { upstream: whole, keys, warnings } = openUpstream(edge, settings);
  const kept = pins === undefined ? whole.send : pinnedSend(whole.send, pins);
  const upstream = { ...whole, send: settings.dryRun ? dryRunSend(kept) : kept };
  for (const warning of warnings) log.warn(warning);
  if (settings.sandbox && (settings.profile ?? settings.keyFile ?? settings.baseUrl ?? settings.caFile)) {
    log.warn(
      'The sandbox has keys and an address of its own: --profile, --key-file, --base-url and --ca-file do nothing with it.',
    );
  }
  const expiry = settings.expiresAt === undefined ? undefined : expiryAt(settings.expiresAt, edge);
  const authority: Authority = {
    filters,
    policies,
    defaultTag: settings.exposure === 'discovery' ? 'all' : 'core',
    ...(expiry && { expiry }),
    ...keys.has,
  };
  const {
    guard,
    revealSecrets,
    notices,
    warnings: leftBehind,
  } = await guardFor({
    edge,
    settings,
    tools: catalogue.tools.filter((tool) => tool.outOfReach === undefined),
    upstream,
    policies,
    onUnforeseen: (error) => log.error(`Audit trail: ${describeUnforeseen(error)}`),
  });
  for (const warning of leftBehind) log.warn(warning);
  const direct = createToolService({
    catalogue,
    authority,
    ports: { send: upstream.send, now: edge.now, revealSecrets, guard },
    notices: [
      ...(pins ? [`Kept to ${pins.join(', ')} (--project).`] : []),
      ...(settings.dryRun ? ['Dry run: writes are shown and not sent.'] : []),
      ...keys.notices,
      ...notices,
    ],
    sandbox: settings.sandbox,
    onCalled: (tool, outcome, milliseconds) => log.debug(`${tool} ${outcome} after ${milliseconds} ms`),
    onUnforeseen: (tool, error) => log.error(`${tool}: ${describeUnforeseen(error)}`),
  });
  const service =
    settings.exposure === 'discovery'
      ? createDiscoveryService({ catalogue, authority, service: direct, openSearch })
      : direct;
  log.info(`Version ${packageJson.version}. ${service.instructions()}`);
  if (service.isEmpty()) log.warn(`No tool can be used. ${service.instructions()}`);

  let warmed = false;
  const warmUp = () => {
    if (warmed) return;
    warmed = true;
    upstream.warmUp().catch((error: unknown) => log.warn(`Warming up failed: ${describeUnforeseen(error)}`));
  };
  const servers = new Set<ReturnType<typeof createMcpServer>>();
  // Bursts of answers put one listener each on stdout.
  edge.stdout.setMaxListeners(0);
  serveStdio(
    () => {
      const identity = { name: packageJson.name, version: packageJson.version };
      const server = createMcpServer(identity, service, { onListed: warmUp });
      servers.add(server);
      server.onclose = () => servers.delete(server);
      return server;
    },
    { onerror: (error) => log.warn(`Protocol: ${oneLine(error.message, 200)}`) },
  );

  let ending = false;
  const end = (code: number) => {
    if (ending) return;
    ending = true;
    const exit = () => edge.exit(code);
    setTimeout(exit, LONGEST_SHUTDOWN_MILLISECONDS);
    // Writes that were under way are aborted by it, and then put on record.
    upstream.close().then(guard.settled).then(exit, exit);
  };
  edge.stdin.on('end', () => end(EXIT.ok));
  edge.stdin.on('close', () => end(EXIT.ok));
  edge.stdout.on('error', () => end(EXIT.ok));
  edge.onSignal('SIGINT', () => end(130));
  edge.onSignal('SIGTERM', () => end(143));
  edge.onSignal('SIGHUP', () => end(129));
  if (expiry !== undefined) {
    whenOver(expiry, () => {
      log.warn(`Access ended at ${expiry.at}; this server ends in a minute.`);
      for (const server of servers) server.sendToolListChanged().catch(() => log.debug('No client to tell.'));
      setTimeout(() => end(EXIT.ok), FAREWELL_MILLISECONDS);
    });
  }
}

async function openSearch(tools: ToolSpec[]): Promise<ToolSearch> {
  const { createToolSearch } = await import('../search/search-tools.ts');
  return createToolSearch(tools);
}
