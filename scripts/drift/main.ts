/** `npm run drift`: says where the catalogue lags behind the installed official SDK, and fails if it does. */
import { readSpecs } from '../read-specs.ts';
import { readSdk } from '../sdk/operations.ts';
import { coveredOperations, findDrift } from './check.ts';
import { DRIFT_RULES } from './scope-and-exceptions.ts';

const surface = readSdk('node_modules/openai');
const catalogue = readSpecs();
const findings = findDrift(surface, catalogue, DRIFT_RULES);
const failures = findings.filter((finding) => finding.note === undefined);
for (const finding of findings) {
  process.stdout.write(`${finding.note ? 'note: ' : ''}${finding.text}\n`);
}
process.stdout.write(
  failures.length === 0
    ? `${coveredOperations(surface, catalogue).size} operations of the SDK compared: the catalogue has everything.\n`
    : `${failures.length} differences from the SDK.\n`,
);
if (failures.length > 0) process.exitCode = 1;
