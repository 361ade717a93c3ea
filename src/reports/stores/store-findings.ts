/** One vector store as a report shows it: how large, when last used, and what about it is to be mended. */
import { isRecord } from '../../model/record.ts';
import { exactNumber } from '../../tools/exact-number.ts';
import { unixSeconds } from '../../tools/shape-value.ts';
import { DAY_SECONDS } from '../period.ts';
import type { Reached } from './covered-projects.ts';

/** What could not be read is undefined. */
export type Store = {
  id: string;
  name: string | null;
  project: Reached;
  bytes: number | undefined;
  files: number | undefined;
  failed: number | undefined;
  /** Unix seconds; its making where it was never used. */
  lastActive: number | undefined;
  isExpired: boolean;
};

export const STORE_MEMBERS = [
  'id',
  'name',
  'status',
  'usage_bytes',
  'file_counts',
  'created_at',
  'last_active_at',
];

/** Undefined for what has no ID. */
export function readStore(store: Record<string, unknown>, project: Reached): Store | undefined {
  const { id, name, status, usage_bytes: bytes, file_counts: counts } = store;
  if (typeof id !== 'string') return undefined;
  const { total, failed } = isRecord(counts) ? counts : {};
  return {
    id,
    name: typeof name === 'string' && name !== '' ? name : null,
    project,
    bytes: exactNumber(bytes)?.toNumber(),
    files: exactNumber(total)?.toNumber(),
    failed: exactNumber(failed)?.toNumber(),
    lastActive: unixSeconds(store.last_active_at) ?? unixSeconds(store.created_at),
    isExpired: status === 'expired',
  };
}

/** Whole days since its last use, or its making. */
function daysUnused({ lastActive }: Store, now: number): number | undefined {
  if (lastActive === undefined) return undefined;
  return Math.floor((now / 1000 - lastActive) / DAY_SECONDS);
}

export function isUnused(store: Store, now: number, unusedDays: number): boolean {
  return (daysUnused(store, now) ?? 0) >= unusedDays;
}

/** Null where there is nothing to mend. */
export function findingOf(store: Store, now: number, unusedDays: number): string | null {
  const findings = [
    ...(store.failed ? [`${store.failed} failed file${store.failed === 1 ? '' : 's'}`] : []),
    ...(isUnused(store, now, unusedDays) ? [`unused ${daysUnused(store, now)} days`] : []),
    ...(store.isExpired ? ['expired'] : []),
  ];
  return findings.length === 0 ? null : findings.join(', ');
}

/** To a thousandth. */
export const gib = (bytes: number): number => Math.round((bytes / 1024 ** 3) * 1000) / 1000;
