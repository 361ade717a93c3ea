/** The four variables of the official SDK, as they are read from the environment and from a key file. */
import { isUnfilled } from '../host/unfilled.ts';
import type { KeyClass } from '../model/key-place.ts';
import { ownCommand } from '../model/own-command.ts';
import { defined } from '../model/record.ts';
import { CredentialError } from './credential-error.ts';
import { parseKey } from './key-shape.ts';
import { describeClass } from './names.ts';
import type { Secret } from './secret.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

/** A key that was given: usable, or refused for a reason that is told when it is asked for. */
export type GivenKey = { secret: Secret; origin: string } | { refused: CredentialError; origin: string };

/** The keys that one source gives, and the organization and project that its requests should name. */
export type NamedKeys = {
  admin?: GivenKey;
  project?: GivenKey;
  /** Sent as `OpenAI-Organization`. */
  organization?: string;
  /** Sent as `OpenAI-Project`. */
  projectId?: string;
};

export const VARIABLE_OF_CLASS = { admin: 'OPENAI_ADMIN_KEY', project: 'OPENAI_API_KEY' } as const;

/** Reads the SDK's variables. `where` names the source: "the environment", "the key file /home/a/keys". */
export function readNamedKeys(variables: Variables, where: string): NamedKeys {
  const admin = givenKey(variables, 'admin', where);
  const project = givenKey(variables, 'project', where);
  const organization = headerValue(variables, 'OPENAI_ORG_ID', where);
  const projectId = headerValue(variables, 'OPENAI_PROJECT_ID', where);
  return {
    ...(admin && { admin }),
    ...(project && { project }),
    ...defined({ organization, projectId }),
  };
}

/** Checks a key against the class that its place wants, and says what belongs where. */
export function checkGivenKey(text: string, wanted: KeyClass, origin: string): GivenKey {
  try {
    const { secret, keyClass } = parseKey(text, origin);
    return keyClass === wanted ? { secret, origin } : { refused: wrongClass(wanted, origin), origin };
  } catch (error) {
    if (error instanceof CredentialError) return { refused: error, origin };
    throw error;
  }
}

function wrongClass(wanted: KeyClass, origin: string): CredentialError {
  const found: KeyClass = wanted === 'admin' ? 'project' : 'admin';
  return new CredentialError(
    'wrong_key_class',
    `${origin} holds ${describeClass(found)} where ${describeClass(wanted)} belongs. It is not used. Admin keys go into OPENAI_ADMIN_KEY, project keys into OPENAI_API_KEY; "${ownCommand('auth login')}" sorts them by itself.`,
  );
}

function givenKey(variables: Variables, keyClass: KeyClass, where: string): GivenKey | undefined {
  const name = VARIABLE_OF_CLASS[keyClass];
  const text = given(variables[name]);
  return text === undefined ? undefined : checkGivenKey(text, keyClass, `${name} (${where})`);
}

/** These values become header lines, so one that cannot be a header is refused before it gets near a request. */
function headerValue(variables: Variables, name: string, where: string): string | undefined {
  const text = given(variables[name]);
  if (text === undefined || /^[\x21-\x7e]{1,128}$/.test(text)) return text;
  throw new CredentialError(
    'malformed_key',
    `${name} (${where}) cannot be an id: there are spaces, line breaks or other characters outside plain ASCII in it, or it is too long. Copy the id again or leave the variable out.`,
  );
}

function given(value: string | undefined): string | undefined {
  const text = value?.trim();
  return text === undefined || text === '' || isUnfilled(text) ? undefined : text;
}
