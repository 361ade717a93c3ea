/** The whole product without a transport: catalogue, authority, upstream, guard and the tool service over them. */
import { resolve } from 'node:path';
import type { WriteGuard } from '../calls/prepared-write.ts';
import { DEFAULT_PROFILE } from '../credentials/names.ts';
import { type ExportFolder, openExportFolder } from '../exports/export-folder.ts';
import type { Guidance } from '../guidance/guidance.ts';
import type { Host } from '../host/host.ts';
import type { Clocks } from '../host/runtime.ts';
import { describeMachinePolicy } from '../model/describe-machine-policy.ts';
import type { Authority } from '../policy/authorize.ts';
import { checkFilter } from '../policy/check-filters.ts';
import { pinCatalogue } from '../policy/pin-projects.ts';
import { redact } from '../redaction/redact.ts';
import type { ToolSearch } from '../search/search-tools.ts';
import { boundedService } from '../server/bounded-service.ts';
import { createDiscoveryService } from '../server/discovery-service.ts';
import { DISCOVERY_NAMES } from '../server/discovery-tools.ts';
import { endingService } from '../server/ending-service.ts';
import { createGuidanceService } from '../server/guidance-service.ts';
import { BARE_NAMES, prefixedNames, type ToolNames } from '../server/tool-names.ts';
import { markOf } from '../server/tool-result.ts';
import { createToolService, type ToolService } from '../server/tool-service.ts';
import { holdTo } from '../settings/hold-to-floors.ts';
import type { Settings } from '../settings/settings.ts';
import { SettingsError } from '../settings/settings-error.ts';
import type { Catalogue, ToolSpec } from '../specs/catalogue.ts';
import { describeDeclaredReads } from '../specs/declared-reads.ts';
import { exportable } from '../specs/exportable.ts';
import { dryRunSend } from './dry-run-send.ts';
import { type Expiry, expiryAt } from './expiry.ts';
import { loadCatalogue } from './load-catalogue.ts';
import { readPage, readPrompts } from './load-guidance.ts';
import { loadPolicies } from './load-policies.ts';
import { countLater } from './load-tokens.ts';
import { loadMachinePolicy } from './machine-policy.ts';
import { openGuard } from './open-guard.ts';
import { openUpstream } from './open-upstream.ts';
import { pinnedSend } from './pinned-send.ts';
import type { Surroundings } from './surroundings.ts';
import { templateReader } from './template-reader.ts';
import { timedSend } from './timed-send.ts';
import type { Upstream } from './upstream.ts';

export type Product = {
  catalogue: Catalogue;
  authority: Authority;
  upstream: Upstream;
  guard: WriteGuard;
  service: ToolService;
  /** Prompts, resources and completions; loaded when first asked for. */
  openGuidance(): Promise<Guidance>;
  /** What a client tells its model about this server, as it is now. */
  instructions(): string;
  /** For whoever started the server, one paragraph each. */
  warnings: string[];
  /** When access ends, if it does. */
  expiry?: Expiry;
  /** Takes every question off the screen, and asks no more by window. */
  closeWindows(why?: string): void;
  /** Ends calls under way; resolves when every write among them is on record. */
  close(): Promise<void>;
};

/**
 * Opens no connection and no keychain, and creates nothing on the disk.
 * @throws SettingsError, SpecError or CredentialError when what the settings ask for cannot be
 */
