/** Reading one source of options (flags or environment) from text into typed values. */
import ms, { type StringValue } from 'ms';
import type { Environment } from '../host/host.ts';
import { isUnfilled } from '../host/unfilled.ts';
import { readSecretPlace, type SecretPlace } from '../model/secret-place.ts';
import { didYouMean, nearest, suggestion } from '../text/nearest.ts';
import { notATime, readTime } from '../text/time-text.ts';
import { ENVIRONMENT_PREFIX, environmentName, OPTIONS, type OptionFlag, type OptionRow } from './options.ts';

/** Typed values by flag; a flag that this source does not mention is absent. */
export type OptionValues = Partial<Record<OptionFlag, OptionValue>>;

type OptionValue = boolean | string | string[] | number | SecretPlace;

/** Texts by flag, as they stood on the command line or in the environment. */
export type OptionTexts = Partial<Record<OptionFlag, string>>;

/** What keeps a server smaller than it would be without: left out by mistake, it would do more than was meant. */
const NARROWING: readonly OptionFlag[] = [
  'read-only',
  'methods',
  'tags',
  'exclude-tags',
  'tools',
  'exclude-tools',
  'expires-at',
  'expires-in',
  'project',
  'approval',
  'ask',
  'policy',
  'max-writes',
  'audit-to',
  'dry-run',
  'sandbox',
];

/** Whether a variable that the client did not fill in stops the start, instead of counting as not set. */
export function narrowsBy(name: string): boolean {
  return NARROWING.some((flag) => environmentName(flag) === name);
}

/**
 * Picks our own variables out of the environment. An empty value and a placeholder that the client never filled in
 * count as unset; where that would widen what may be done, they are problems.
 */
export function textsFromEnvironment(environment: Environment, problems: string[]): OptionTexts {
  const flags = new Map<string, OptionFlag>(OPTIONS.map((row) => [environmentName(row.flag), row.flag]));
  const texts: OptionTexts = {};
  for (const [name, text] of Object.entries(environment)) {
    if (!name.toUpperCase().startsWith(ENVIRONMENT_PREFIX) || text === undefined) continue;
    const flag = flags.get(name);
    if (flag === undefined) {
      const known = [...flags.keys()];
      const hint = didYouMean(name, known, ' Did');
      problems.push(`${name}: no such option.${hint} Known: ${known.join(', ')}.`);
    } else if (text.trim() !== '' && !isUnfilled(text)) {
      texts[flag] = text;
    } else if (narrowsBy(name)) {
      problems.push(unfilledProblem(name, text));
    }
  }
  return texts;
}

function unfilledProblem(name: string, text: string): string {
  const state = text.trim() === '' ? 'is empty' : `is ${text.trim()}, which the client did not fill in`;
  return `${name} ${state}; the server would do more than was meant. Fill the setting in, or take the variable out of the client's configuration.`;
}

/** Reads each text by its option's kind; `nameOf` says how the source calls the option in messages. */
export function readOptions(
  texts: OptionTexts,
  nameOf: (flag: OptionFlag) => string,
  problems: string[],
): OptionValues {
  const values: OptionValues = {};
  for (const row of OPTIONS) {
    const text = texts[row.flag];
    if (text === undefined) continue;
    const value = readOne(row, text.trim());
    if (value instanceof Problem) problems.push(`${nameOf(row.flag)}: ${value.sentence}`);
    else values[row.flag] = value;
  }
  return values;
}

class Problem {
  readonly sentence: string;
  constructor(sentence: string) {
    this.sentence = sentence;
  }
}

/** Each is held against every tool. */
const MOST_LISTED = 1000;

const TRUE = ['true', '1', 'yes', 'on'];
const FALSE = ['false', '0', 'no', 'off'];

function readOne(row: OptionRow, text: string): OptionValue | Problem {
  switch (row.kind) {
    case 'switch': {
      const word = text.toLowerCase();
      if (TRUE.includes(word)) return true;
      return FALSE.includes(word) ? false : new Problem(`${JSON.stringify(text)} is neither true nor false.`);
    }
    case 'list': {
      const items = text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
      if (items.length > MOST_LISTED) return new Problem(`has too many values; at most ${MOST_LISTED}.`);
      return items.length > 0 ? items : new Problem('needs at least one value.');
    }
    case 'seconds': {
      const seconds = /^\d{1,6}$/.test(text) ? Number(text) : 0;
      return seconds > 0 ? seconds : new Problem('write a whole number of seconds, such as 30.');
    }
    case 'count': {
      const count = /^\d{1,6}$/.test(text) ? Number(text) : 0;
      const { least = 1 } = row;
      return count >= least ? count : new Problem(`write a whole number above ${least - 1}.`);
    }
    case 'secret-place':
      return (
        readSecretPlace(text) ??
        new Problem(
          `${JSON.stringify(text)} is no place for secrets; write keychain, file:FOLDER, command:NAME or reveal.`,
        )
      );
    case 'command': {
      const place = readSecretPlace(text);
      return place?.kind === 'command'
        ? place.name
        : new Problem(
            `${JSON.stringify(text)} is no command; write command:NAME, with a NAME from audit_commands in the configuration file.`,
          );
    }
    case 'prefix':
      return /^[A-Za-z_][A-Za-z0-9_-]{0,15}$/.test(text)
        ? text
        : new Problem(
            'write at most 16 letters, digits, "_" and "-", beginning with a letter, such as acme.',
          );
    case 'duration':
      return readDuration(text);
    case 'time':
      return readTime(text) ?? new Problem(notATime(text));
    default:
      return readChoice(row, text);
  }
}

function readChoice(row: OptionRow, text: string): string | Problem {
  if (text === '') return new Problem('needs a value.');
  if (row.choices === undefined || row.choices.includes(text)) return text;
  const meant = nearest(text, row.choices);
  const hint = meant !== undefined && row.unsafe?.includes(meant) ? '' : suggestion(meant, ' Did');
  return new Problem(`${JSON.stringify(text)} is not one of ${row.choices.join(', ')}.${hint}`);
}

/**
 * A moment in the past: a time, or how long ago it was. Milliseconds since 1970, or a sentence that says what to write.
 */
export function readMoment(text: string, now: number): number | string {
  const ago = readDuration(text);
  if (typeof ago === 'number') return now - ago;
  const time = readTime(text);
  if (time !== undefined) return time;
  return `${JSON.stringify(text)} is neither a time nor a duration; write e.g. 2026-12-31T18:00:00Z, 90m or 2d.`;
}

/** A century: what is longer is a slip, and could not be written as a date. */
const MAX_DURATION_MILLISECONDS = 100 * 366 * 86_400_000;

function readDuration(text: string): number | Problem {
  const milliseconds = /^\d+(\.\d+)?\s*[a-z]+$/i.test(text) ? ms(text as StringValue) : undefined;
  if (milliseconds !== undefined && milliseconds > 0 && milliseconds <= MAX_DURATION_MILLISECONDS)
    return milliseconds;
  return new Problem(`${JSON.stringify(text)} is not a duration; write e.g. 90m, 8h or 2d.`);
}
