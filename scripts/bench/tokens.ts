/** Measuring what the list of tools costs a conversation, in tokens of the o200k vocabulary. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { startChild } from './child.ts';
import type { Ground } from './ground.ts';
import type { Measure } from './measure.ts';

const FAKE_PROJECT_KEY = 'sk-proj-bench-0000000000000000';

export async function measureTokens(ground: Ground): Promise<Measure[]> {
  const withoutProjectKey = await listedTools(ground, [], ground.environment);
  const bothKeys = { ...ground.environment, OPENAI_API_KEY: FAKE_PROJECT_KEY };
  const withProjectKey = await listedTools(ground, [], bothKeys);
  const everything = await listedTools(ground, ['--tags', 'all'], bothKeys);
  const jobs = await jobNames(ground);
  const largest = (isJob: boolean) =>
    Math.max(
      ...everything
        .filter(({ name }) => jobs.includes(name) === isJob)
        .map((tool) => countTokens(JSON.stringify(tool))),
    );
  return [
    plain('tools listed by default', 'tools', withoutProjectKey.length, 40),
    plain('tools/list by default', 'tokens', tokens(withoutProjectKey), 7200),
    plain('tools/list with a project key too', 'tokens', tokens(withProjectKey)),
    plain(`tools/list with --tags all (${everything.length} tools)`, 'tokens', tokens(everything)),
    plain('largest tool', 'tokens', largest(false), 400),
    plain('largest job', 'tokens', largest(true), 600),
  ];
}

/** A job does many writes, so its definition may be longer. */
async function jobNames({ program }: Ground): Promise<string[]> {
  const path = join(program, '..', '..', 'dist', 'catalogue.json');
  const { tools } = JSON.parse(await readFile(path, 'utf8')) as { tools: { name: string; job?: string }[] };
  return tools.filter(({ job }) => job !== undefined).map(({ name }) => name);
}

function tokens(tools: unknown[]): number {
  return countTokens(JSON.stringify(tools));
}

async function listedTools(
  ground: Ground,
  flags: string[],
  environment: Record<string, string>,
): Promise<{ name: string }[]> {
  const server = await startChild([ground.program, ...flags], environment);
  await server.close();
  return server.listed.tools;
}

function plain(measure: string, unit: Measure['unit'], ours: number, promise?: number): Measure {
  return {
    measure,
    unit,
    ours,
    compared: ours,
    comparison: 'itself',
    ...(promise !== undefined && { promise }),
  };
}
