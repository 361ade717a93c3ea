/** A discovery service over the real catalogue that answers calls from a function. */
import { createToolSearch } from '../../src/search/search-tools.ts';
import { createDiscoveryService } from '../../src/server/discovery-service.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { openGuard } from '../tools/open-guard.ts';
import { type SampleInputs, type SampleService, sampleAuthority, sampleService } from './sample-service.ts';

/** Serves all tags unless told otherwise, as the program does. */
export function sampleDiscovery(more: SampleInputs = {}): SampleService {
  const authority = { ...sampleAuthority(more), defaultTag: 'all' as const };
  const service = sampleService({ ...more, authority });
  const openSearch = async (tools: typeof catalogue.tools) => createToolSearch(tools);
  const guard = openGuard(() => Promise.reject(new Error('sends nothing by itself')), service.refusals);
  return {
    ...service,
    ...createDiscoveryService({ catalogue, authority, service, guard, openSearch, mark: {} }),
  };
}
