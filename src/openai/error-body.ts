/** Reads what an error answer says and in whose form, since that tells whether OpenAI said it or something on the way. */
import { isRecord } from '../model/record.ts';
import { cleanForeignText } from './foreign-text.ts';
import { parseJson } from './parse-json.ts';

/**
 * `openai`: an error as the API writes it. `page`: HTML or XML, for people. `foreign`: other JSON or text, which no
 * part of the API writes. `nothing`: no words at all, so nobody knows who answered.
 */
export type ErrorForm = 'openai' | 'page' | 'foreign' | 'nothing';

export type ErrorBody = {
  form: ErrorForm;
  message?: string;
  type?: string;
  code?: string;
  param?: string;
};

const MAX_NAME_LENGTH = 100;
/** Of members within members: `{fault: {detail: {errorcode}}}`, `{errors: [{message}]}`. */
const MAX_DEPTH = 3;
/** Cleaning thousands of texts takes seconds, and the telling ones stand first. */
const MAX_TEXTS = 200;

/** Every text is cleaned and bounded. */
export function readErrorBody(body: Buffer, contentType: string, status: number): ErrorBody {
  let parsed: unknown;
  try {
    parsed = parseJson(body);
  } catch {
    return readText(body.toString('utf8'), contentType);
  }
  const error = isRecord(parsed) ? errorIn(parsed, status) : undefined;
  if (error === undefined) return readForeign(parsed);
  const result: ErrorBody = { form: 'openai' };
  for (const name of ['message', 'type', 'code', 'param'] as const) {
    const text = clean(error[name], name === 'message' ? undefined : MAX_NAME_LENGTH);
    if (text !== undefined) result[name] = text;
  }
  return result;
}

/** A page for people, as gateways, firewalls and logins answer with. */
export function isMarkup(text: string, contentType: string): boolean {
  return /\b(?:x?html|xml)\b/i.test(contentType) || /^\s*<(?:!|\?xml|html|head|body)/i.test(text);
}

const BARE_NAMES = new Set(['object', 'message', 'type', 'code', 'param']);

/** OpenAI's `{error: {...}}`, or its members without that envelope, as in the older `{code: 404, message}`. */
function errorIn(outer: Record<string, unknown>, status: number): Record<string, unknown> | undefined {
  if (isRecord(outer.error)) return outer.error;
  const isBare =
    typeof outer.message === 'string' && Object.keys(outer).every((name) => BARE_NAMES.has(name));
  return isBare && (outer.code === status || typeof outer.type === 'string') ? outer : undefined;
}

function readText(text: string, contentType: string): ErrorBody {
  if (isMarkup(text, contentType)) return { form: 'page' };
  if (text.trim() === '') return { form: 'nothing' };
  // What begins like JSON and is none was cut.
  const message = /^\s*[{[]/.test(text) ? undefined : clean(text);
  return { form: 'foreign', ...(message !== undefined && { message }) };
}

/** Names of members that hold words, the most telling first. */
const TELLING = [/message|msg/i, /detail|descri|faultstring/i, /title|reason|error|fault/i];

function readForeign(parsed: unknown): ErrorBody {
  const texts = firstTextsIn(parsed);
  for (const name of TELLING) {
    for (const text of texts) {
      const message = name.test(text.name) ? clean(text.text) : undefined;
      if (message !== undefined) return { form: 'foreign', message };
    }
  }
  return { form: isRecord(parsed) && texts.length === 0 ? 'nothing' : 'foreign' };
}

function firstTextsIn(parsed: unknown): { name: string; text: string }[] {
  const texts: { name: string; text: string }[] = [];
  for (const text of textsIn(parsed, 'message', 0)) if (texts.push(text) === MAX_TEXTS) break;
  return texts;
}

/** The texts of a value, each with the name of the nearest member that holds it. */
function* textsIn(value: unknown, name: string, depth: number): Generator<{ name: string; text: string }> {
  if (typeof value === 'string') yield { name, text: value };
  if (depth === MAX_DEPTH || typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  for (const [member, inner] of Object.entries(value)) {
    yield* textsIn(inner, isList ? name : member, depth + 1);
  }
}

function clean(value: unknown, maxLength?: number): string | undefined {
  return typeof value === 'string' && value !== ''
    ? cleanForeignText(value, maxLength) || undefined
    : undefined;
}
