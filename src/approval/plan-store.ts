/** The plans on disk: proposed, approved, used; each step is one rename, so that only one process makes it. */
import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Way } from '../model/ask-mode.ts';
import { openSeal } from '../state/seal.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { countsAmong, type Plan } from './plan.ts';

const FOLDER = 'plans';

type Status = 'pending' | 'approved' | 'used';

export type Proposal = Omit<Plan, 'id' | 'proposedAt' | 'expiresAt'>;

/** More would hide from a person what matters among them. */
const MAX_PENDING = 100;

/** What a person can read has far less. */
const MAX_BYTES = 1024 * 1024;

export class PlanTooLarge extends Error {
  constructor() {
    super('The call says more than a person can read before they approve it.');
  }
}

/** So many plans wait that nobody could look at one more. */
export class TooManyPlans extends Error {
  constructor() {
    super(`${MAX_PENDING} writes wait for approval already.`);
  }
}

export type PlanStore = {
  /** Writes a plan down that waits for approval, and gives it an id. @throws TooManyPlans, PlanTooLarge */
  propose(plan: Proposal): Promise<Plan>;
  /** The same, or the plan that waits already for this very call and target, and for approval in the same ways. @throws TooManyPlans */
  proposeOnce(plan: Proposal): Promise<Plan>;
  /** Plans that wait, oldest first. */
  pending(): Promise<Plan[]>;
  /** Whether a plan still waits, as far as a look without the lock tells: one that is just decided may still seem to. */
  waits(id: string): boolean;
  /**
   * An approved plan for this very call, not used and not expired, that could be approved in none but these ways.
   * @param lasts milliseconds for which an approval counts here, where its own server gave it longer
   */
  approvedFor(call: string, ways: readonly Way[], lasts: number): Promise<Plan | undefined>;
  /** Whether a plan was approved and its approval used. */
  wasUsed(id: string): boolean;
  /** Marks a pending plan as approved; undefined when it is not there, has expired or was altered. */
  approve(id: string, by: string): Promise<Plan | undefined>;
  /** Takes a plan for its one use; false when another was quicker. */
  claim(plan: Plan): Promise<boolean>;
  /** Takes a pending plan away. */
  withdraw(plan: Plan): Promise<void>;
  /** The pending plan that a sealed state speaks of; undefined for any other text. */
  unseal(state: string): Promise<Plan | undefined>;
  /** What a client carries to the next round and cannot make by itself. */
  sealedState(plan: Plan): Promise<string>;
};

