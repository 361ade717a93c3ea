/** docs/promises.md beside the pages whose promises it lists: what every statement of a page is, and which test holds it. */
import { lexer, type Token, type Tokens } from 'marked';
import { textOf } from './pages.ts';

export type Row = {
  page: string;
  /** Words of the page, as they are read there. */
  words: string;
  /** Where what the words say is tested; empty for words that promise nothing. */
  tests: { file: string; title: string }[];
};

/** Stands in place of words for a page that promises nothing. */
export const WHOLE_PAGE = '(the whole page)';

/** Begins the reason of a row without a test. */
const NO_PROMISE = /^no promise: \w/;

/** A paragraph, an entry of a list or a row of a table: the smallest that a page says by itself. */
export function statementsOf(markdown: string): string[] {
  return lexer(markdown).flatMap(statementsIn);
}

function statementsIn(token: Token): string[] {
  if (token.type === 'list') return (token as Tokens.List).items.flatMap(statementsIn);
  if (token.type === 'list_item') {
    const parts = (token as Tokens.ListItem).tokens;
    const own = parts.filter(({ type }) => type !== 'list');
    return [...plain(own), ...parts.filter(({ type }) => type === 'list').flatMap(statementsIn)];
  }
  if (token.type === 'table') {
    return (token as Tokens.Table).rows.flatMap((cells) => spaced(cells.map(readCell)));
  }
  return token.type === 'paragraph' ? plain([token]) : [];
}

function plain(tokens: Token[]): string[] {
  return spaced(tokens.map(textOf));
}

function spaced(parts: string[]): string[] {
  const text = parts.join(' ').replace(/\s+/g, ' ').trim();
  return text === '' ? [] : [text];
}

/** What stands in a line of text is read without a break. */
function readCell(cell: Tokens.TableCell | undefined): string {
  return (cell?.tokens ?? []).map(textOf).join('').trim();
}

/** @throws {Error} for a row that is not of the form */
export function readRows(markdown: string): Row[] {
  let page = '';
  return lexer(markdown).flatMap((token) => {
    if (token.type === 'heading') page = textOf(token);
    return token.type === 'table' ? (token as Tokens.Table).rows.map((cells) => rowOf(page, cells)) : [];
  });
}

function rowOf(page: string, [said, held]: Tokens.TableCell[]): Row {
  const [words, where] = [readCell(said), readCell(held)];
  if (NO_PROMISE.test(where)) return { page, words, tests: [] };
  const tests = where.split(/; (?=test\/)/).map((one) => {
    const [, file, title] = /^(\S+): (.+)$/.exec(one) ?? [];
    if (file === undefined || title === undefined)
      throw new Error(`${page}: no test and no reason: ${where}`);
    return { file, title };
  });
  return { page, words, tests };
}
