/** The rows of an answer as objects again, whether they came as a table or as objects. */

type Item = Record<string, unknown>;

export function itemsOf(answer: Item): Item[] {
  if (Array.isArray(answer.items)) return answer.items as Item[];
  const { columns = [], rows = [] } = answer as { columns?: string[]; rows?: unknown[][] };
  return rows.map((row) => {
    const item: Item = {};
    columns.forEach((column, index) => {
      if (row[index] !== null) put(item, column, row[index]);
    });
    return item;
  });
}

function put(item: Item, column: string, value: unknown): void {
  const [, path = column, inner] = /^(.*?[^\]])\[([^"\]]+)\]$/.exec(column) ?? [];
  const names = [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|[^.[\]]+/g)].map(([name, quoted]) =>
    quoted === undefined ? name : (JSON.parse(`"${quoted}"`) as string),
  );
  const last = names.pop() ?? '';
  let target = item;
  for (const name of names) {
    target[name] ??= {};
    target = target[name] as Item;
  }
  target[last] =
    inner === undefined ? value : (value as unknown[][]).map((cells) => named(inner.split(', '), cells));
}

function named(names: string[], cells: unknown[]): Item {
  return Object.fromEntries(
    names.flatMap((name, index) => (cells[index] === null ? [] : [[name, cells[index]]])),
  );
}
