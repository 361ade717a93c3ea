/** Setting aside the proper names in a question, which say what a thing is called and not what it is. */
import { isKnown, isMeaning, termsOf } from './terms.ts';

/** What is left of a question, and what the names in it stand for. */
export type WithoutNames = { rest: string; stand: NameStands };

/** A place is what something is in, of or from: a project or a group. A person is what is put there or taken away. */
export type NameStands = { place: boolean; person: boolean };

const QUOTED = /"[^"]+"|“[^”]+”|„[^“”]+[“”]|«[^»]+»|(?<![\p{L}\d])'[^']+'(?![\p{L}\d])/gu;
const EMAIL = /[\w.+-]+@[\w-]+\.[\w.-]+/g;
/** "report.pdf" says that a file is meant. */
const FILE_NAME = /(?<![\w./-])[\w-]+\.(?!com\b|org\b)[a-z]{2,5}\b/g;

/** What stands behind "called" up to where the sentence goes on, in capitals or not. */
const CALLED =
  /(?<=\b(?:called|named|titled|namens|genannt|llamad[oa]|appelée?) )(?!what\b)[^,.;:?!]+?(?=$|[,.;:?!]| (?:in|into|from|for|to|with|that|which|who|and|so|by)\b)/gi;

const CAPITAL = String.raw`\p{Lu}[\p{L}\d]*(?:[-_&/][\p{L}\d]+)*`;
const RUN = new RegExp(
  String.raw`(?<![\p{L}\d_-])${CAPITAL}(?: (?:(?:and|of|for|und|de|&) )?${CAPITAL})*(?![\p{L}\d_]|['’]t)`,
  'gu',
);

/** The words before a place. */
const INTO =
  /\b(in|into|inside|within|of|for|from|to|at|on|onto|im|aus|zu|zum|zur|fuer|en|de|a|dans|du)( (the|our|der|die|das|dem|el|la|le))?\s*$/i;

/** Words for a thing that stand beside its name: "Project Phoenix", "the Phoenix team". */
const KINDS = new Set(['project', 'group', 'role']);

const CAPITAL_LITTLE_WORD =
  /(?<=[\p{L}\d] )(?:The|Me|My|Our|All|In|Of|For|To|Is|Are|An?|And|With|By|From)\b/u;

/** Takes the names out. `titles` are the terms of what tools are called: those words in capitals are no name. */
export function withoutNames(
  question: string,
  titles: readonly string[],
  isFound: (word: string) => boolean,
): WithoutNames {
  const isWord = (word: string) => isKnown(word) || isFound(word);
  const stand: NameStands = { place: false, person: false };
  const note = (before: string, behind: string, kept: string) => {
    const besideKind = termsOf(
      `${before.split(' ').slice(-2).join(' ')} ${kept} ${behind.split(' ')[1] ?? ''}`,
    ).some((term) => KINDS.has(term));
    if (INTO.test(before)) stand.place ||= !besideKind;
    else stand.person ||= !besideKind;
  };
  let rest = question
    .replace(CALLED, ' ')
    .replace(FILE_NAME, ' file ')
    .replace(QUOTED, (name, at: number) => {
      note(question.slice(0, at), question.slice(at + name.length), '');
      return ' ';
    })
    .replace(EMAIL, () => {
      stand.person = true;
      return ' ';
    });
  // Where every word has a capital, none of them says anything.
  if (CAPITAL_LITTLE_WORD.test(rest)) return { rest, stand };
  const text = rest;
  rest = text.replace(RUN, (run, at: number) => {
    const { lead, name } = partOf(run, text.slice(0, at).trim() === '', isWord);
    if (name === '' || !isName(name, titles, isWord, text.slice(0, at) + lead, text.slice(at + run.length)))
      return run;
    const words = name.split(' ');
    const kept = [words[0] ?? '', words.at(-1) ?? ''].filter((word) =>
      termsOf(word).some((term) => KINDS.has(term)),
    );
    note(text.slice(0, at) + lead, text.slice(at + run.length), kept.join(' '));
    return `${lead}${kept.join(' ')} `;
  });
  return { rest, stand };
}

/** The first word of a question has its capital from there, unless it can be nothing but a name. */
function partOf(
  run: string,
  isStart: boolean,
  isWord: (word: string) => boolean,
): { lead: string; name: string } {
  const [first = '', ...others] = run.split(' ');
  if (!isStart || !isWord(first)) return { lead: '', name: run };
  return { lead: `${first} `, name: others.join(' ') };
}

function isName(
  words: string,
  titles: readonly string[],
  isWord: (word: string) => boolean,
  before: string,
  behind: string,
): boolean {
  const terms = termsOf(words);
  if (terms.length > 1) return !titles.some((title) => title.includes(` ${terms.join(' ')} `));
  const [only = ''] = terms;
  if (!isWord(words)) return !GERMAN.test(behind);
  // One word that may be the thing itself is a name only where a place is meant and nothing else follows.
  return (
    !isMeaning(only) &&
    INTO.test(before) &&
    /^\s*($|[?.!,;]|(in|on|at|for|from|since|last|this|to|project|team|group|workspace|department)\b)/i.test(
      behind,
    )
  );
}

/** After a German noun, which has its capital anyway. */
const GERMAN = /^ (?:des|der|die|das|dem|den|von|vom|im|zu|zum|zur|fuer|für|eines|einer)\b/;
