/** Measuring calls: their overhead over the same request by undici alone, the first one, and connections. */
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { type MeasuredChild, startChild } from './child.ts';
import { bareArguments, type Ground } from './ground.ts';
import { type Measure, median } from './measure.ts';

const LIMIT = 20;
const WARM_UPS = 300;
const BLOCKS = 40;
const CALLS_A_BLOCK = 50;
const IN_FLIGHT = 32;
const CALLS_IN_FLIGHT = 2000;
const FIRST_CALL_ROUNDS = 11;
const FIRST_CALL_WAIT_MILLISECONDS = 250;
const FOLLOWING_CALLS = 20;
const COUNTED_CALLS = 200;

type Call = () => Promise<unknown>;

export async function measureCalls(ground: Ground): Promise<Measure[]> {
  const server = await startChild([ground.program], ground.environment);
  const bareServer = await startChild(bareArguments(ground), ground.environment);
  const agent = new Agent({ keepAliveTimeout: 60_000 });
  const headers = {
    authorization: `Bearer ${ground.environment.OPENAI_ADMIN_KEY}`,
    accept: 'application/json',
  };
  const url = `${ground.upstream.url}/organization/projects?limit=${LIMIT}`;
  const ours = () => listProjects(server);
  const bare = () => listProjects(bareServer);
  const undiciAlone = async () => (await request(url, { dispatcher: agent, headers })).body.json();
  try {
    for (let call = 0; call < WARM_UPS; call += 1) {
      await ours();
      await bare();
      await undiciAlone();
    }
    const times: Record<'undici' | 'bare' | 'ours', number[]> = { undici: [], bare: [], ours: [] };
    // The order is a part of the figure: behind the bare process undici alone takes a fifth less.
    for (let block = 0; block < BLOCKS; block += 1) {
      times.ours.push(...(await timesOf(ours, CALLS_A_BLOCK)));
      times.undici.push(...(await timesOf(undiciAlone, CALLS_A_BLOCK)));
      times.bare.push(...(await timesOf(bare, CALLS_A_BLOCK)));
    }
    const one = median(times.ours);
    const many = await callsPerSecond(ours);
    const beside = (base: number, figure: number) => ({ base, ours: figure, compared: figure / base });
    return [
      {
        measure: 'a call, median, beside undici alone',
        unit: 'ms',
        ...beside(median(times.undici), one),
        comparison: 'ratio',
        promise: 3.5,
      },
      {
        measure: `calls with ${IN_FLIGHT} in flight, beside undici alone`,
        unit: '/s',
        ...beside(await callsPerSecond(undiciAlone), many),
        comparison: 'ratio',
      },
      {
        measure: 'a call, median, beside a bare process',
        unit: 'ms',
        ...beside(median(times.bare), one),
        comparison: 'ratio',
      },
      {
        measure: `calls with ${IN_FLIGHT} in flight, beside a bare process`,
        unit: '/s',
        ...beside(await callsPerSecond(bare), many),
        comparison: 'ratio',
      },
    ];
  } finally {
    await server.close();
    await bareServer.close();
    await agent.close();
  }
}

/** The first call is held against those that follow it in the same process. */
export async function measureFirstCall(ground: Ground): Promise<Measure[]> {
  const rounds: { first: number; next: number }[] = [];
  for (let round = 0; round < FIRST_CALL_ROUNDS; round += 1) {
    const server = await startChild([ground.program], ground.environment);
    await delay(FIRST_CALL_WAIT_MILLISECONDS);
    const [first = Number.NaN, ...following] = await timesOf(() => listProjects(server), 1 + FOLLOWING_CALLS);
    rounds.push({ first, next: median(following) });
    await server.close();
  }
  return [
    {
      measure: 'first call after 250 ms, and the next',
      unit: 'ms',
      base: median(rounds.map(({ next }) => next)),
      ours: median(rounds.map(({ first }) => first)),
      compared: median(rounds.map(({ first, next }) => first - next)),
      comparison: 'difference',
      promise: 40,
    },
  ];
}

export async function measureConnections(ground: Ground): Promise<Measure[]> {
  const { upstream } = ground;
  const atStart = await upstream.connections();
  const server = await startChild([ground.program], ground.environment);
  await delay(FIRST_CALL_WAIT_MILLISECONDS);
  const before = (await upstream.connections()) - atStart;
  await timesOf(() => listProjects(server), COUNTED_CALLS);
  const after = (await upstream.connections()) - atStart;
  await server.close();
  const counted = (measure: string, ours: number, promise: number): Measure => ({
    measure,
    unit: 'connections',
    ours,
    compared: ours,
    comparison: 'itself',
    promise,
  });
  return [
    counted('opened before the first call', before, 0),
    counted(`opened by ${COUNTED_CALLS} calls in a row`, after - before, 1),
  ];
}

function listProjects(server: MeasuredChild): Promise<void> {
  return server.call('list_projects', { limit: LIMIT });
}

async function timesOf(call: Call, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let made = 0; made < count; made += 1) {
    const begun = performance.now();
    await call();
    times.push(performance.now() - begun);
  }
  return times;
}

async function callsPerSecond(call: Call): Promise<number> {
  const begun = performance.now();
  let left = CALLS_IN_FLIGHT;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, one));
  return CALLS_IN_FLIGHT / ((performance.now() - begun) / 1000);
}
