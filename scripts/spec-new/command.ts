/** Printing the stub of a tool for a request of the SDK, or adding it to a spec file. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseSpecs } from '../../src/specs/parse-specs.ts';
import { SpecError } from '../../src/specs/spec-error.ts';
import { whyNoTool } from '../drift/check.ts';
import { DRIFT_RULES } from '../drift/scope-and-exceptions.ts';
import type { SdkOperation } from '../sdk/operations.ts';
import { findOperation } from './find.ts';
import { appended, newFile, UNWRITTEN } from './stub.ts';

const USAGE = `Usage: npm run spec:new -- <SDK method or "METHOD /path"> [FILE]
FILE is a name in tool-specs without .yaml, such as project-users.`;

/** What goes to stdout, to stderr, and the exit code. */
export type Outcome = { printed?: string; said: string; code: 0 | 2 };

/** @param folder of the spec files */
export function newSpec(words: string[], folder: string, readOperations: () => SdkOperation[]): Outcome {
  const isRequest = words[1]?.startsWith('/') === true;
  const wanted = words.slice(0, isRequest ? 2 : 1).join(' ');
  const [file, ...rest] = words.slice(isRequest ? 2 : 1);
  if (wanted === '' || rest.length > 0 || (file !== undefined && !/^[a-z][a-z0-9-]*$/.test(file))) {
    return refused(USAGE);
  }
  const found = findOperation(wanted, readOperations());
  if ('nearest' in found) {
    return refused(
      [`The SDK has no ${wanted}. Nearest:`, ...found.nearest.map((name) => `  ${name}`)].join('\n'),
    );
  }
  const unfit = whyNoTool(found);
  if (unfit !== undefined) return refused(`${found.name} cannot be a tool: ${unfit}.`);
  const path = `${folder}/${file}.yaml`;
  try {
    const said = `${scopeOf(found.name)}\n`;
    if (file === undefined) return { printed: newFile(found), said, code: 0 };
    const text = existsSync(path) ? appended(readFileSync(path, 'utf8'), found) : newFile(found, file);
    checkParses(path, text);
    writeFileSync(path, text);
    const printed = `${path}: added ${found.name}. Now write its docs, its example, and what is marked ${UNWRITTEN}.\n`;
    return { printed, said, code: 0 };
  } catch (error) {
    if (error instanceof SpecError) return refused(error.message);
    return refused(`${file === undefined ? found.name : path}: ${(error as Error).message}`);
  }
}

/** What the drift check will make of a tool for this. */
function scopeOf(name: string): string {
  const [top = ''] = name.split('.');
  const reason = DRIFT_RULES.outOfScope[top];
  return reason === undefined
    ? `${name} is in scope: npm run drift compares all of client.${top} with the specs.`
    : `${name} is out of scope (${reason}): npm run drift compares this request and asks for no other of client.${top}.`;
}

/** A file that had mistakes of its own before stays as it is; what other files say is not looked up here. */
function checkParses(path: string, text: string): void {
  try {
    parseSpecs([{ name: path, text: text.replaceAll(UNWRITTEN, 'comes later') }]);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    const own = error.mistakes.filter(({ message }) => !/^(from_tool: no tool|tags:)/.test(message));
    if (own.length > 0) throw new SpecError(own);
  }
}

function refused(why: string): Outcome {
  return { said: `${why}\n`, code: 2 };
}