export async function compose(given: Settings, host: Host, surroundings: Surroundings): Promise<Product> {
  const ofMachine = await loadMachinePolicy(host);
  // Under a policy of the machine a user's file could do by another name what it denies.
  const { ownerUid: uid, machine } = ofMachine ?? { ownerUid: host.uid };
  const everything = await loadCatalogue(surroundings.packageFolder, given.toolSpecs, uid, machine?.path);
  const { settings, warnings } = ofMachine
    ? holdTo(given, ofMachine.machine)
    : { settings: given, warnings: [] };
  const { projects, projectsBy, filters, dryRun, sandbox, exposure, maxResultTokens: maxTokens } = settings;
  const pinned = projects === undefined ? everything : pinCatalogue(everything, projects, projectsBy);
  const catalogue = settings.exports === undefined ? pinned : exportable(pinned);
  const problems = filters.flatMap((filter) => checkFilter(filter, catalogue));
  if (problems.length > 0) throw new SettingsError(problems);
  const policies = [
    ...(ofMachine?.policiesFor(everything.tools) ?? []),
    ...(await loadPolicies(settings.policies, everything.tools, host.uid)),
  ];
  const opened = openUpstream(settings, host, surroundings, everything.tools);
  const kept =
    projects === undefined ? opened.upstream.send : pinnedSend(opened.upstream.send, projects, projectsBy);
  const expiry = expiryOf(settings, surroundings);
  const timed = expiry === undefined ? kept : timedSend(kept, expiry);
  const upstream = { ...opened.upstream, send: dryRun ? dryRunSend(timed) : timed };
  const authority: Authority = {
    filters,
    policies,
    defaultTag: exposure === 'discovery' ? 'all' : 'core',
    ...opened.keys.has,
  };
  const { tools } = catalogue;
  const guarded = await openGuard({ settings, host, surroundings, tools, authority, upstream });
  const { guard, closeWindows, revealSecrets } = guarded;
  const names = namesOf(catalogue, settings.toolPrefix);
  const budget = { maxTokens, countTokens: countLater(surroundings.packageFolder) };
  const direct = createToolService({
    catalogue,
    authority,
    ports: {
      send: upstream.send,
      projectKeys: upstream.projectKeys,
      now: surroundings.now,
      revealSecrets,
      budget,
      guard,
      readTemplate: templateReader(host),
      ...(settings.exports !== undefined && { exports: openExports(settings.exports, surroundings) }),
    },
    identity: [
      ...(sandbox ? [] : [asWhom(settings.profile, opened.organization)]),
      ...(projects ? [`Kept to ${projects.join(', ')} (${projectsBy ?? '--project'}).`] : []),
      ...(machine ? [describeMachinePolicy(machine)] : []),
    ],
    notices: [
      ...(dryRun ? ['Dry run: writes are shown and not sent.'] : []),
      ...opened.keys.notices,
      ...guarded.notices,
    ],
    sandbox,
    names,
    onCalled: surroundings.onCalled,
    onUnforeseen: surroundings.onUnforeseen,
  });
  const mark = markOf(sandbox);
  const offered =
    exposure === 'discovery'
      ? createDiscoveryService({ catalogue, authority, service: direct, guard, openSearch, names, mark })
      : direct;
  const ending =
    expiry === undefined ? offered : endingService({ service: offered, access: expiry, guard, names, mark });
  const service = boundedService(ending, budget);
  return {
    catalogue,
    authority,
    upstream,
    guard,
    service,
    openGuidance: createGuidanceService({
      catalogue,
      authority,
      guard,
      send: upstream.send,
      names,
      isDiscovery: exposure === 'discovery',
      access: expiry,
      ...(projects && { pinned: projects }),
      readPrompts: () => readPrompts(surroundings.packageFolder),
      readPage: (path) => readPage(surroundings.packageFolder, path),
      now: surroundings.now,
      monotonic: surroundings.monotonic,
      load: () => import('../guidance/guidance.ts'),
      onUnforeseen: surroundings.onUnforeseen,
    }),
    instructions: service.instructions,
    warnings: [
      ...warnings,
      ...opened.warnings,
      ...uselessWithSandbox(settings),
      ...describeDeclaredReads(everything.tools),
      ...guarded.warnings,
    ],
    ...(expiry && { expiry }),
    closeWindows,
    async close() {
      closeWindows();
      // Writes that were under way are aborted by it, and then put on record.
      await upstream.close().finally(guard.settled);
    },
  };
}

function openExports(folder: string, { now }: Clocks): ExportFolder {
  // A file that lacks something is told as such; a secret in it would stay.
  return openExportFolder(resolve(folder), now, (text) => redact(text) ?? '[left out: it held a secret]');
}

function expiryOf({ expiresAt, expiresBy = '--expires-at' }: Settings, clocks: Clocks): Expiry | undefined {
  return expiresAt === undefined ? undefined : expiryAt(expiresAt, expiresBy, clocks);
}

function namesOf({ tools }: Catalogue, prefix: string | undefined): ToolNames {
  if (prefix === undefined) return BARE_NAMES;
  return prefixedNames(prefix, [...tools.map((tool) => tool.name), ...DISCOVERY_NAMES]);
}

/** Of two servers in one client the model has to know which is which. */
function asWhom(profile = DEFAULT_PROFILE, organization: string | undefined): string {
  return `Profile ${profile}${organization === undefined ? '' : `, organization ${organization}`}.`;
}

function uselessWithSandbox({ sandbox, profile, keyFile, baseUrl, caFile }: Settings): string[] {
  return sandbox && (profile ?? keyFile ?? baseUrl ?? caFile) !== undefined
    ? [
        'The sandbox has keys and an address of its own: --profile, --key-file, --base-url and --ca-file do nothing with it.',
      ]
    : [];
}

async function openSearch(tools: ToolSpec[]): Promise<ToolSearch> {
  const { createToolSearch } = await import('../search/search-tools.ts');
  return createToolSearch(tools);
}
