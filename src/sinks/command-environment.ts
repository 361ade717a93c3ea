/** What a command that is given something sees of the environment, and what it is told of a secret. */
import type { Environment } from '../host/host.ts';
import { oneLine } from '../text/clean.ts';
import { MAX_LABEL_LENGTH, type SecretLabel } from './sink.ts';

/** Keys and settings of this program and of Node, and whatever would pass for what is said below. */
const WITHHELD = /^((OPENAI|NODE)_.*|SECRET_(ID|NAME|PROJECT_ID))$/i;

export function commandEnvironment(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !WITHHELD.test(entry[0]),
    ),
  );
}

/** The texts of others are cleaned and bounded; they are values of variables and never words of the command. */
export function secretVariables({ id, name, projectId }: SecretLabel): Record<string, string> {
  return {
    SECRET_ID: oneLine(id, MAX_LABEL_LENGTH),
    ...(name !== undefined && { SECRET_NAME: oneLine(name, MAX_LABEL_LENGTH) }),
    ...(projectId !== undefined && { SECRET_PROJECT_ID: oneLine(projectId, MAX_LABEL_LENGTH) }),
  };
}
