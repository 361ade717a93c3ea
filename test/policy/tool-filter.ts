/** A filter as the flags of a command line give it. */
import type { ToolFilter } from '../../src/model/tool-filter.ts';
import { flagName } from '../../src/settings/options.ts';

export function toolFilter(given: Partial<ToolFilter> = {}): ToolFilter {
  return { nameOf: flagName, readOnly: false, ...given };
}
