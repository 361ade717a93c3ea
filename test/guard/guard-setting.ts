/** The whole way of a guarded write in one process: everything real but OpenAI, the keychain and the clock. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createPlanStore, type PlanStore } from '../../src/approval/plan-store.ts';
import { openAuditTrail } from '../../src/audit/audit-trail.ts';
import type { Caller } from '../../src/calls/prepared-write.ts';
import type { GuardPorts } from '../../src/guard/guard-ports.ts';
import { createWindowDesk, type WindowDeskPorts } from '../../src/guard/window-desk.ts';
import { createWriteGuard } from '../../src/guard/write-guard.ts';
import { createJobStore } from '../../src/jobs/job-store.ts';
import type { ApiRequest, Send } from '../../src/model/api-request.ts';
import { PLAN_MILLISECONDS } from '../../src/model/approval-mode.ts';
import { ApiError } from '../../src/openai/api-error.ts';
import type { Authority } from '../../src/policy/authorize.ts';
import type { Rule } from '../../src/policy/policy-rules.ts';
import { createToolService } from '../../src/server/tool-service.ts';
import type { Destination } from '../../src/sinks/destination.ts';
import { createSecretKeeper } from '../../src/sinks/secret-keeper.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { openStateFolder, type StateFolder } from '../../src/state/state-folder.ts';
import { createWriteBudget } from '../../src/state/write-budget.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { type MemoryKeychain, memoryKeychain } from '../credentials/memory-keychain.ts';
import { LOCKER, RUNTIME } from '../runtime.ts';
import { budgetOf } from '../text/budget.ts';
import { toolOf } from '../tools/tool-of-request.ts';

const NOON = Date.parse('2026-11-28T12:00:00Z');
export const NOON_SECONDS = NOON / 1000;
export const MINUTE = 60_000;

/** A client that cannot ask its user, and one that can. */
export const MUTE: Caller = { client: 'test 1', canAsk: false };
export const ASKING: Caller = { client: 'test 1', canAsk: true };

export type Sent = { tool: string; method: string; path: string; query: string; body: unknown };

/** The answer's JSON, or the question. */
export type Answer = {
  value: Record<string, unknown>;
  error: Record<string, unknown> | undefined;
  ask: { message: string; label: string; description: string; state: string } | undefined;
};

export type SettingOptions = Partial<
  Pick<GuardPorts, 'mode' | 'ask' | 'ways' | 'dryRun' | 'principal' | 'keyInUse' | 'profile'>
> & {
  /** Body of the answer to a request; what it throws is what sending throws. `plainAnswer` when absent. */
  answer?: (request: ApiRequest, tool: ToolSpec) => unknown;
  send?: Send;
  /** A folder that another setting made. */
  home?: string;
  clock?: { now: number };
  /** `file` when absent; `reveal` for no keeper at all. */
  secrets?: Destination['kind'] | 'reveal';
  maxWrites?: number;
  tools?: readonly ToolSpec[];
  /** Besides everything being on. */
  authority?: Partial<Authority>;
  /** Shows windows; absent where there is no display. */
  screen?: WindowDeskPorts['open'];
  /** Milliseconds for which a call waits for its window. */
  windowWaits?: number;
  /** Milliseconds; `PLAN_MILLISECONDS` when absent. */
  approvalLasts?: number;
};

export type Setting = {
  home: string;
  state: StateFolder;
  plans: PlanStore;
  keychain: MemoryKeychain;
  clock: { now: number };
  /** Everything that was sent, and of it what writes. */
  sent: Sent[];
  writes(): Sent[];
  call(tool: string, given: unknown, caller?: Caller, signal?: AbortSignal): Promise<Answer>;
  /** Approves all that waits, as somebody at a terminal. */
  approveAll(): Promise<number>;
  lines(): Record<string, unknown>[];
  /** Decisions and outcomes in the order of the trail. */
  record(): string[];
  closeWindows(why?: string): void;
  unforeseen: unknown[];
};

