/** What a question wants done, as far as its words tell: reading or which kind of change, and at which level. */
import type { ToolSpec } from '../specs/catalogue.ts';
import { isRead } from '../specs/catalogue.ts';
import type { Method } from '../specs/methods-and-risks.ts';
import { fold } from './terms.ts';

/** What a question asks for, best first; no methods means that it does not say. */
export type Intent = {
  methods: readonly Method[];
  isOfOrganization: boolean;
  isInPlace: boolean;
  /** Whether something is ordered to end, and not only said to be old, leaked or in the way. */
  isDestruction: boolean;
};

const READS: readonly Method[] = ['list', 'get', 'query'];

/** The methods that a verb may mean, by its meaning in the table of synonyms. */
const METHODS_OF: Record<string, readonly Method[]> = {
  make: ['update', 'create'],
  create: ['create', 'update'],
  update: ['update', 'create'],
  rename: ['update'],
  delete: ['delete', 'action'],
  cancel: ['action', 'delete', 'update'],
  archive: ['action', 'delete'],
  pause: ['action'],
  resume: ['action'],
  rotate: ['action', 'create'],
  allow: ['update', 'create', 'action'],
  forbid: ['update', 'delete', 'action'],
  validate: ['query', 'get', 'action'],
  limit: ['update', 'get', 'list'],
  expire: ['update'],
  invite: ['create', 'list'],
  leak: ['delete', 'action', 'list'],
  alert: ['create', 'list'],
};

/** The meanings that order something to end. */
const DESTROYING = ['delete', 'cancel', 'archive'];

/** Politeness before what is really wanted: "how do I remove a user?" wants a removal, though it is a question. */
const POLITE = startingWith([
  'hi|hey|hello|good (?:morning|afternoon|evening|day)|ok|please|help me( to)?|is there (a|any) way to|what is the (best |right )?way to',
  '(can|could|would|will) (you|i|we)|how (do|can|could|should|would) (i|we|you)|(i|we) (want|need|have|would like|d like)( to)?',
  'bitte|kannst du|koennen sie|wie kann ich|ich (will|moechte|muss)',
  'por favor|puedes|como puedo|quiero|necesito',
  'peux tu|pouvez vous|comment puis je|je (veux|voudrais)|il faut',
]);

/** What starts with one of these wants an answer, whatever verbs come after it. */
const ASKING = startingWith([
  'who|whose|whom|what|which|how|where|when|why|is|are|was|were|do(?! not)|does|did|has|have|can|could|may|any',
  'all|everyone|everybody|list|show|find|see|know|should|tell me(?! (?:when|if|as soon))|(?:give|get) me (a list|the|all)|display|get(?! (?:rid|me|us|him|her|them|it)\\b)(?!.*\\b(?:into|onto|off|out|back|access|started|going|running|on board|to work|ready)\\b)|count|compare|look|check|export|history|overview|status|details|inventory',
  'wer|wem|wessen|welche[rs]?|wie|wo|warum|wann|ab wann|seit wann|zeig\\w*|hat|ist|sind|gibt|alle',
  'quien\\w*|que|cual\\w*|cuant\\w*|donde|lista\\w*|muestra\\w*|mostrar|ver|hay',
  'qui|quel\\w*|combien|ou|quand|pourquoi|liste\\w*|montre\\w*|affiche\\w*|voir|est ce',
]);

/** A thing in the plural with nothing said to be done to it: "keys without expiry". */
const PLURAL_SOON =
  /^(?:(?:the|our|all|any|my) )?(?:(?!(?:the|our|my|all|any|an?|this|these|those|no|from|in|of|for|to|at|on|with|by)\b)\w+ )?(?!(?:this|does|has|is|was|needs|wants|access|expires|m?tls)\b)\w{2,}[^\Wsu]s\b/;

/** What begins so is to end: "no image generation", "do not retain anything". */
const NOT = /^(?:no (?!one\b|body\b)|do not |don.?t |never )/;

/** "Never delete this" orders nothing, least of all a deletion. */
const FORBIDS_DEED = /^(?:please )?(?:do not|don.?t|never) /;

