/** Measuring start-up and memory: this server and a bare Node.js process in turns, in one run. */
import { writeFileSync } from 'node:fs';
import { type Listed, startChild } from './child.ts';
import { bareArguments, type Ground, listFile } from './ground.ts';
import { type Measure, median } from './measure.ts';

const WARM_UPS = 3;
const ROUNDS = 25;

export async function measureStartup(ground: Ground): Promise<Measure[]> {
  const server = () => listOnce([ground.program], ground.environment);
  const bare = () => listOnce(bareArguments(ground), ground.environment);
  const { tools } = await server();
  writeFileSync(listFile(ground), JSON.stringify({ tools }));

  const pairs: { bare: Listed; ours: Listed }[] = [];
  for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
    // Neither of the two always runs in the wake of the other.
    const first = round % 2 === 0 ? await bare() : undefined;
    const ours = await server();
    const pair = { bare: first ?? (await bare()), ours };
    if (round >= 0) pairs.push(pair);
  }
  const compare = (figure: (listed: Listed) => number) => ({
    base: median(pairs.map((pair) => figure(pair.bare))),
    ours: median(pairs.map((pair) => figure(pair.ours))),
    compared: median(pairs.map((pair) => figure(pair.ours) / figure(pair.bare))),
  });
  return [
    {
      measure: 'start to answered tools/list',
      unit: 'ms',
      ...compare((listed) => listed.milliseconds),
      comparison: 'ratio',
      promise: 3.3,
    },
    {
      measure: 'memory right after',
      unit: 'MB',
      ...compare((listed) => listed.residentMegabytes),
      comparison: 'ratio',
      promise: 1.45,
    },
  ];
}

async function listOnce(args: string[], environment: Record<string, string>): Promise<Listed> {
  const child = await startChild(args, environment);
  await child.close();
  return child.listed;
}
