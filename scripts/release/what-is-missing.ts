/** What a release still lacks, as sentences that say what to do. */

/** What is looked at. */
export type Project = {
  manifest: Record<string, unknown> & { version: string };
  changelog: string;
  /** Texts that may hold a mark, with their paths. */
  texts: { path: string; text: string }[];
  /** What git says; absent outside a clone. */
  git?: { tags: string[]; isClean: boolean };
};

/** What tells a stranger whose program this is; `mcpName` is its name in the MCP registry. */
const FIELDS = ['author', 'bugs', 'homepage', 'repository', 'mcpName'];

/** What can only be written once the release is there: `before release: WHAT TO DO`. */
const MARK = /before release: (.+?)(?: -->)?$/;

/** One sentence for each thing; empty when nothing stands in the way. */
export function whatIsMissing({ manifest, changelog, texts, git }: Project): string[] {
  const { version } = manifest;
  const missing = FIELDS.filter((field) => !manifest[field]).map(
    (field) => `package.json: write ${field}, once there is something true to write.`,
  );
  const newest = /^## (\S+)/m.exec(changelog)?.[1];
  if (newest !== version) {
    missing.push(
      `CHANGELOG.md: begins with ${newest ?? 'no version'}, and package.json says ${version}. Make them one.`,
    );
  }
  for (const { path, text } of texts) {
    for (const [index, line] of text.split('\n').entries()) {
      const what = MARK.exec(line.trimEnd())?.[1];
      if (what !== undefined) missing.push(`${path}:${index + 1}: ${what}`);
    }
  }
  if (git === undefined) missing.push('git: this is no clone. Release from one.');
  else {
    if (!git.isClean)
      missing.push('git: there are changes that are not committed. Commit them or put them aside.');
    if (!git.tags.includes(`v${version}`)) {
      missing.push(`git: this commit has no tag v${version}. Add it last: git tag v${version}`);
    }
  }
  return missing;
}
