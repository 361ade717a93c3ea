/** What a person at a terminal sees of a command that failed, and the exit code. */
import { CommanderError } from 'commander';
import { CredentialError, type CredentialErrorKind } from '../credentials/credential-error.ts';
import { EXIT } from '../host/exit-code.ts';
import { isDamagedInstallation } from '../model/damaged-installation.ts';
import { codeOf } from '../model/error-code.ts';
import { ownCommand } from '../model/own-command.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { SinkError } from '../sinks/sink-error.ts';
import { SpecError } from '../specs/spec-error.ts';
import { showInvisible } from '../text/shown-form.ts';
import { describeUnforeseen } from './describe-unforeseen.ts';

/** A command that could not do what it was asked for; the message says what to do. */
export class CommandFailure extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.exitCode = exitCode;
  }
}

export type Failure = {
  /** For stderr, with a line break at its end; empty where commander has printed its own. */
  text: string;
  /** The same on one line, for a client. */
  reason: string;
  exitCode: number;
};

export function describeFailure(error: unknown): Failure {
  if (error instanceof CommanderError) {
    const exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return { text: '', reason: reasonOf(`${error.message}\n${seeOptions()}`), exitCode };
  }
  const { text, exitCode } = describeOwn(error);
  return { text, reason: reasonOf(text), exitCode };
}

const seeOptions = () => `Run ${ownCommand('--help')} for every option.\n`;

function reasonOf(text: string): string {
  const sentence = text
    .trim()
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ');
  return `openai-admin-mcp did not start. ${showInvisible(sentence)}`;
}

function describeOwn(error: unknown): { text: string; exitCode: number } {
  const exitCode = exitCodeOf(error);
  if (error instanceof Error && exitCode !== undefined) {
    const more = error instanceof SettingsError ? seeOptions() : '';
    return { text: `${showInvisible(error.message)}\n${more}`, exitCode };
  }
  const text =
    codeOf(error) === 'ENOENT'
      ? 'A file of the program is missing: install it again, or in a clone run npm run build.\n'
      : `openai-admin-mcp failed: ${describeUnforeseen(error)}. Please report how to repeat it.\n`;
  return { text, exitCode: EXIT.internal };
}

const OF_CREDENTIALS: Partial<Record<CredentialErrorKind, number>> = {
  bad_profile_name: EXIT.usage,
  bad_project_id: EXIT.usage,
  keychain_timeout: EXIT.timedOut,
};

/** Undefined for an error that nobody foresaw. */
function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof CommandFailure) return error.exitCode;
  if (isDamagedInstallation(error)) return EXIT.internal;
  if (error instanceof SpecError || error instanceof SettingsError) return EXIT.usage;
  if (error instanceof CredentialError) return OF_CREDENTIALS[error.kind] ?? EXIT.noCredential;
  if (!(error instanceof SinkError)) return undefined;
  return error.cause instanceof CredentialError ? exitCodeOf(error.cause) : EXIT.noCredential;
}
