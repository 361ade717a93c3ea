/** What a question wants done, as far as its words tell: reading or which kind of change, and at which level. */
import type { ToolSpec } from '../specs/catalogue.ts';
import { isRead } from '../specs/catalogue.ts';
import type { Method } from '../specs/methods-and-risks.ts';
import { isSplit } from './qualifiers.ts';
import { fold } from './terms.ts';

/** What a question asks for; no methods means that it does not say. */
export type Intent = {
  methods: Method[];
  level?: 'project' | 'organization';
  split: boolean;
  several: boolean;
  inNamedPlace: boolean;
  oneThing: boolean;
};

const READS: Method[] = ['list', 'get', 'query'];

/** Politeness before what is really wanted: "how do I remove a user?" wants a removal, though it is a question. */
const POLITE = startingWith([
  'hi|hey|hello|good (?:morning|afternoon|evening|day)|ok|please|help me( to)?|is there (a|any) way to|what is the (best |right )?way to',
  '(can|could|would|will) (you|i|we)|how (do|can|could|should|would) (i|we|you)|(i|we) (want|need|have|would like|d like) to',
  'bitte|kannst du|koennen sie|wie kann ich|ich (will|moechte|muss)',
  'por favor|puedes|como puedo|quiero|necesito',
  'peux tu|pouvez vous|comment puis je|je (veux|voudrais)|il faut',
]);

/** What starts with one of these wants an answer, whatever verbs come after it. */
const ASKING = startingWith([
  'who|whose|whom|what|which|how|where|when|why|is|are|was|were|do(?! not)|does|did|has|have|can|could|any',
  'all|everyone|everybody|list|show|find|see|know|tell me|give me (a list|the|all)|display|count|compare|look|check|export|history|overview|status|details',
  'wer|welche[rs]?|wie|wo|warum|wann|zeig\\w*|hat|ist|sind|gibt',
  'quien\\w*|que|cual\\w*|cuant\\w*|donde|lista\\w*|muestra\\w*|mostrar|ver|hay',
  'qui|quel\\w*|combien|ou|quand|pourquoi|liste\\w*|montre\\w*|affiche\\w*|voir|est ce',
]);

/** The methods that a verb may mean, by its meaning in the table of synonyms. */
const METHODS_OF: Record<string, Method[]> = {
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
  alert: ['create', 'list'],
};

/** What is needed is not there yet: "we need another project", but not a list of what there is. */
const WANTS_NEW =
  /\b(?:needs?|wants?|requires?|would like|make|set|set up|put|add|get (?:me|us)|give (?:me|us)|make (?:me|us)|brauchen?|will|moechten?|necesit\w+|quiero|queremos|quisiera|il (?:me |nous )?faut|besoin d|veux|voudr\w+) (?:to have |haben )?(?:an?|another|one more|some|additional|new|more|ein\w*|noch ein\w*|weitere\w*|una?|otr[oa]|une?|autre) (?!user|member|person|colleague|list|liste|lista|overview|report|summary|count|breakdown|look|idea|answer)/;

/** Somebody is to be in a place: "get Carla into the Aurora project". */
const PUTS_IN =
  /^(?:please )?(?:get|bring|put|take) (?!me |us |rid |a list |the (?:list|status))(?:[^ ]+ ){1,4}(?:into|onto) /;

/** What is not so yet: "the trial project must not use web search". */
const ORDERS =
  /^(?:do not|don t|never) |\b(?:should|must|ought to|shall|soll|sollen|muss|darf nicht|debe|deben|doit|doivent)\b/;
const WRITES: Method[] = ['update', 'delete', 'action', 'create'];

/** What is to end: "no more warnings", "nobody needs this any longer". */
const NO_MORE = /^no more (?!than\b)|^stop \w+ing\b/;

/** Things in the plural: a list of them is wanted, wherever they are. */
const SEVERAL =
  /^(?:\w+ ){0,3}(?:the|all|our|which|what|any|list|show|every) (?:\w+ ){0,2}?(?!access|this|status)\w{2,}[^\Wsu]s\b/;

