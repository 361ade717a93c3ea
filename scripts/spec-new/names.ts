/** The names that the scaffold proposes: families, tools and titles, from the SDK's method paths. */
import type { Method } from '../../src/specs/methods-and-risks.ts';
import type { SdkOperation } from '../sdk/operations.ts';

/** The longest name that a tool may have. */
const MAX_NAME = 40;

/** Verbs after which the thing stands in the plural. */
const PLURAL_VERBS = ['list', 'activate', 'deactivate'];

/** `admin.organization.projects.users.roles.create`: file `project-user-roles`, tool `create_project_user_role`. */
export function proposeNames(operation: SdkOperation): { family: string; tool: string; title: string } {
  const parts = operation.name.split('.').flatMap((part) => (part === 'organization' ? [] : [snake(part)]));
  const action = parts.pop() ?? '';
  const resources = parts[0] === 'admin' ? parts.slice(1) : parts;
  const owners = resources.slice(0, -1).map(singular);
  const last = resources.at(-1) ?? action;
  const { verb, object } = splitAction(action, operation);
  const plural = PLURAL_VERBS.includes(verb);
  const repeated = object === last || object === singular(last);
  const thing = object === '' || repeated ? [plural ? last : singular(last)] : [singular(last), object];
  const tool = shortened(verb, [...owners, ...thing].join('_').split('_'));
  const words = tool.replaceAll('_', ' ').replace(/\bapi\b/g, 'API');
  return {
    family: [...owners, last].join('_').slice(0, MAX_NAME),
    tool,
    title: (words.charAt(0).toUpperCase() + words.slice(1)).slice(0, 60),
  };
}

/** What kind of operation it is, as far as verb and request tell; the author has the last word. */
export function proposeMethod(operation: SdkOperation): Method {
  const [verb = ''] = snake(operation.name.split('.').at(-1) ?? '').split('_');
  if (operation.httpMethod === 'DELETE') return 'delete';
  if (operation.httpMethod === 'GET') {
    const pages = operation.page !== undefined || 'page' in operation.query || 'after' in operation.query;
    return pages || verb === 'list' ? 'list' : 'get';
  }
  if (verb === 'create') return 'create';
  if (verb === 'update') return 'update';
  return verb === 'search' ? 'query' : 'action';
}

/** The name of a spec file: its family's name with hyphens. */
export function fileName(family: string): string {
  return family.replaceAll('_', '-');
}

/** `list_files` is a verb and its object; a read that is named after its object alone gets a verb. */
function splitAction(action: string, operation: SdkOperation): { verb: string; object: string } {
  if (action === 'retrieve') return { verb: proposeMethod(operation), object: '' };
  const [verb = '', ...object] = action.split('_');
  const method = proposeMethod(operation);
  if (operation.httpMethod === 'GET' && verb !== 'list' && verb !== 'retrieve')
    return { verb: method, object: action };
  return { verb, object: object.join('_') };
}

/** Leaves out owners from the left until the name fits. */
function shortened(verb: string, words: string[]): string {
  let left = words;
  while ([verb, ...left].join('_').length > MAX_NAME && left.length > 1) left = left.slice(1);
  return [verb, ...left].join('_').slice(0, MAX_NAME);
}

function singular(word: string): string {
  if (/ies$/.test(word)) return word.replace(/ies$/, 'y');
  if (/(ch|sh|ss|x)es$/.test(word)) return word.replace(/es$/, '');
  return /(storage|usage|ss|us)$/.test(word) ? word : word.replace(/s$/, '');
}

function snake(name: string): string {
  return name.replace(/[A-Z]+(?![a-z])|[A-Z]/g, (letters) => `_${letters.toLowerCase()}`).replace(/^_/, '');
}
