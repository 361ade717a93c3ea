/** The MCP package's complaints about a request's parameters, which it writes as JSON of its schema library, in words. */
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { isRecord } from '../model/record.ts';
import { plainIssue, type SchemaIssue } from '../text/plain-issue.ts';
import { CODE } from './protocol-error.ts';

const ISSUES = /^(?:Invalid \S+ request: )?(\[\s*\{[\s\S]*\}\s*\])$/;

/** @returns the message itself where it is no such error; one that is says "invalid params", also for `initialize` */
export function plainIssues(message: JSONRPCMessage): JSONRPCMessage {
  if (!('error' in message)) return message;
  const { error } = message;
  if (error.code !== CODE.internalError && error.code !== CODE.invalidParams) return message;
  const [, json] = ISSUES.exec(error.message) ?? [];
  const issues = json === undefined ? [] : parsed(json);
  const words = issues.map((issue) => `${issue.path.join('.')}: ${plainIssue(issue)}`);
  if (words.length === 0) return message;
  return {
    ...message,
    error: { ...error, code: CODE.invalidParams, message: `Nothing was done. ${words.join('; ')}` },
  };
}

function parsed(json: string): SchemaIssue[] {
  try {
    const issues: unknown[] = JSON.parse(json);
    return issues.filter(isIssue);
  } catch {
    return [];
  }
}

function isIssue(issue: unknown): issue is SchemaIssue {
  return isRecord(issue) && Array.isArray(issue.path) && typeof issue.message === 'string';
}
