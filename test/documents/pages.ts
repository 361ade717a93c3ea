/** The markdown pages of the repository, read as GitHub reads them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import GithubSlugger from 'github-slugger';
import { lexer, type Token, walkTokens } from 'marked';

export type Page = {
  /** From the root of the repository, with `/`. */
  path: string;
  /** Targets of links and pictures, as written. */
  links: string[];
  /** What `#` may lead to. */
  anchors: Set<string>;
  /** Code in a line of text. */
  codeSpans: string[];
  codeBlocks: { language: string; text: string }[];
};

const NOT_OURS = ['.git', 'node_modules', 'dist'];

/** Every page, those of hidden folders included. */
export function allPages(): Page[] {
  return readdirSync('.', { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.includes(name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? readdirSync(entry.name, { recursive: true, encoding: 'utf8' }).map((name) => join(entry.name, name))
        : [entry.name],
    )
    .filter((path) => path.endsWith('.md'))
    .map((path) => readPage(path.replaceAll(sep, '/'), readFileSync(path, 'utf8')));
}

export function readPage(path: string, text: string): Page {
  const page: Page = { path, links: [], anchors: new Set(), codeSpans: [], codeBlocks: [] };
  const slugger = new GithubSlugger();
  void walkTokens(lexer(text), (token) => {
    if (token.type === 'link' || token.type === 'image') page.links.push(token.href);
    if (token.type === 'heading') page.anchors.add(slugger.slug(textOf(token)));
    if (token.type === 'codespan') page.codeSpans.push(token.text);
    if (token.type === 'code') page.codeBlocks.push({ language: token.lang ?? '', text: token.text });
  });
  return page;
}

/** What of a heading is read, without its markup. */
export function textOf(token: Token): string {
  const inside = 'tokens' in token ? token.tokens : undefined;
  return inside ? inside.map(textOf).join('') : 'text' in token ? token.text : '';
}
