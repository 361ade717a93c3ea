/** Filtering traffic by dimensions and sorting it into the groups that a report adds up. */
import type { Organization } from '../organization/organization.ts';
import type { Dimensions, Stream } from './stream.ts';

type Dimension = keyof Dimensions;

/** The values that a report is limited to; an absent dimension is not limited. */
export type DimensionFilter = { [Name in Dimension]?: readonly Dimensions[Name][] | undefined };

/** Streams with a value that the filter allows in every dimension it names. */
export function filterStreams(streams: readonly Stream[], filter: DimensionFilter): Stream[] {
  const limited = Object.entries(filter).filter(([, allowed]) => allowed !== undefined) as [
    Dimension,
    readonly unknown[],
  ][];
  return streams.filter((stream) =>
    limited.every(([name, allowed]) => allowed.includes(stream.dimensions[name])),
  );
}

/** Until when a stream may run: now, or the moment when its project was archived or its key was deleted. */
export function endOfTraffic(organization: Organization, stream: Stream): number {
  const { project_id, api_key_id } = stream.dimensions;
  const archivedAt = organization.projects.get(project_id)?.archived_at;
  const deletedAt = api_key_id === null ? undefined : organization.deletedKeys.get(api_key_id);
  return Math.min(
    organization.now(),
    archivedAt ?? Number.POSITIVE_INFINITY,
    deletedAt ?? Number.POSITIVE_INFINITY,
  );
}

/** Puts items with the same values in the same group, in order of first appearance. */
export function groupBy<Item>(items: readonly Item[], values: (item: Item) => unknown[]): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = JSON.stringify(values(item));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
