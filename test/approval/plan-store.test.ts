import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/approval/plan.ts';
import {
  createPlanStore,
  type PlanStore,
  PlanTooLarge,
  type Proposal,
} from '../../src/approval/plan-store.ts';
import { PLAN_MILLISECONDS } from '../../src/model/approval-mode.ts';
import { WAYS } from '../../src/model/ask-mode.ts';
import type { StateFolder } from '../../src/state/state-folder.ts';
import { NOON, throwAwayState } from '../audit/state-folder.ts';
import { aProposal } from './proposal.ts';

const PROPOSAL: Proposal = { ...aProposal('Alpha'), call: 'call' };

type Store = { state: StateFolder; plans: PlanStore; clock: { now: number } };

function store(state = throwAwayState()): Store {
  const clock = { now: NOON };
  return { state, plans: createPlanStore(state, () => clock.now), clock };
}

const fileOf = ({ state }: Store, plan: Plan, status: string) =>
  join(state.path, 'plans', `${plan.id}.${status}.json`);

describe('a plan', () => {
  test('waits, is approved, and is used once', async () => {
    const { plans } = store();
    const plan = await plans.propose(PROPOSAL);
    expect(await plans.pending()).toEqual([plan]);
    expect(await plans.proposeOnce(PROPOSAL)).toEqual(plan);
    expect(await plans.approvedFor('call', WAYS, 600_000)).toBeUndefined();
    const approved = await plans.approve(plan.id, 'ann in a terminal');
    expect(approved).toEqual({ ...plan, approvedBy: 'ann in a terminal' });
    expect(await plans.pending()).toEqual([]);
    expect(await plans.approvedFor('call', WAYS, 600_000)).toEqual(approved);
    expect(await plans.claim(approved as Plan)).toBe(true);
    expect(await plans.claim(approved as Plan)).toBe(false);
    expect(await plans.approvedFor('call', WAYS, 600_000)).toBeUndefined();
    expect(await plans.approve(plan.id, 'ann')).toBeUndefined();
  });

  test('of more than a person can read is not made, and one that lies there is not read', async () => {
    const one = store();
    const long = { ...PROPOSAL, summary: { ...PROPOSAL.summary, request: ['x'.repeat(2_000_000)] } };
    await expect(one.plans.propose(long)).rejects.toThrow(PlanTooLarge);
    const plan = await one.plans.propose(PROPOSAL);
    const file = fileOf(one, plan, 'pending');
    const sealed = readFileSync(file, 'utf8');
    writeFileSync(file, `${sealed}${' '.repeat(100_000)}`);
    expect(await one.plans.pending()).toEqual([plan]);
    writeFileSync(file, `${sealed}${' '.repeat(2_000_000)}`);
    expect(await one.plans.pending()).toEqual([]);
    await one.plans.propose({ ...PROPOSAL, call: 'another' });
    expect(existsSync(file)).toBe(false);
  });

  test('fits its own call and target alone', async () => {
    const { plans } = store();
    const plan = await plans.propose(PROPOSAL);
    const others = [{ call: 'other' }, { target: 'other' }, { ways: ['window' as const] }];
    for (const other of others) {
      expect((await plans.proposeOnce({ ...PROPOSAL, ...other })).id).not.toBe(plan.id);
    }
    await plans.approve(plan.id, 'ann');
    expect(await plans.approvedFor('other', WAYS, 600_000)).toBeUndefined();
  });

  test('that a server with a longer time got approved counts here for the time of this one', async () => {
    const { plans, clock } = store();
    const day = 86_400_000;
    const plan = await plans.propose({ ...PROPOSAL, lasts: day });
    expect((await plans.proposeOnce({ ...PROPOSAL, lasts: 600_000 })).id).not.toBe(plan.id);
    await plans.approve(plan.id, 'ann');
    clock.now += 8_000;
    expect(await plans.approvedFor('call', WAYS, 5_000)).toBeUndefined();
    expect(await plans.approvedFor('call', WAYS, day)).toBeDefined();
  });

  test('that is answered in the client is used once as well', async () => {
    const { plans } = store();
    const plan = await plans.propose(PROPOSAL);
    const state = await plans.sealedState(plan);
    expect(await plans.unseal(state)).toEqual(plan);
    expect(await plans.claim(plan)).toBe(true);
    expect(await plans.unseal(state)).toBeUndefined();
    expect(await plans.claim(plan)).toBe(false);
  });

  test('that is withdrawn is gone', async () => {
    const { plans } = store();
    const plan = await plans.propose(PROPOSAL);
    const state = await plans.sealedState(plan);
    await plans.withdraw(plan);
    expect(await plans.pending()).toEqual([]);
    expect(await plans.unseal(state)).toBeUndefined();
    expect(await plans.approve(plan.id, 'ann')).toBeUndefined();
    expect(await plans.claim(plan)).toBe(false);
  });

  test('that was used is not used again when its mark is given the old name', async () => {
    const one = store();
    const { plans } = one;
    const asked = await plans.propose(PROPOSAL);
    const { id } = await plans.propose(PROPOSAL);
    const approved = await plans.approve(id, 'tester');
    if (approved === undefined) throw new Error('it was not approved');
    for (const [plan, status] of [
      [asked, 'pending'],
      [approved, 'approved'],
    ] as const) {
      expect(await plans.claim(plan)).toBe(true);
      renameSync(fileOf(one, plan, 'used'), fileOf(one, plan, status));
      expect(await plans.claim(plan)).toBe(false);
    }
    expect(await plans.pending()).toEqual([]);
    expect(await plans.approvedFor('call', WAYS, 600_000)).toBeUndefined();
  });

  test('does not last longer when the clock is put back', async () => {
    const { plans, clock } = store();
    const waiting = await plans.propose(PROPOSAL);
    clock.now = NOON - 61_000;
    expect(await plans.pending()).toEqual([]);
    clock.now = NOON - 60_000;
    expect(await plans.pending()).toEqual([waiting]);
    const approved = await plans.approve(waiting.id, 'tester');
    if (approved === undefined) throw new Error('it was not approved');
    clock.now = NOON - 86_400_000;
    expect(await plans.approvedFor('call', WAYS, 600_000)).toBeUndefined();
    expect(await plans.claim(approved)).toBe(false);
  });

  test('that was used is not used again when its file is put back', async () => {
    const setting = store();
    const plan = await setting.plans.propose(PROPOSAL);
    const approved = (await setting.plans.approve(plan.id, 'ann')) as Plan;
    const file = fileOf(setting, plan, 'approved');
    copyFileSync(file, `${file}.kept`);
    expect(await setting.plans.claim(approved)).toBe(true);
    copyFileSync(`${file}.kept`, file);
    expect(await setting.plans.claim(approved)).toBe(false);
  });

  test('that is approved already is not approved by its name as a file', async () => {
    const setting = store();
    const plan = await setting.plans.propose(PROPOSAL);
    copyFileSync(fileOf(setting, plan, 'pending'), fileOf(setting, plan, 'approved'));
    expect(await setting.plans.approvedFor('call', WAYS, 600_000)).toBeUndefined();
  });

  test('whose text holds a secret is kept without it, and can be approved', async () => {
    const state = throwAwayState((text) => text.replaceAll('sk-secret', '[key]'));
    const { plans } = store(state);
    const plan = await plans.propose({ ...PROPOSAL, typed: 'sk-secret' });
    expect(plan.typed).toBe('[key]');
    expect(await plans.pending()).toEqual([plan]);
    expect(await plans.approve(plan.id, 'ann')).toBeDefined();
  });

  test('and the key of its seal are for their owner alone', async () => {
    const setting = store();
    const plan = await setting.plans.propose(PROPOSAL);
    expect(statSync(fileOf(setting, plan, 'pending')).mode & 0o777).toBe(0o600);
    expect(statSync(join(setting.state.path, 'seal.key')).mode & 0o777).toBe(0o600);
    expect(statSync(join(setting.state.path, 'plans')).mode & 0o777).toBe(0o700);
  });

  test('is seen by a store that was opened before the folder was emptied', async () => {
    const first = store();
    const plan = await first.plans.propose(PROPOSAL);
    first.state.remove('seal.key');
    expect(await first.plans.pending()).toEqual([]);
    const second = createPlanStore(first.state, () => NOON);
    const again = await second.propose(PROPOSAL);
    expect(again.id).not.toBe(plan.id);
    expect(await first.plans.pending()).toEqual([again]);
  });
});

