/** What to ask for where OpenAI refuses to group by all of it together, such as users with projects. */

/**
 * All, then each that lacks one, users before the others, and so on down to single ones; with a filter, down to none,
 * since it may be refused beside a single one as well.
 */
export function fewerAndFewer(groups: readonly string[], hasFilter: boolean): string[][] {
  const levels = [[[...groups]]];
  for (let size = groups.length - 1; size >= (hasFilter ? 0 : 1); size -= 1) {
    const seen = new Set<string>();
    const level = (levels.at(-1) ?? []).flatMap((larger) =>
      inOrderOfWorth(larger).flatMap((dropped) => {
        const smaller = larger.filter((group) => group !== dropped);
        const key = smaller.join();
        if (seen.has(key)) return [];
        seen.add(key);
        return [smaller];
      }),
    );
    levels.push(level);
  }
  return levels.flat();
}

/** Of an answer: what it is not grouped by, although that was asked for. */
export function refusedGroups(dropped: readonly string[]): string[] {
  const named = dropped.join(' and ');
  return named === '' ? [] : [`OpenAI refused to group by ${named} here, so no row has it`];
}

function inOrderOfWorth(groups: readonly string[]): string[] {
  const others = groups.filter((group) => group !== 'user_id');
  return [...groups.filter((group) => group === 'user_id'), ...others.reverse()];
}
