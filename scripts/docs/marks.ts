/** What stands between marks in a document that a person writes: parts such as tables, and single numbers. */

/** A part by the name in its marks, with links to the families' pages as they lead from the document's folder. */
export type Parts = Record<string, (pages: string) => string>;

export type Marked = { text: string; parts: string[]; problems: string[] };

/**
 * Writes parts and numbers between their marks.
 * @param pages the folder of the families' pages, seen from the document
 * @returns the new text, the parts that stand in it, and what a person has to correct, with its line
 */
export function withMarks(text: string, pages: string, parts: Parts, counts: Record<string, number>): Marked {
  const found = Object.keys(parts).filter((name) => partMarks(name).test(text));
  const filled = found.reduce(
    (whole, name) =>
      whole.replace(
        partMarks(name),
        (_, start: string, end: string) => `${start}\n${parts[name]?.(pages)}\n\n${end}`,
      ),
    text,
  );
  const numbered = filled.replace(COUNT, (mark, name: string) =>
    counts[name] === undefined ? mark : `<!-- count: ${name} -->${counts[name]}<!-- /count -->`,
  );
  const written = [...found.map(partMarks), /^```.*?^```/gms].reduce(
    (whole, other) => whole.replace(other, (lines) => lines.replace(/[^\n]/g, '')),
    numbered,
  );
  return { text: numbered, parts: found, problems: problemsIn(written, counts) };
}

/** `<!-- count: tools -->187<!-- /count -->` */
const COUNT = /<!-- count: (\w+) -->[^<]*<!-- \/count -->/g;

/** Between `<!-- NAME: ... -->` and `<!-- /NAME -->`. */
function partMarks(name: string): RegExp {
  return new RegExp(`(<!-- ${name}: [^>]*-->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
}

/** A number of the specs in plain sight, which would be wrong after the next change of them, or an unknown name. */
function problemsIn(text: string, counts: Record<string, number>): string[] {
  return text.split('\n').flatMap((line, index) => {
    const bare = [...line.matchAll(/\b(\d+) (tools|operations|families)\b/g)]
      .filter(([, number, name]) => Number(number) === counts[name ?? ''])
      .map(
        ([words, number, name]) =>
          `"${words}": write <!-- count: ${name} -->${number}<!-- /count --> ${name}`,
      );
    const unknown = [...line.matchAll(COUNT)]
      .filter(([, name]) => counts[name ?? ''] === undefined)
      .map(([, name]) => `no count ${name}; there are ${Object.keys(counts).join(', ')}`);
    return [...bare, ...unknown].map((problem) => `${index + 1} ${problem}`);
  });
}
