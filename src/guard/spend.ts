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

/** US dollars of this month so far, a day at its pace, and by its end at that pace. */
export type MonthSpend = { spent: Big; daily: Big; monthEnd: Big };

const DAY_SECONDS = 86_400;

/** Of the month in UTC, as OpenAI counts it. Never rejects. */
export async function readMonthSpend(
  nowSeconds: number,
  projectId: string | undefined,
  reader: Reader,
): Promise<MonthSpend | undefined> {
  const now = new Date(nowSeconds * 1000);
  const begins = (month: number) => Date.UTC(now.getUTCFullYear(), month, 1) / 1000;
  const [start, end] = [begins(now.getUTCMonth()), begins(now.getUTCMonth() + 1)];
  const spent = await spentSince(start, projectId, reader);
  if (spent === undefined) return undefined;
  // Of its first hours no pace can be told: they count as a day.
  const daily = spent.div(Math.max(1, (nowSeconds - start) / DAY_SECONDS));
  return { spent, daily, monthEnd: spent.plus(daily.times((end - nowSeconds) / DAY_SECONDS)) };
}

function sumOf(buckets: readonly Record<string, unknown>[]): Big | undefined {
  let sum = new Big(0);
  for (const { results } of buckets) {
    if (!Array.isArray(results)) return undefined;
    for (const row of results) {
      const amount = isRecord(row) && isRecord(row.amount) ? dollarsIn(row.amount) : undefined;
      if (amount === undefined) return undefined;
      sum = sum.plus(amount);
    }
  }
  return sum;
}

/** Limits and alerts are in dollars: an amount of another currency says nothing about them. */
function dollarsIn({ value, currency = 'usd' }: Record<string, unknown>): Big | undefined {
  return typeof currency === 'string' && currency.toLowerCase() === 'usd' ? exactNumber(value) : undefined;
}
