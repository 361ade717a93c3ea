/** The shape of a JSON object. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A record whose members may be undefined, as one that lacks those that are. */
export type Defined<Given> = {
  [Name in keyof Given as undefined extends Given[Name] ? never : Name]: Given[Name];
} & {
  [Name in keyof Given as undefined extends Given[Name] ? Name : never]?: Exclude<Given[Name], undefined>;
};

/**
 * Without the members that are undefined: the one way in which an optional member is left out. A member that hangs on
 * a condition of its own is spread with that condition.
 */
export function defined<Given extends object>(record: Given): Defined<Given> {
  const kept: Record<string, unknown> = {};
  // A loop, since calls pass here: it takes a third of the time of a filter over the entries.
  for (const name in record) if (record[name] !== undefined) kept[name] = record[name];
  return kept as Defined<Given>;
}
