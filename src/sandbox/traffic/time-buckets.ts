/** The time buckets of costs and usage: which ones a request covers, and the token of the next page. */
import { createHash } from 'node:crypto';
import { badRequest } from '../http/api-fault.ts';
import type { Organization } from '../organization/organization.ts';
import { DAY, HOUR, MINUTE } from '../seconds.ts';

export type BucketWidth = '1m' | '1h' | '1d';

type BucketQuery = {
  start_time: number;
  end_time?: number | null | undefined;
  bucket_width: BucketWidth;
  limit: number;
  page?: string | null | undefined;
};

export type Bucket = { start_time: number; end_time: number };

const WIDTHS: Record<BucketWidth, number> = { '1m': MINUTE, '1h': HOUR, '1d': DAY };

/**
 * Answers one page of buckets. Buckets lie on whole minutes, hours and UTC days; the first holds
 * `start_time`, the last holds the second before `end_time`, and none begins in the future. `results`
 * gives the rows of a bucket.
 */
export function answerBuckets<Result>(
  organization: Organization,
  query: BucketQuery,
  results: (bucket: Bucket) => Result[],
) {
  const now = organization.now();
  const { start_time, end_time } = query;
  if (end_time != null && end_time <= start_time) {
    throw badRequest("Invalid 'end_time': it must be after 'start_time'.", 'end_time', 'invalid_time_range');
  }
  const width = WIDTHS[query.bucket_width];
  const end = Math.min(end_time ?? now + 1, now + 1);
  const first = query.page == null ? start_time - mod(start_time, width) : readPageToken(query, query.page);
  const data = [];
  let from = first;
  for (; from < end && data.length < query.limit; from += width) {
    const bucket = { start_time: from, end_time: from + width };
    data.push({ object: 'bucket', ...bucket, results: results(bucket) });
  }
  const has_more = from < end;
  return { object: 'page', data, has_more, next_page: has_more ? writePageToken(query, from) : null };
}

function mod(value: number, width: number): number {
  return ((value % width) + width) % width;
}

/** Opaque, with `=` at its end as the API's tokens have: it has to be escaped in a URL and sent back unchanged. */
function writePageToken(query: BucketQuery, from: number): string {
  const bytes = Buffer.alloc(20);
  bytes.set(fingerprint(query), 4);
  bytes.writeDoubleBE(from, 12);
  return `page_${bytes.toString('base64')}`;
}

function readPageToken(query: BucketQuery, token: string): number {
  const bytes = Buffer.from(token.slice('page_'.length), 'base64');
  if (bytes.length !== 20 || `page_${bytes.toString('base64')}` !== token) {
    throw badRequest("Invalid 'page': pass 'next_page' back unchanged.", 'page', 'invalid_page');
  }
  if (!bytes.subarray(4, 12).equals(fingerprint(query))) {
    const message = "Invalid 'page': the other parameters differ from those of the request that returned it.";
    throw badRequest(message, 'page', 'invalid_page');
  }
  return bytes.readDoubleBE(12);
}

function fingerprint({ page: _page, ...others }: BucketQuery): Buffer {
  const sorted = Object.entries(others).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest().subarray(0, 8);
}