export function guardSetting(options: SettingOptions = {}): Setting {
  const home = options.home ?? temporaryHome();
  const clock = options.clock ?? { now: NOON };
  const now = () => clock.now;
  const sent: Sent[] = [];
  const unforeseen: unknown[] = [];
  const answer = options.answer ?? plainAnswer;
  const tools = options.tools ?? catalogue.tools;
  const reply: Send =
    options.send ??
    (async (request) => ({
      status: 200,
      body: answer(request, toolOf(request, tools)),
      requestId: 'req_1',
    }));
  const send: Send = async (request, signal) => {
    const { method, path, query, body } = request;
    sent.push({ tool: toolOf(request, tools).name, method, path, query, body });
    return reply(request, signal);
  };
  const state = openStateFolder({
    path: join(home, 'state'),
    locker: LOCKER,
    clean: (text) => text,
  });
  const plans = createPlanStore(state, now);
  const keychain = memoryKeychain();
  const { secrets = 'file', maxWrites, profile = 'default' } = options;
  const destination: Destination | undefined =
    secrets === 'file'
      ? { kind: 'file', folder: join(home, 'secrets') }
      : secrets === 'keychain'
        ? { kind: 'keychain' }
        : undefined;
  const budget = createWriteBudget(state, now);
  const authority: Authority = {
    filters: [],
    defaultTag: 'all',
    hasAdminKey: true,
    hasProjectKey: true,
    ...options.authority,
  };
  const trail = openAuditTrail({ state, now });
  const windows = createWindowDesk({
    plans,
    trail,
    now,
    whyNoWindow: async () => (options.screen === undefined ? 'no display' : undefined),
    open: options.screen ?? (async () => ({ kind: 'failed', why: 'no display' })),
    waits: options.windowWaits ?? 50_000,
    onUnforeseen: (error) => unforeseen.push(error),
  });
  const guard = createWriteGuard({
    tools,
    send,
    trail,
    plans,
    jobs: createJobStore(state, now),
    ...(destination && {
      keeper: createSecretKeeper({
        destination,
        state,
        runtime: { ...RUNTIME, now },
        host: {
          environment: { HOME: home },
          platform: process.platform,
          homeDirectory: home,
          uid: process.getuid?.(),
        },
        openKeychain: () => keychain,
      }),
    }),
    ...(maxWrites !== undefined && {
      budget: {
        take: () => budget.take(profile, maxWrites),
        most: maxWrites,
        untilFree: (count) => budget.untilFree(profile, maxWrites, count),
        giveBack: () => budget.giveBack(profile),
      },
    }),
    authority,
    mode: options.mode ?? 'irreversible',
    ask: options.ask ?? 'auto',
    ways: options.ways,
    windows,
    dryRun: options.dryRun ?? false,
    limits: { filters: [], approval: 'off', ask: 'auto', policies: [], auditTo: [] },
    origin: { processId: process.pid, sandbox: false },
    approvalLasts: options.approvalLasts ?? PLAN_MILLISECONDS,
    principal: options.principal ?? (async () => ({ profile, fingerprint: 'aaaa1111', address: ADDRESS })),
    profile,
    keyInUse: options.keyInUse ?? (async () => false),
    exclusive: (action) => state.locked(action, 'lock-out.lock'),
    rememberSecret: () => undefined,
    now,
    onUnforeseen: (error) => unforeseen.push(error),
  });
  const service = createToolService({
    catalogue: { ...catalogue, tools: [...tools] },
    authority,
    ports: {
      send,
      projectKeys: async () => [],
      guard,
      now,
      revealSecrets: secrets === 'reveal',
      budget: budgetOf(6000),
    },
    notices: [],
    sandbox: false,
    onCalled: () => undefined,
    onUnforeseen: (_, error) => unforeseen.push(error),
  });
  const lines = () => {
    const text = readFileSync(join(home, 'state', 'audit.jsonl'), 'utf8');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  return {
    home,
    state,
    plans,
    keychain,
    clock,
    sent,
    unforeseen,
    closeWindows: windows.close,
    lines,
    writes: () => sent.filter(({ method }) => method !== 'GET'),
    record: () => lines().map((line) => String(line.decision ?? line.outcome)),
    async call(tool, given, caller = MUTE, signal = new AbortController().signal) {
      const answering = service.call(tool, given, caller, signal);
      if ('unknownTool' in answering) throw new Error(`There is no tool ${tool}`);
      const result = await answering;
      if ('ask' in result)
        return { value: {}, error: undefined, ask: { ...result.ask, state: result.state } };
      const value = JSON.parse(result.content[0]?.text ?? '{}') as Record<string, unknown>;
      return { value, error: value.error as Record<string, unknown> | undefined, ask: undefined };
    },
    async approveAll() {
      const waiting = await plans.pending();
      for (const { id } of waiting) await plans.approve(id, 'tester in a terminal');
      return waiting.length;
    },
  };
}

export const ADDRESS = 'https://api.openai.com/v1';

/** Removed when the running test has finished. */
export function temporaryHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'openai-admin-mcp-guard-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

/** An organization in which everything that is asked for exists, and every list but that of its owners is empty. */
export function plainAnswer(request: ApiRequest, tool: ToolSpec): unknown {
  if (tool.name === 'list_users') return { object: 'list', data: OWNERS, has_more: false };
  if (tool.method === 'list' || tool.method === 'query') return { object: 'list', data: [], has_more: false };
  const last = decodeURIComponent(request.path.split('/').at(-1) ?? '');
  const thing = {
    id: last,
    name: `Name of ${last}`,
    status: 'active',
    created_at: NOON_SECONDS - 86_400,
    redacted_value: 'sk-...zzzz',
  };
  if (request.method === 'GET') return thing;
  if (request.method === 'DELETE') return { id: last, deleted: true };
  const made = tool.method === 'create' ? { ...thing, ...request.body, id: `${tool.family}_new` } : thing;
  return { ...made, ...newSecret(tool) };
}

const OWNERS = ['user-owner-1', 'user-owner-2'].map((id) => ({ id, role: 'owner' }));

export const NEW_SECRET = 'sk-svcacct-CANARYminted0123456789abcdef';

/** A secret at the places where the answer to a tool has one. */
function newSecret({ secrets }: ToolSpec): Record<string, unknown> {
  return Object.fromEntries(
    (secrets?.paths ?? []).map((path) => {
      const [outer = '', inner] = path.split('.');
      return [
        outer,
        inner === undefined ? NEW_SECRET : { id: 'key_new', name: 'new key', [inner]: NEW_SECRET },
      ];
    }),
  );
}

/** What the client throws when no trustworthy answer came. */
export function lostAnswer(): ApiError {
  return new ApiError({
    kind: 'network',
    outcome: 'unknown',
    message: 'The connection broke. It may have been carried out: look before repeating it.',
  });
}

export function notFound(): ApiError {
  return new ApiError({
    kind: 'not_found',
    outcome: 'rejected',
    status: 404,
    message: 'Nothing under this ID.',
  });
}

/** Type the word that a question asks for. */
export function typing(typed: string, ask: Answer['ask'], caller = ASKING): Caller {
  return { ...caller, answer: { action: 'accept', typed }, state: ask?.state ?? '' };
}

/** The word that a question asks for. */
export function wordOf(ask: Answer['ask']): string {
  const word = /To approve, type (".*") without the quotes\.$/.exec(ask?.message ?? '')?.[1];
  if (word === undefined) throw new Error(`no word is asked for: ${ask?.message}`);
  return JSON.parse(word);
}

/** A policy with one rule about every tool. */
export function aboutEverything(kind: Rule['kind'], because?: string): Pick<Authority, 'policies'> {
  const tools = new Set(catalogue.tools.map(({ name }) => name));
  return { policies: [{ rules: [{ kind, tools, place: 'policy.yaml:7', ...(because && { because }) }] }] };
}
