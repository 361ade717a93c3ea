/** `npm run spec:new -- METHOD [FILE]`. */
import { readSdk } from '../sdk/operations.ts';
import { newSpec } from './command.ts';

const {
  printed = '',
  said,
  code,
} = newSpec(process.argv.slice(2), 'tool-specs', () => readSdk('node_modules/openai').operations);
process.stderr.write(said);
process.stdout.write(printed);
process.exitCode = code;