/** Verbs that are also what a tool is about: "limits of a project", "alerts". */
const THINGS_TOO = new Set(['limit', 'invite', 'alert']);

/** True where a question names nothing but people, what is done with them and where: the place is what it is about. */
export function isAboutPeopleOnly(terms: string[]): boolean {
  return terms.every((term) => PEOPLE.has(term) || (isVerb(term) && !THINGS_TOO.has(term)));
}

const PEOPLE = new Set([
  'user',
  'who',
  'access',
  'permission',
  'find',
  'look',
  'id',
  'email',
  'mail',
  'detail',
]);

/** An ID such as proj_4fGh7kLm: one thing is meant and not a list. */
const ONE_THING = /\b[a-z]{2,}[_-](?=\w*\d)\w{6,}/;

/** The changes that an audit log tells: "who deleted" asks for the log and not for a tool that deletes. */
const LOGGED = new Set([
  'create',
  'update',
  'rename',
  'delete',
  'cancel',
  'archive',
  'rotate',
  'allow',
  'forbid',
]);

/** "Who can delete a project" asks for rights and not for what was done. */
const MAY =
  /\b(who|wer|quien\w*|qui) (else )?(can|could|may|might|is (able|allowed)|kann|darf|puede\w*|peut|peuvent)\b/;

/** What was done is told by the log also to those who ask it without "who" in front. */
const BY_WHOM =
  /\b(by whom|von wem|por quien|par qui)\b|^(when|wann|cuando|quand) (was|were|did|wurden?|hat|haben|fue|se|a|ont)\b/;

/** A deed told of things, with its time: "every key created in May", "what changed since Monday". */
const DEEDS =
  /\b(?:changes|deletions|removals|creations|logins|sign ?ins) (?:of|in|from|since|during|between|last|this|yesterday|today)\b|\b(?:created|added|deleted|removed|changed|modified|updated|archived|revoked|rotated|granted|disabled|enabled)(?: \w+){0,3} (?:in|since|during|between|last|this|yesterday|today|after|before|while|over)\b/;

/** Any deed in the past, but for what the reports tell. */
const NOT_LOGGED = String.raw`(?!.*\b(?:used?|using|spen[dt]|consumed?|burned|joined|accepted|failed)\b)`;
const SOMEBODY_DID = new RegExp(
  String.raw`^(?:(?:was|were|has|have|did) (?:any|some)(?:one|body|thing)|(?:any|some)(?:one|body) (?:has |had )?\w{2,}ed)\b${NOT_LOGGED}`,
);
const WHO_DID =
  /\bwho (?:has |have |had )?(?!used|consumed|burned|joined|needed|caused)[a-z]{2,}ed\b|^what (?:did|has|have) .*\b(?:do|done|change|changed)\b/;

/** True for "who" with a change after it, or at the very end as in German. */
export function asksWhoDidIt(question: string, terms: string[]): boolean {
  if (MAY.test(fold(question))) return false;
  if (BY_WHOM.test(fold(question).trim())) return terms.some((term) => LOGGED.has(term));
  if (SOMEBODY_DID.test(fold(question)) || WHO_DID.test(fold(question)) || DEEDS.test(fold(question)))
    return true;
  const who = terms.indexOf('who');
  return who !== -1 && [terms[who + 1], terms.at(-1)].some((term) => LOGGED.has(term ?? ''));
}

/** True for "what does Tim have" and "is Ana still here": a name in place of "the user". */
export function namesSomebody(question: string): boolean {
  return /\b(?:[Dd]oes|[Dd]id|[Hh]as|[Ii]s|[Cc]an|[Mm]ay|[Ss]hould) [A-Z][a-z]+\b/.test(question);
}

/** True for the meanings of verbs: the method tells them better than the text. */
export function isVerb(term: string): boolean {
  return Object.hasOwn(METHODS_OF, term);
}

/** A report that is split by project is one of the organization. */
const EACH_PROJECT =
  /\b(per|by|each|every|pro|je|jedes|por|cada|par|chaque) (proje[ck]ts?|proyectos?|projets?)\b/;

