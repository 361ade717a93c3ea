/** The rule that every tag says what it holds: a family's name by its title, any other once in a file that uses it. */
import type { SpecDocument } from './spec-document.ts';
import type { SpecMistake } from './spec-error.ts';
import type { FamilyFile } from './spec-schema.ts';

type ReadFile = { family: FamilyFile; document: SpecDocument };

/** Tags that nothing describes, and descriptions that stand twice or belong to no tool. */
export function checkTags(files: ReadFile[]): SpecMistake[] {
  const mistakes: SpecMistake[] = [];
  const described = new Set<string>();
  for (const { family, document } of files) {
    for (const tag of Object.keys(family.tag_descriptions ?? {})) {
      const report = (message: string) =>
        mistakes.push(document.mistakeAt(['tag_descriptions', tag], `${tag}: ${message}`));
      if (described.has(tag)) report('another file describes this tag already');
      else if (!usesOf({ family, document }).some((use) => use.tag === tag))
        report('no tool here has this tag');
      described.add(tag);
    }
  }
  const known = new Set([...files.map(({ family }) => family.family), ...described]);
  for (const { tag, document, path } of files.flatMap(usesOf)) {
    if (known.has(tag)) continue;
    known.add(tag);
    const message = `tags: ${tag} is described nowhere; add to this file tag_descriptions: { ${tag}: what it holds, in a few words }`;
    mistakes.push(document.mistakeAt(path, message));
  }
  return mistakes;
}

function usesOf({ family, document }: ReadFile) {
  const usesIn = (tags: string[] | undefined, path: PropertyKey[]) =>
    (tags ?? []).map((tag, index) => ({ tag, document, path: [...path, 'tags', index] }));
  return [
    ...usesIn(family.tags, []),
    ...Object.entries(family.tools).flatMap(([name, { tags }]) => usesIn(tags, ['tools', name])),
  ];
}
