/** What becomes of our entry, as lines to look at. Nothing else changes, and other servers' entries hold keys. Pure. */

/** Each text is empty where there is no entry. */
export function changedLines(before: string, after: string): string[] {
  const [old, young] = [linesOf(before), linesOf(after)];
  const shorter = Math.min(old.length, young.length);
  const differsAt = old.slice(0, shorter).findIndex((line, index) => line !== young[index]);
  const start = differsAt === -1 ? shorter : differsAt;
  const most = shorter - start;
  const fromEnd = Array.from({ length: most }, (_, index) => index).find(
    (index) => old.at(-1 - index) !== young.at(-1 - index),
  );
  const end = fromEnd ?? most;
  return [
    ...old.slice(0, start).map((line) => `  ${line}`),
    ...old.slice(start, old.length - end).map((line) => `- ${line}`),
    ...young.slice(start, young.length - end).map((line) => `+ ${line}`),
    ...old.slice(old.length - end).map((line) => `  ${line}`),
  ];
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}
