/** The table of the server's options: each flag, its environment twin, its kind of value and its help text. */
import { APPROVAL_MODES } from '../model/approval-mode.ts';
import { ASK_MODES } from '../model/ask-mode.ts';

/** `list` takes commas and may be repeated; `seconds` and `count` are whole numbers; `duration` is like 90m or 2h; `command` is command:NAME; `prefix` starts a tool's name. */
export type OptionKind =
  | 'switch'
  | 'list'
  | 'text'
  | 'seconds'
  | 'count'
  | 'duration'
  | 'time'
  | 'secret-place'
  | 'command'
  | 'prefix';

export type OptionRow = {
  flag: string;
  kind: OptionKind;
  /** Placeholder in the help, e.g. `TAG,...`. */
  value?: string;
  choices?: readonly string[];
  /** Choices that a slip is never told to mean, since they let the server do more than all others. */
  unsafe?: readonly string[];
  /** `count` only: the smallest that makes sense; 1 when absent. */
  least?: number;
  help: string;
};

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const EXPOSURES = ['all', 'discovery'] as const;

/** Every option of `serve`, in the order of the help and docs/options.md. */
export const OPTIONS = [
  { flag: 'read-only', kind: 'switch', help: 'Only tools that read.' },
  {
    flag: 'methods',
    kind: 'list',
    value: 'METHOD,...',
    help: 'Only these: read, write, or list, get, query, report, create, update, delete, action.',
  },
  {
    flag: 'tags',
    kind: 'list',
    value: 'TAG,...',
    help: 'Tools with one of these tags; core when neither --tags nor --tools is given, all for everything.',
  },
  { flag: 'exclude-tags', kind: 'list', value: 'TAG,...', help: 'Without the tools that have one of these.' },
  {
    flag: 'tools',
    kind: 'list',
    value: 'NAME,...',
    help: 'These tools, besides those of --tags; * and ? stand for any characters.',
  },
  { flag: 'exclude-tools', kind: 'list', value: 'NAME,...', help: 'Without these tools; * and ? as above.' },
  {
    flag: 'exposure',
    kind: 'text',
    value: 'HOW',
    choices: EXPOSURES,
    help: 'How the tools are listed: all of them (default), or discovery: four tools that find and call the rest.',
  },
  {
    flag: 'tool-prefix',
    kind: 'prefix',
    value: 'NAME',
    help: 'Put NAME_ before every tool name that clients see, for clients that merge servers; at most 16 characters.',
  },
  {
    flag: 'max-result-tokens',
    kind: 'count',
    value: 'COUNT',
    least: 1000,
    help: 'Cut answers at so many tokens and say how to go on (default 6000).',
  },
  {
    flag: 'tool-specs',
    kind: 'text',
    value: 'FOLDER',
    help: 'Add the tools of your own YAML files; see tool-specs/README.md.',
  },
  {
    flag: 'expires-at',
    kind: 'time',
    value: 'TIME',
    help: 'End access at this moment, also for servers that are started later, e.g. 2026-12-31T18:00:00Z.',
  },
  {
    flag: 'expires-in',
    kind: 'duration',
    value: 'DURATION',
    help: 'End the access of this process after e.g. 90m, 8h or 2d; one that the client starts anew has as long again.',
  },
  {
    flag: 'project',
    kind: 'list',
    value: 'ID,...',
    help: 'Keep to these projects: other ids are refused, and what is about the whole organization is off.',
  },
  {
    flag: 'approval',
    kind: 'text',
    value: 'WHICH',
    choices: APPROVAL_MODES,
    unsafe: ['off'],
    help: 'Which writes a person approves first: irreversible (default), with costly ones and new secrets; writes, which is all; or off.',
  },
  {
    flag: 'ask',
    kind: 'text',
    value: 'WAY',
    choices: ASK_MODES,
    help: 'How a person is asked: form, of the client; window, of the system; terminal; or auto (default), the first of these that there is.',
  },
  {
    flag: 'approval-ttl',
    kind: 'duration',
    value: 'DURATION',
    help: 'How long a write waits for approval, and an approval for its use, e.g. 30m (default 10m, at most 24h).',
  },
  {
    flag: 'policy',
    kind: 'text',
    value: 'FILE',
    help: 'Rules in YAML that allow, approve or deny calls; see docs/policy.md.',
  },
  { flag: 'max-writes', kind: 'count', value: 'COUNT', help: 'Send at most so many writes an hour.' },
  {
    flag: 'dry-run',
    kind: 'switch',
    help: 'Send no write: show its request and what would change instead.',
  },
  {
    flag: 'secrets',
    kind: 'secret-place',
    value: 'PLACE',
    help: 'Where new secrets go: keychain, file:FOLDER, command:NAME, or reveal, into the conversation (default keychain).',
  },
  {
    flag: 'audit-to',
    kind: 'command',
    value: 'command:NAME',
    help: 'Hand each line of the audit trail to this command too; if it fails, no write is sent.',
  },
  {
    flag: 'exports',
    kind: 'text',
    value: 'FOLDER',
    help: 'Let lists and reports be saved in this folder, whole, as CSV or JSON.',
  },
  {
    flag: 'sandbox',
    kind: 'switch',
    help: 'Serve the sandbox organization on this machine; needs no key.',
  },
  {
    flag: 'profile',
    kind: 'text',
    value: 'NAME',
    help: 'Which stored organization to use (default: default).',
  },
  {
    flag: 'key-file',
    kind: 'text',
    value: 'PATH',
    help: 'Read keys from this file, which only its owner may read.',
  },
  {
    flag: 'timeout',
    kind: 'seconds',
    value: 'SECONDS',
    help: 'Longest time for one request to OpenAI with all its tries (default 30); a call may take several.',
  },
  { flag: 'base-url', kind: 'text', value: 'URL', help: 'API address (default https://api.openai.com/v1).' },
  {
    flag: 'allow-host',
    kind: 'list',
    value: 'HOST,...',
    help: 'Let --base-url name a host that is neither OpenAI nor this machine; it receives the key.',
  },
  { flag: 'ca-file', kind: 'text', value: 'PATH', help: 'Trust these certificate authorities too (PEM).' },
  {
    flag: 'log-level',
    kind: 'text',
    value: 'LEVEL',
    choices: LOG_LEVELS,
    help: 'What to write to stderr: error, warn (default), info or debug.',
  },
] as const satisfies readonly OptionRow[];

export type OptionFlag = (typeof OPTIONS)[number]['flag'];

/** Prefix of the environment twins. */
export const ENVIRONMENT_PREFIX = 'OPENAI_ADMIN_MCP_';

/** A flag as people type it. */
export function flagName(flag: string): string {
  return `--${flag}`;
}

/** The environment variable that does what a flag does. */
export function environmentName(flag: string): string {
  return ENVIRONMENT_PREFIX + flag.toUpperCase().replaceAll('-', '_');
}