describe('ten minutes', () => {
  test('are all that a plan has', async () => {
    const { plans, clock } = store();
    const plan = await plans.propose(PROPOSAL);
    const state = await plans.sealedState(plan);
    clock.now = NOON + PLAN_MILLISECONDS - 1;
    expect(await plans.pending()).toHaveLength(1);
    expect(await plans.unseal(state)).toBeDefined();
    clock.now = NOON + PLAN_MILLISECONDS;
    expect(await plans.pending()).toEqual([]);
    expect(await plans.unseal(state)).toBeUndefined();
    expect(await plans.claim(plan)).toBe(false);
    expect(await plans.approve(plan.id, 'ann')).toBeUndefined();
    expect(PLAN_MILLISECONDS).toBe(600_000);
  });

  test('are how long anything of a plan is kept', async () => {
    const setting = store();
    const { plans, clock } = setting;
    await plans.propose(PROPOSAL);
    await plans.approve((await plans.propose(PROPOSAL)).id, 'ann');
    await plans.claim(await plans.propose(PROPOSAL));
    const files = () => readdirSync(join(setting.state.path, 'plans'));
    expect(files()).toHaveLength(3);
    clock.now += PLAN_MILLISECONDS;
    const last = await plans.propose(PROPOSAL);
    expect(files()).toEqual([`${last.id}.pending.json`]);
  });

  test('are all that an approval has, from when it was given', async () => {
    const { plans, clock } = store();
    const plan = await plans.propose(PROPOSAL);
    clock.now = NOON + PLAN_MILLISECONDS - 1;
    const approved = (await plans.approve(plan.id, 'ann')) as Plan;
    clock.now += PLAN_MILLISECONDS - 1;
    expect(await plans.approvedFor('call', WAYS, 600_000)).toEqual(approved);
    clock.now += 1;
    expect(await plans.approvedFor('call', WAYS, 600_000)).toBeUndefined();
    expect(await plans.claim(approved)).toBe(false);
  });
});

