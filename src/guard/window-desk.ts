/** The windows that ask about plans: one at a time on the screen, the others in a queue, each as long as its plan waits. */
import { approvePlan, type Desk, isNameOf, rejectPlan } from '../approval/decide-plan.ts';
import type { Plan } from '../approval/plan.ts';
import { questionFor } from '../approval/window-question.ts';
import type { WindowAnswer, WindowQuestion } from '../window/window.ts';

/** What became of a plan in its window, or `waits`: nobody has answered yet. */
export type WindowResult =
  | { kind: 'waits' | 'approved' | 'declined' | 'mistyped' | 'gone' | 'cancelled' }
  | { kind: 'failed' | 'ended'; why: string };

/** `typed` is what should have been. */
type LateAnswer = { kind: 'declined' | 'mistyped'; typed: string };

export type WindowDesk = {
  /** Why no window can be opened now, to follow "no window can be opened: "; undefined when one can. */
  missing(): Promise<string | undefined>;
  /** Asks, or joins those who wait for the window of this plan already. Rejects when the answer cannot be put on record. */
  ask(plan: Plan, signal: AbortSignal): Promise<WindowResult>;
  /** What a person said about this call after its caller had gone, told once. */
  lateAnswer(call: string): LateAnswer | undefined;
  /** Takes every window off the screen, and opens no more. @param why what callers are told; without it their plans go on waiting */
  close(why?: string): void;
};

export type WindowDeskPorts = Omit<Desk, 'way'> & {
  whyNoWindow(): Promise<string | undefined>;
  /** `closed` takes the window off the screen at once. */
  open(question: WindowQuestion, closed: AbortSignal): Promise<WindowAnswer>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds for which a call waits. */
  waits: number;
  /** Told what went wrong when no caller is left to tell. */
  onUnforeseen(error: unknown): void;
};

/** Most clients give up on a call after 60 s. */
export const WINDOW_WAIT_MILLISECONDS = 50_000;

/** More would hold up the calls of a client for minutes, and nobody reads the tenth window as carefully as the first. */
const MAX_WINDOWS = 8;

/** Who repeats a call while its window is open waits too, but not so many that no other call of the client gets through. */
const MAX_WAITING = 16;

/** A plan that was approved in a terminal, rejected there or has run out takes its window with it. */
const LOOK_MILLISECONDS = 500;

/** Nobody reads and declines in less; such a window was not shown. */
export const MIN_HUMAN_MILLISECONDS = 700;

type Entry = { plan: Plan; result: Promise<WindowResult>; callers: number; end(result: WindowResult): void };

export function createWindowDesk(ports: WindowDeskPorts): WindowDesk {
  const { plans, now, waits } = ports;
  const desk: Desk = { plans, trail: ports.trail, way: 'window' };
  const entries = new Map<string, Entry>();
  const late = new Map<string, LateAnswer & { until: number }>();
  let turn: Promise<unknown> = Promise.resolve();
  let closed: WindowResult | undefined;

  function enqueue(plan: Plan): Entry {
    const ended = new AbortController();
    const { promise: early, resolve } = withResolvers<WindowResult>();
    const end = (result: WindowResult) => {
      resolve(result);
      ended.abort();
    };
    const look = setInterval(() => {
      if (!stillWaits(plan)) end({ kind: 'gone' });
    }, LOOK_MILLISECONDS);
    const shown = turn.then(() => (ended.signal.aborted ? early : show(plan, ended.signal)));
    turn = shown.catch(() => undefined);
    const result = Promise.race([early, shown]);
    const entry: Entry = { plan, result, callers: 0, end };
    entries.set(plan.id, entry);
    const leave = () => {
      clearInterval(look);
      entries.delete(plan.id);
    };
    result.then(
      ({ kind }) => {
        leave();
        const isLate = entry.callers === 0 && (kind === 'declined' || kind === 'mistyped');
        if (isLate) late.set(plan.call, { kind, typed: plan.typed, until: plan.expiresAt });
      },
      (error) => {
        leave();
        if (entry.callers === 0) ports.onUnforeseen(error);
      },
    );
    return entry;
  }

  /** What cannot be looked at now, for want of a descriptor say, may be so at the next look. */
  function stillWaits({ id }: Plan): boolean {
    try {
      return plans.waits(id);
    } catch {
      return true;
    }
  }

  async function show(plan: Plan, ended: AbortSignal): Promise<WindowResult> {
    const opened = now();
    const answer = await ports.open(questionFor(plan, opened), ended);
    if (ended.aborted) return { kind: 'gone' };
    return decide(plan, answer, now() - opened);
  }

  async function decide(plan: Plan, answer: WindowAnswer, after: number): Promise<WindowResult> {
    switch (answer.kind) {
      case 'closed':
        return { kind: 'gone' };
      case 'failed':
        return answer;
      case 'declined':
        if (after < MIN_HUMAN_MILLISECONDS) return { kind: 'failed', why: 'it was closed at once' };
        await rejectPlan(plan, 'declined', desk);
        return { kind: 'declined' };
      case 'typed':
        if (isNameOf(plan, answer.text)) {
          return { kind: (await approvePlan(plan, desk)) ? 'approved' : 'gone' };
        }
        await rejectPlan(plan, 'refused, since something else was typed than its name,', desk);
        return { kind: 'mistyped' };
    }
  }

  async function cancel({ plan, end }: Entry): Promise<WindowResult> {
    end({ kind: 'cancelled' });
    await plans.withdraw(plan);
    return { kind: 'cancelled' };
  }

  return {
    missing: ports.whyNoWindow,
    async ask(plan, signal) {
      if (closed !== undefined) return closed;
      const known = entries.get(plan.id);
      if (known === undefined && entries.size >= MAX_WINDOWS) {
        return { kind: 'failed', why: `${MAX_WINDOWS} windows wait for an answer already` };
      }
      const waiting = [...entries.values()].reduce((sum, { callers }) => sum + callers, 0);
      if (waiting >= MAX_WAITING) {
        if (known !== undefined) return { kind: 'waits' };
        return { kind: 'failed', why: `${MAX_WAITING} calls wait for windows already` };
      }
      const entry = known ?? enqueue(plan);
      entry.callers += 1;
      try {
        const result = await within(waits, entry.result, signal);
        if (result !== 'aborted') return result ?? { kind: 'waits' };
        return entry.callers > 1 ? { kind: 'cancelled' } : await cancel(entry);
      } finally {
        entry.callers -= 1;
      }
    },
    lateAnswer(call) {
      const answer = late.get(call);
      late.delete(call);
      return answer !== undefined && answer.until > now() ? answer : undefined;
    },
    close(why) {
      closed = why === undefined ? { kind: 'gone' } : { kind: 'ended', why };
      for (const { end } of entries.values()) end(closed);
    },
  };
}

/** Undefined when the time is up. */
async function within<T>(
  milliseconds: number,
  result: Promise<T>,
  signal: AbortSignal,
): Promise<T | 'aborted' | undefined> {
  const { promise: aborted, resolve: abort } = withResolvers<'aborted'>();
  const { promise: late, resolve } = withResolvers<undefined>();
  const onAbort = () => abort('aborted');
  const timer = setTimeout(resolve, milliseconds, undefined);
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([result, aborted, late]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Promise.withResolvers, which Node.js 22 brings. */
function withResolvers<T>(): { promise: Promise<T>; resolve(value: T): void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((take) => {
    resolve = take;
  });
  return { promise, resolve };
}
