/** The fixed words of the spec language, apart from its grammar: serving needs them, parsing it does not. */

/**
 * What a tool does; from it and `risk` come the read/write filter and all MCP hints. A `report` reads through other
 * tools and a `job` writes through them; neither is an operation of the API itself.
 */
export const METHODS = [
  'list',
  'get',
  'query',
  'report',
  'create',
  'update',
  'delete',
  'action',
  'job',
] as const;
export type Method = (typeof METHODS)[number];

/** The reports that this program makes (src/reports/). */
export const REPORTS = ['access', 'changes', 'costs', 'find', 'limits', 'usage', 'vector_stores'] as const;
export type ReportName = (typeof REPORTS)[number];

/** The jobs that this program does (src/jobs/). */
export const JOBS = [
  'offboard_person',
  'onboard_project',
  'project_rate_limits',
  'rotate_service_account_key',
  'spend_limits',
] as const;
export type JobName = (typeof JOBS)[number];

/** How much harm a write can do. */
export const RISKS = [
  'reversible',
  'costly',
  'irreversible',
  'mints_secret',
  'opens_access',
  'stops_traffic',
  'self_lockout',
] as const;

/** Where the API takes the cursor of the next page from: `last_id`, the last item's `id`, `next`, `next_page`. */
export const PAGINATION_STYLES = ['after_last_id', 'after_last_item', 'after_next', 'page'] as const;
export type PaginationStyle = (typeof PAGINATION_STYLES)[number];

/** Widths of time buckets. */
export const BUCKET_WIDTHS = ['1m', '1h', '1d'] as const;
export type BucketWidth = (typeof BUCKET_WIDTHS)[number];