describe('tampering with', () => {
  test('any byte of a sealed state makes it speak of nothing', async () => {
    const { plans } = store();
    const plan = await plans.propose(PROPOSAL);
    const state = await plans.sealedState(plan);
    const accepted: string[] = [];
    const attempts = [...alterations(state), ...cuts(state), '', '.', `${state}.`, `${state}0`, plan.id];
    for (const text of attempts) if ((await plans.unseal(text)) !== undefined) accepted.push(text);
    expect(accepted).toEqual([]);
    expect(attempts.length).toBeGreaterThan(2 * state.length);
    expect(await plans.unseal(state)).toEqual(plan);
  });

  test('any byte of a plan id finds no plan', async () => {
    const { plans } = store();
    const plan = await plans.propose(PROPOSAL);
    const approved: string[] = [];
    const paths = [`../plans/${plan.id}`, `${plan.id}.pending`, '*', '', `${plan.id}/`];
    for (const id of [...alterations(plan.id), ...cuts(plan.id), ...paths]) {
      if ((await plans.approve(id, 'ann')) !== undefined) approved.push(id);
    }
    expect(approved).toEqual([]);
    expect(await plans.pending()).toEqual([plan]);
  });

  test.each(['pending', 'approved'])(
    'any byte of a plan that is %s makes it as good as none',
    async (status) => {
      const setting = store();
      const plan = await setting.plans.propose(PROPOSAL);
      const approved = status === 'approved' ? ((await setting.plans.approve(plan.id, 'ann')) as Plan) : plan;
      const file = fileOf(setting, plan, status);
      const whole = readFileSync(file);
      const found = () =>
        status === 'approved'
          ? setting.plans.approvedFor('call', WAYS, 600_000)
          : setting.plans.pending().then(([one]) => one);
      const believed: number[] = [];
      for (let at = 0; at < whole.length; at += 1) {
        const altered = Buffer.from(whole);
        altered[at] = (altered[at] ?? 0) ^ 1;
        writeFileSync(file, altered);
        const plan = await found();
        if (plan !== undefined || (await setting.plans.claim(approved))) believed.push(at);
      }
      expect(believed).toEqual([]);
      for (const length of [0, 1, whole.length - 1]) {
        writeFileSync(file, whole.subarray(0, length));
        expect(await found()).toBeUndefined();
      }
      writeFileSync(file, whole);
      expect(await found()).toEqual(approved);
    },
  );

  test('the seal of one plan by that of another helps neither', async () => {
    const setting = store();
    const [one, other] = [await setting.plans.propose(PROPOSAL), await setting.plans.propose(PROPOSAL)];
    copyFileSync(fileOf(setting, one, 'pending'), fileOf(setting, other, 'pending'));
    expect(await setting.plans.pending()).toEqual([one]);
    const [, seal] = (await setting.plans.sealedState(one)).split('.');
    expect(await setting.plans.unseal(`${other.id}.${seal}`)).toBeUndefined();
  });
});

