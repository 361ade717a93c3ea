/** Reads what an error answer says, in every form that OpenAI, its gateways and other proxies write. */
import { isRecord } from '../model/record.ts';
import { cleanForeignText } from './foreign-text.ts';
import { parseJson } from './parse-json.ts';

export type ErrorBody = {
  message?: string;
  type?: string;
  code?: string;
  param?: string;
  /** A page for people (HTML, XML): no part of the API wrote it. */
  markup: boolean;
};

const MAX_NAME_LENGTH = 100;

/**
 * OpenAI's `{error: {...}}`, the older bare `{code, message}`, `{error: "text"}`, the `detail` of RFC 9457, or plain
 * text; else nothing. Every text is cleaned and bounded.
 */
export function readErrorBody(body: Buffer, contentType: string): ErrorBody {
  let parsed: unknown;
  try {
    parsed = parseJson(body);
  } catch {
    return readText(body.toString('utf8'), contentType);
  }
  const outer = isRecord(parsed) ? parsed : {};
  const error =
    typeof outer.error === 'string' ? { message: outer.error } : isRecord(outer.error) ? outer.error : outer;
  const result: ErrorBody = { markup: false };
  const message = [error.message, error.detail, error.title].map((text) => clean(text)).find(Boolean);
  if (message !== undefined) result.message = message;
  for (const name of ['type', 'code', 'param'] as const) {
    const text = clean(error[name], MAX_NAME_LENGTH);
    if (text !== undefined) result[name] = text;
  }
  return result;
}

/** A page for people, as gateways, firewalls and logins answer with. */
export function isMarkup(text: string, contentType: string): boolean {
  return /\b(?:x?html|xml)\b/i.test(contentType) || /^\s*<(?:!|\?xml|html|head|body)/i.test(text);
}

function readText(text: string, contentType: string): ErrorBody {
  if (isMarkup(text, contentType)) return { markup: true };
  const message = contentType.startsWith('text/plain') ? clean(text) : undefined;
  return { ...(message !== undefined && { message }), markup: false };
}

function clean(value: unknown, maxLength?: number): string | undefined {
  return typeof value === 'string' && value !== ''
    ? cleanForeignText(value, maxLength) || undefined
    : undefined;
}