/** Orders in the form of statements: "pipelines should sign in without keys". */
const SHOULD = /\b(?:should|must|ought to|shall|soll|sollen|muss|muessen|debe|deben|doit|doivent)\b/;

/** "The status of" asks like "status of". */
const ARTICLE = /^(?:an?|the) /;

/** "Archived projects" are no order. */
const PARTICIPLE = /^\w{3,}ed /;

/** True for the meanings of verbs: the method tells them better than the text. */
export function isVerb(term: string): boolean {
  return Object.hasOwn(METHODS_OF, term);
}

/** Reads the intent from a question and the terms in it. */
export function intentOf(question: string, terms: string[], isInPlace: boolean): Intent {
  const methods = methodsOf(question, terms);
  return {
    methods,
    isDestruction: methods !== READS && isOfEnding(terms),
    isOfOrganization: terms.includes('organization'),
    isInPlace: isInPlace || terms.includes('project'),
  };
}

function methodsOf(question: string, terms: string[]): readonly Method[] {
  if (asks(question, terms[0] ?? '')) return READS;
  if (FORBIDS_DEED.test(fold(question).trim()) && isOfEnding(terms)) return READS;
  if (NOT.test(fold(question))) return METHODS_OF.forbid ?? [];
  const [verb, next] = terms.filter(isVerb);
  return METHODS_OF[(verb === 'make' ? next : verb) ?? verb ?? ''] ?? [];
}

function isOfEnding(terms: string[]): boolean {
  return DESTROYING.some((verb) => terms.includes(verb));
}

function asks(question: string, firstTerm: string): boolean {
  // A name stood there: "Nina may no longer work on this".
  if (/^\s/.test(question)) return false;
  const plain = fold(question)
    .replace(/^[^a-z]+|'/g, ' ')
    .trim();
  const wanted = plain.replace(POLITE, '').trim().replace(POLITE, '').trim();
  if (ASKING.test(wanted.replace(ARTICLE, ''))) return true;
  if (SHOULD.test(wanted)) return false;
  return (!isVerb(firstTerm) || PARTICIPLE.test(wanted)) && PLURAL_SOON.test(wanted);
}

/** True for a tool whose deed cannot be undone, or takes something away, while the question does not order that. */
export function isUnasked({ method, risk }: ToolSpec, { methods, isDestruction }: Intent): boolean {
  if (method === 'update') return risk?.class === 'irreversible' && !methods.includes('update');
  return (method === 'delete' || risk?.class === 'irreversible') && !isDestruction;
}

/** A job is many writes of several kinds. */
function isJobFor({ job }: ToolSpec, wanted: Method): boolean {
  return job !== undefined && !isRead({ method: wanted });
}

function startingWith(alternatives: string[]): RegExp {
  return new RegExp(`^(${alternatives.join('|')})\\b`);
}

/** What the questions of most days are about, whichever of these tools are on by default. */
const MOST_ASKED = new Set([
  'reports',
  'projects',
  'project_users',
  'service_accounts',
  'project_api_keys',
  'rate_limits',
  'users',
  'costs',
  'usage',
  'audit_logs',
  'vector_stores',
  'vector_store_files',
  'vector_store_file_batches',
]);

/**
 * How much a tool's score counts, given what is wanted. The factors were measured on a thousand questions; they
 * stay near 1 so that the subject decides, but for reading against writing.
 */
export function fitOf(tool: ToolSpec, { methods, isOfOrganization, isInPlace }: Intent): number {
  const [wanted] = methods;
  let fit = MOST_ASKED.has(tool.family) ? 1.15 : 1;
  if (tool.method === 'get' || tool.method === 'query') fit *= 0.9;
  if (!isRead(tool) && methods.indexOf(tool.method) > 0) fit *= 0.9;
  if (wanted !== undefined && !methods.includes(tool.method) && !isJobFor(tool, wanted)) {
    fit *= isRead(tool) === isRead({ method: wanted }) ? 0.65 : 0.4;
  }
  const isOfProject = tool.endpoint.path.includes('/projects') || tool.key === 'project';
  if (isOfProject !== isInPlace) fit *= 0.9;
  if (isOfOrganization && isOfProject) fit *= 0.8;
  return fit;
}