/** Reads the intent from a question and the terms in it; a named place means one thing: "spend limit of Phoenix". */
export function intentOf(question: string, terms: string[], inNamedPlace: boolean): Intent {
  const several = SEVERAL.test(fold(question)) || PLURAL_SOON.test(fold(question));
  return {
    methods: methodsOf(question, terms),
    split: isSplit(question),
    ...(terms.includes('project') && !EACH_PROJECT.test(fold(question)) && { level: 'project' as const }),
    ...(terms.includes('organization') && { level: 'organization' as const }),
    several,
    inNamedPlace,
    oneThing: (inNamedPlace && !several) || ONE_THING.test(question),
  };
}

function methodsOf(question: string, terms: string[]): Method[] {
  const plain = fold(question);
  if (NO_MORE.test(plain)) return ['delete', 'update', 'action'];
  if (WANTS_NEW.test(plain) || PUTS_IN.test(plain)) return ['create', 'update'];
  if (asks(question, terms[0] ?? '') || asksWhoDidIt(question, terms)) return READS;
  const verbs = terms.filter(isVerb);
  const verb = verbs[0] === 'make' ? (verbs[1] ?? 'make') : verbs[0];
  const isOrder = ORDERS.test(plain);
  if (isOrder && THINGS_TOO.has(verb ?? '')) return WRITES;
  return METHODS_OF[verb ?? ''] ?? (isOrder ? WRITES : []);
}

/** A question, or a thing in the plural with nothing said to be done to it: "keys without expiry". */
function asks(question: string, firstTerm: string): boolean {
  const plain = fold(question)
    .replace(/^[^a-z]+|'/g, ' ')
    .trim();
  const wanted = plain.replace(POLITE, '').trim().replace(POLITE, '').trim();
  if (ASKING.test(wanted) || (wanted === plain && wanted.endsWith('?'))) return true;
  if (ORDERS.test(plain) || NO_MORE.test(plain)) return false;
  return isVerb(firstTerm) ? THINGS_TOO.has(firstTerm) && PLURAL.test(wanted) : PLURAL_SOON.test(wanted);
}

const PLURAL = /^(?!this|does)\w{2,}[^\Ws]s\b/;
const PLURAL_SOON =
  /^(?:(?:the|our|all|any|my) )?(?:(?!(?:the|our|my|all|any|an?|this|these|those|no)\b)\w+ )?(?!(?:this|does|has|is|was|needs|wants|access|expires|m?tls)\b)\w{2,}[^\Wsu]s\b/;

function startingWith(alternatives: string[]): RegExp {
  return new RegExp(`^(${alternatives.join('|')})\\b`);
}

/**
 * How much a tool's score counts, given what is wanted: 1 where nothing speaks for or against it. The factors
 * were found by trial; they stay near 1 so that the subject decides, but for reading against writing.
 */
export function fitOf(
  tool: ToolSpec,
  { methods, level, split, several, oneThing, inNamedPlace }: Intent,
): number {
  let fit = 1;
  if (methods.length > 0) {
    const rank = methods.indexOf(tool.method);
    if (rank === -1) fit *= isRead(tool) === isRead({ method: methods[0] ?? 'get' }) ? 0.6 : 0.4;
    else if (rank > 0 && !isRead(tool)) fit *= methods[0] === 'create' ? 0.8 : 0.95;
  }
  if (methods.length === 0 && !isRead(tool)) fit *= 0.8;
  if (split && tool.response.buckets !== undefined) fit *= 1.4;
  if (tool.method === 'get' && !oneThing) fit *= 0.9;
  if (tool.method === 'list' && several) fit *= 1.1;
  const isOfProject = tool.endpoint.path.includes('/projects') || tool.key === 'project';
  if (level === 'project' && tool.response.buckets === undefined) fit *= isOfProject ? 1.15 : 0.85;
  if (level === 'organization') fit *= isOfProject ? 0.8 : 1.1;
  if (level === undefined && isOfProject) fit *= inNamedPlace ? 1.05 : 0.95;
  if (tool.tags.includes('core')) fit *= 1.15;
  return fit;
}
