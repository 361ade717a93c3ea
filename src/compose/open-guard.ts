/** Opening the guard of writes: audit trail, plans, place for secrets, budget, policy, and what a crash left behind. */
import { createPlanStore } from '../approval/plan-store.ts';
import { type LineReceiver, openAuditTrail } from '../audit/audit-trail.ts';
import type { WriteGuard } from '../calls/prepared-write.ts';
import type { GuardPorts } from '../guard/guard-ports.ts';
import { createWindowDesk, WINDOW_WAIT_MILLISECONDS, type WindowDeskPorts } from '../guard/window-desk.ts';
import { createWriteGuard } from '../guard/write-guard.ts';
import type { Host } from '../host/host.ts';
import type { Runtime } from '../host/runtime.ts';
import { createJobStore } from '../jobs/job-store.ts';
import { ownCommand } from '../model/own-command.ts';
import type { SecretPlace } from '../model/secret-place.ts';
import type { Authority } from '../policy/authorize.ts';
import { rememberSecret } from '../redaction/known-secrets.ts';
import { limitsOf } from '../settings/server-limits.ts';
import type { Settings } from '../settings/settings.ts';
import { type Destination, findDestination } from '../sinks/destination.ts';
import { describeUnfinished, unfinishedMintings } from '../sinks/journal.ts';
import { createSecretKeeper } from '../sinks/secret-keeper.ts';
import { SinkError } from '../sinks/sink-error.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { createWriteBudget } from '../state/write-budget.ts';
import { openState } from './open-state.ts';
import { SERVING_DEADLINE_MILLISECONDS, type Surroundings } from './surroundings.ts';
import type { Upstream } from './upstream.ts';

type Basis = {
  settings: Settings;
  host: Host;
  surroundings: Surroundings;
  tools: readonly ToolSpec[];
  authority: Authority;
  upstream: Upstream;
};

type OpenedGuard = {
  guard: WriteGuard;
  closeWindows(why?: string): void;
  revealSecrets: boolean;
  /** For the model and for whoever started the server: a person has to look. */
  notices: string[];
  warnings: string[];
};

/** @throws SettingsError or SpecError when the place for secrets cannot be meant */
export async function openGuard(basis: Basis): Promise<OpenedGuard> {
  const { settings, host, surroundings, tools, authority, upstream } = basis;
  const { now, onUnforeseen } = surroundings;
  // What the sandbox makes is fake.
  const place: SecretPlace = settings.secrets ?? { kind: settings.sandbox ? 'reveal' : 'keychain' };
  const destination = place.kind === 'reveal' ? undefined : await findDestination(place, '--secrets', host);
  const profile = settings.sandbox ? 'sandbox' : (settings.profile ?? 'default');
  const state = openState(host, surroundings);
  const trail = openAuditTrail({ state, now, receivers: await auditReceiversOf(settings.auditTo, host) });
  const plans = createPlanStore(state, now);
  const jobs = createJobStore(state, now);
  const windows = createWindowDesk({
    plans,
    trail,
    now,
    ...systemWindows(host),
    waits: WINDOW_WAIT_MILLISECONDS,
    onUnforeseen: (error) => onUnforeseen('Window', error),
  });
  const guard = createWriteGuard({
    tools,
    authority,
    send: upstream.send,
    trail,
    plans,
    jobs,
    ...(destination && { keeper: keeperOf(destination, state, basis) }),
    ...budgetOf(state, profile, basis),
    mode: settings.approval,
    ask: settings.ask,
    ways: settings.ways,
    windows,
    dryRun: settings.dryRun,
    limits: limitsOf(settings),
    principal: async (key) => ({ profile, ...(await upstream.principal(key)) }),
    profile,
    origin: { processId: surroundings.processId, sandbox: settings.sandbox },
    approvalLasts: settings.approvalLasts,
    keyInUse: upstream.keyInUse,
    exclusive: (action) => state.locked(action, 'lock-out.lock'),
    rememberSecret,
    now,
    onUnforeseen: (error) => onUnforeseen('Audit trail', error),
  });
  const left = leftByCrashes(state, surroundings);
  return { guard, closeWindows: windows.close, revealSecrets: place.kind === 'reveal', ...left };
}

/** Loaded when somebody has to be asked, and not at start. */
function systemWindows(host: Host): Pick<WindowDeskPorts, 'whyNoWindow' | 'open'> {
  const load = () => import('../window/open-window.ts');
  return {
    whyNoWindow: async () => (await load()).whyNoWindow(host),
    open: async (question, closed) => (await load()).openWindow(host, question, closed),
  };
}

/** Loaded only where commands are named: the configuration file needs a parser. */
async function auditReceiversOf(names: readonly string[], host: Host): Promise<LineReceiver[]> {
  if (names.length === 0) return [];
  const { auditReceivers } = await import('./audit-receivers.ts');
  return auditReceivers(names, host);
}

function keeperOf(destination: Destination, state: StateFolder, { host, surroundings }: Basis) {
  return createSecretKeeper({
    destination,
    state,
    host,
    runtime: surroundings,
    openKeychain: () => surroundings.openKeychain(SERVING_DEADLINE_MILLISECONDS),
  });
}

function budgetOf(
  state: StateFolder,
  profile: string,
  { settings: { maxWrites }, surroundings }: Basis,
): Pick<GuardPorts, 'budget'> {
  if (maxWrites === undefined) return {};
  const budget = createWriteBudget(state, surroundings.now);
  return {
    budget: {
      take: () => budget.take(profile, maxWrites),
      most: maxWrites,
      untilFree: (count) => budget.untilFree(profile, maxWrites, count),
      giveBack: () => budget.giveBack(profile),
    },
  };
}

/** In full for the log, briefly for the model. A journal that cannot be read stops no reads. */
function leftByCrashes(state: StateFolder, runtime: Runtime): { notices: string[]; warnings: string[] } {
  try {
    const unfinished = unfinishedMintings(state, runtime);
    return { notices: unfinished.length === 0 ? [] : [look()], warnings: unfinished.map(describeUnfinished) };
  } catch (error) {
    if (!(error instanceof SinkError)) throw error;
    return { notices: [], warnings: [error.message] };
  }
}

const look = () => `A crash may have lost a new secret: tell the user to run ${ownCommand('secrets list')}.`;
