/** `npm run spec:new -- METHOD [FILE]`: prints the stub of a tool, or adds it to a spec file. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseSpecs } from '../../src/specs/parse-specs.ts';
import { SpecError } from '../../src/specs/spec-error.ts';
import { whyNoTool } from '../drift/check.ts';
import { DRIFT_RULES } from '../drift/rules.ts';
import { readSdk } from '../sdk/operations.ts';
import { findOperation } from './find.ts';
import { appended, newFile, UNWRITTEN } from './stub.ts';

const words = process.argv.slice(2);
const isRequest = words[1]?.startsWith('/') === true;
const wanted = words.splice(0, isRequest ? 2 : 1).join(' ');
const [file, ...rest] = words;
if (wanted === '' || rest.length > 0 || (file !== undefined && !/^[a-z][a-z0-9-]*$/.test(file))) {
  refuse(
    'Usage: npm run spec:new -- <SDK method or "METHOD /path"> [FILE]\nFILE is a name in tool-specs without .yaml, such as project-users.',
  );
} else {
  run();
}

function run(): void {
  const { operations } = readSdk('node_modules/openai');
  const found = findOperation(wanted, operations);
  if ('nearest' in found) {
    refuse([`The SDK has no ${wanted}. Nearest:`, ...found.nearest.map((name) => `  ${name}`)].join('\n'));
    return;
  }
  const unfit = whyNoTool(found);
  if (unfit !== undefined) {
    refuse(`${found.name} cannot be a tool: ${unfit}.`);
    return;
  }
  process.stderr.write(`${scopeOf(found.name)}\n`);
  if (file === undefined) {
    process.stdout.write(newFile(found));
    return;
  }
  const path = `tool-specs/${file}.yaml`;
  try {
    const text = existsSync(path) ? appended(readFileSync(path, 'utf8'), found) : newFile(found, file);
    checkParses(path, text);
    writeFileSync(path, text);
    process.stdout.write(
      `${path}: added ${found.name}. Now write its docs, its example, and what is marked TODO.\n`,
    );
  } catch (error) {
    refuse(`${path}: ${error instanceof Error ? error.message : String(error)}`);
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
    parseSpecs([{ name: path, text: text.replaceAll(UNWRITTEN, 'later') }]);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    const own = error.mistakes.filter(({ message }) => !/^(from_tool: no tool|tags:)/.test(message));
    if (own.length > 0) throw new SpecError(own);
  }
}

function refuse(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 2;
}
