/** Picking rows by their metadata. */

/** Whether a row has every wanted pair; with `null`, whether it has no metadata at all. */
export function hasMetadata(
  { metadata }: { metadata: Record<string, string> | null },
  wanted: Record<string, string> | null | undefined,
): boolean {
  if (wanted === undefined) return true;
  if (wanted === null) return metadata === null;
  return Object.entries(wanted).every(([key, value]) => metadata?.[key] === value);
}
