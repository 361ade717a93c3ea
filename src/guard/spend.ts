/** What was spent, to the last digit; undefined where any of it cannot be read. */
import Big from 'big.js';
import { isRecord } from '../model/record.ts';
import type { Reader } from '../reading/reader.ts';
import { exactNumber } from '../tools/exact-number.ts';

/**
 * US dollars since the beginning of a day at most 31 days ago, by a project or by all. Never rejects.
 * @param startSeconds Unix seconds
 */
export async function spentSince(
  startSeconds: number,
  projectId: string | undefined,
  reader: Reader,
): Promise<Big | undefined> {
  const costs = reader.tools.find((tool) => tool.endpoint.path === '/organization/costs');
  if (costs === undefined) return undefined;
  const projects = projectId === undefined ? {} : { project_ids: [projectId] };
  try {
    const { items, complete } = await reader.list(
      costs,
      { start_time: startSeconds, limit: 31, ...projects },
      1,
    );
    return complete ? sumOf(items) : undefined;
  } catch {
    return undefined;
  }
}

function sumOf(buckets: readonly Record<string, unknown>[]): Big | undefined {
  let sum = new Big(0);
  for (const { results } of buckets) {
    if (!Array.isArray(results)) return undefined;
    for (const row of results) {
      const amount = isRecord(row) && isRecord(row.amount) ? exactNumber(row.amount.value) : undefined;
      if (amount === undefined) return undefined;
      sum = sum.plus(amount);
    }
  }
  return sum;
}