describe('a hundred uses at once of one approval', () => {
  test('are one in one process', async () => {
    const { plans } = store();
    const plan = await plans.propose(PROPOSAL);
    const approved = (await plans.approve(plan.id, 'ann')) as Plan;
    const claims = await Promise.all(Array.from({ length: 100 }, () => plans.claim(approved)));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  test('are one from four processes', async () => {
    const { state, plans } = store();
    const plan = await plans.propose(PROPOSAL);
    await plans.approve(plan.id, 'ann');
    const children = Array.from({ length: 4 }, () => {
      const program = join(import.meta.dirname, 'plan-child.ts');
      const words = ['--import', 'tsx', program, state.path, String(NOON), '25'];
      const { stdin, stdout } = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'inherit'] });
      return { stdin, lines: createInterface(stdout)[Symbol.asyncIterator]() };
    });
    for (const { lines } of children) expect((await lines.next()).value).toBe('ready');
    for (const { stdin } of children) stdin.end();
    const counts = await Promise.all(children.map(async ({ lines }) => Number((await lines.next()).value)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(readdirSync(join(state.path, 'plans'))).toEqual([`${plan.id}.used.json`]);
  });
});

/** Every text that differs from this one in a single place. */
function alterations(text: string): string[] {
  return [...text].flatMap((character, at) =>
    [character === '0' ? '1' : '0', character.toUpperCase(), ' ', '\u0000']
      .filter((other) => other !== character)
      .map((other) => text.slice(0, at) + other + text.slice(at + 1)),
  );
}

function cuts(text: string): string[] {
  return Array.from({ length: text.length }, (_, length) => text.slice(0, length));
}

test('a flood of plans is refused, and what waits stays', async () => {
  const { plans, clock } = store();
  for (let index = 0; index < 100; index += 1) await plans.propose({ ...PROPOSAL, call: `call ${index}` });
  await expect(plans.propose(PROPOSAL)).rejects.toThrow('100 writes wait for approval already.');
  expect(await plans.pending()).toHaveLength(100);
  clock.now += PLAN_MILLISECONDS;
  await plans.propose(PROPOSAL);
});

test('a plan and its approval last as long as was said', async () => {
  const { plans, clock } = store();
  const plan = await plans.propose({ ...PROPOSAL, lasts: 60_000 });
  clock.now += 59_999;
  expect(await plans.approve(plan.id, 'Ann')).toBeDefined();
  clock.now += 59_999;
  expect(await plans.approvedFor(PROPOSAL.call, WAYS, PROPOSAL.lasts)).toBeDefined();
  clock.now += 1;
  expect(await plans.approvedFor(PROPOSAL.call, WAYS, PROPOSAL.lasts)).toBeUndefined();
});
