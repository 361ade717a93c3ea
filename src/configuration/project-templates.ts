/** The user's project templates, project-templates/NAME.yaml: inputs that `onboard_project` takes from a file. */
import { readdirSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { configurationFolder } from '../host/application-folders.ts';
import type { Host } from '../host/host.ts';
import { ownCommand } from '../model/own-command.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { readSpecDocument, type SpecDocument } from '../specs/spec-document.ts';
import { SpecError } from '../specs/spec-error.ts';
import { quote } from '../text/clean.ts';
import { didYouMean } from '../text/nearest.ts';
import { readGuardedFile } from './guarded-file.ts';

const NAME = /^[a-z0-9][a-z0-9_-]{0,39}$/i;

/**
 * Absolute path of the template of this name, whether or not it is there.
 * @throws SettingsError for what is no plain name
 */
export function templatePath(name: string, asked: string, host: Host): string {
  if (NAME.test(name)) return pathOf(host).join(templateFolder(host), `${name}.yaml`);
  throw new SettingsError([
    `${asked}: ${quote(name)} cannot be a template's name. Use up to 40 letters, digits, "-" and "_".`,
  ]);
}

/**
 * @param asked the argument that names it, to start a message with
 * @throws SettingsError when it is missing or others could write it; SpecError for what is no YAML, with its place
 */
export function readTemplate(name: string, asked: string, host: Host): SpecDocument {
  const path = templatePath(name, asked, host);
  const text = readGuardedFile(path, host.uid, asked);
  if (text === undefined) {
    const known = namesIn(templateFolder(host));
    const others = known.length === 0 ? '' : ` Known: ${known.join(', ')}.`;
    throw new SettingsError([
      `${asked}: there is no ${path}.${didYouMean(name, known, ' Did')}${others} The user can write it by hand, or with ${ownCommand(`jobs template PROJECT ${name}`)} in a terminal.`,
    ]);
  }
  const document = readSpecDocument(path, text);
  if (document.syntaxMistakes.length > 0) throw new SpecError(document.syntaxMistakes);
  return document;
}

function templateFolder(host: Host): string {
  return pathOf(host).join(configurationFolder(host), 'project-templates');
}

function pathOf({ platform }: Host) {
  return platform === 'win32' ? win32 : posix;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap((file) => /^(.*)\.yaml$/.exec(file)?.[1] ?? []);
  } catch {
    // None was made yet.
    return [];
  }
}