/** Nothing is read or written before the first use. */
export function createPlanStore(state: StateFolder, now: () => number): PlanStore {
  const nameOf = (id: string, status: Status) => join(FOLDER, `${id}.${status}.json`);

  function write(plan: Plan, status: Status): void {
    const text = JSON.stringify(plan);
    const content = JSON.stringify({ text, seal: openSeal(state).of(`${status} ${text}`) });
    // The longest state that it comes to, with who approved it, has to be readable too.
    if (Buffer.byteLength(content) > MAX_BYTES - 1_000) throw new PlanTooLarge();
    state.write(nameOf(plan.id, status), content);
  }

  /** Altered, expired and half-written plans are as good as none. */
  function read(id: string, status: Status): Plan | undefined {
    const content = ID.test(id) ? state.read(nameOf(id, status), MAX_BYTES) : undefined;
    if (content === undefined) return undefined;
    try {
      const { text, seal } = JSON.parse(content) as { text: string; seal: string };
      if (!openSeal(state).fits(`${status} ${text}`, seal)) return undefined;
      const plan = JSON.parse(text) as Plan;
      return plan.id === id && isInTime(plan, now()) ? plan : undefined;
    } catch {
      return undefined;
    }
  }

  function ids(status: Status): string[] {
    const folder = join(state.file(nameOf('x', status)), '..');
    return readdirSync(folder).flatMap((name) => {
      const [id = '', ...rest] = name.split('.');
      return ID.test(id) && rest.join('.') === `${status}.json` ? [id] : [];
    });
  }

  function all(status: Status): Plan[] {
    const plans = ids(status).flatMap((id) => read(id, status) ?? []);
    return plans.sort((one, other) => one.expiresAt - other.expiresAt);
  }

  /** Those that have run out, used ones included: until then they tell that they were used. */
  function forgetOld(): void {
    for (const status of ['pending', 'approved', 'used'] as const) {
      for (const id of ids(status)) if (expiryOf(id, status) <= now()) state.remove(nameOf(id, status));
    }
  }

  function expiryOf(id: string, status: Status): number {
    try {
      const { text } = JSON.parse(state.read(nameOf(id, status), MAX_BYTES) ?? '') as { text: string };
      return (JSON.parse(text) as Plan).expiresAt;
    } catch {
      return 0;
    }
  }

  function add(proposal: Proposal): Plan {
    forgetOld();
    if (ids('pending').length >= MAX_PENDING) throw new TooManyPlans();
    // What the file cannot hold would break its seal.
    const shown: Proposal = JSON.parse(state.clean(JSON.stringify(proposal)));
    const plan = { ...shown, id: newId(), proposedAt: now(), expiresAt: now() + shown.lasts };
    write(plan, 'pending');
    return plan;
  }

  return {
    propose: (proposal) => state.locked(() => add(proposal)),
    proposeOnce: (proposal) =>
      state.locked(() => {
        const isSame = ({ call, target, ways, lasts }: Plan) =>
          call === proposal.call &&
          target === proposal.target &&
          ways.join() === proposal.ways.join() &&
          lasts === proposal.lasts;
        return all('pending').find(isSame) ?? add(proposal);
      }),
    pending: () => state.locked(() => all('pending')),
    waits: (id) => read(id, 'pending') !== undefined,
    wasUsed: (id) => state.read(nameOf(id, 'used')) !== undefined,
    approvedFor: (call, ways, lasts) =>
      state.locked(() => {
        const isFresh = (plan: Plan) => plan.expiresAt - plan.lasts + lasts > now();
        return all('approved').find((plan) => plan.call === call && countsAmong(plan, ways) && isFresh(plan));
      }),
    approve: (id, by) =>
      state.locked(() => {
        const plan = read(id, 'pending');
        if (plan === undefined) return undefined;
        const approved = { ...plan, approvedBy: by, expiresAt: now() + plan.lasts };
        write(approved, 'approved');
        state.remove(nameOf(id, 'pending'));
        return approved;
      }),
    claim: (plan) =>
      state.locked(() => {
        const status = plan.approvedBy === undefined ? 'pending' : 'approved';
        const wasUsed = state.read(nameOf(plan.id, 'used')) !== undefined;
        const kept = wasUsed ? undefined : read(plan.id, status);
        if (kept === undefined) return false;
        renameSync(state.file(nameOf(plan.id, status)), state.file(nameOf(plan.id, 'used')));
        // Sealed as used, so that under its old name it is none.
        write(kept, 'used');
        return true;
      }),
    withdraw: (plan) => state.locked(() => state.remove(nameOf(plan.id, 'pending'))),
    unseal: (text) =>
      state.locked(() => {
        const [id = '', seal = '', ...rest] = text.split('.');
        return rest.length === 0 && openSeal(state).fits(`state ${id}`, seal)
          ? read(id, 'pending')
          : undefined;
      }),
    sealedState: (plan) => state.locked(() => `${plan.id}.${openSeal(state).of(`state ${plan.id}`)}`),
  };
}

/** Clocks are corrected by so much; more was put back, and would make a plan last longer. */
const CORRECTION_MILLISECONDS = 60_000;

function isInTime({ expiresAt, lasts }: Plan, time: number): boolean {
  const left = expiresAt - time;
  return left > 0 && left <= lasts + CORRECTION_MILLISECONDS;
}

const ID = /^plan_[a-z0-9]{26}$/;

/** 130 bits that nobody can guess, in letters that nobody mistakes for one another. */
function newId(): string {
  const { randomBytes } = process.getBuiltinModule('node:crypto');
  const letters = '0123456789abcdefghjkmnpqrstvwxyz';
  return `plan_${Array.from(randomBytes(26), (byte) => letters[byte % 32]).join('')}`;
}
