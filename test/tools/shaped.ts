/** Results as `shapeResult` makes them when nothing unusual is asked for. */

import type { ToolSpec } from '../../src/specs/catalogue.ts';
import type { ShapeOptions } from '../../src/tools/shape-options.ts';
import { shapeResult } from '../../src/tools/shape-result.ts';
import { budgetOf } from '../text/budget.ts';

/** When no figure of 2026 grows any more. */
export const LATER = Date.parse('2027-01-01T00:00:00Z');

export function shaped(
  tool: ToolSpec,
  body: unknown,
  { cursor, ...options }: Partial<ShapeOptions> & { cursor?: string | undefined } = {},
): Promise<Record<string, unknown>> {
  return shapeResult(tool, body, {
    asked: cursor === undefined ? {} : { cursor },
    revealSecrets: false,
    notes: [],
    values: {},
    now: LATER,
    budget: budgetOf(6000),
    ...options,
  });
}
