/** Owns the table of all operations: the tool of each, and what it is in the official SDK. */
import type { CoreOperation } from '../catalogue/core-operations.ts';
import type { FurtherOperation } from '../catalogue/further-operations.ts';
import { ACCESS_ROWS } from './access-rows.ts';
import { BUDGETS_ROWS } from './budgets-rows.ts';
import { CORE_ROWS } from './core-rows.ts';
import { RESOURCES_ROWS } from './resources-rows.ts';
import type { Row } from './row.ts';
import { TRUST_ROWS } from './trust-rows.ts';

/** Typed so that an operation without a row does not compile. */
export const ROWS: Record<CoreOperation | FurtherOperation, Row> = {
  ...CORE_ROWS,
  ...BUDGETS_ROWS,
  ...ACCESS_ROWS,
  ...TRUST_ROWS,
  ...RESOURCES_ROWS,
};
