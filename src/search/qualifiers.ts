/** Telling what a question is about from what only says which one is meant, or how an answer is to be split. */
import { fold } from './terms.ts';

/** What a report is to be split by: "per user", "by api key", "for each project and model". */
const SPLIT_BY =
  /\b(?:per|by|each|every|pro|je|jede\w*|por|par|cada|chaque) ((?:api |service |vector |line )?[a-z]+(?:,? (?:and|und|y|et|or) (?:by |per )?(?:api |service |vector |line )?[a-z]+)?)/g;

/** The verbs of splitting, which are no wish to change anything: "broken down by", "grouped by". */
const HOW_SPLIT =
  /\b(?:broken down|break down|breakdown|split( up)?|group(ed)?|itemi[sz]ed|sorted|ordered|ranked|aufgeteilt|nach)(?= (?:by|per|into|pro|por|par)\b)/gi;

/** A wish to know, and not to have something checked. */
const CHECK_WHETHER =
  /\b(?:make sure|ensure)\b|\b(?:check|verify|see|find out) (?:whether|if|how|what|who|when|why)\b/gi;

/** What stands before the thing that it tells apart from others: "the fine-tuning team", "our web search project". */
const WHICH_ONE =
  /\b(?:the|our|my|your|this|that|in|from|to|an?|has|have|as) ((?:(?!(?:project|group|user|organization|custom) )[a-z][\w-]* ){1,2})(?:projects?|teams?|groups?|workspaces?|departments?|roles?)\b/g;

/** Whose deed it is: "published by the marketing team". */
const BY_WHOM =
  /\b((?:[a-z]+ed |made |given |set )?by (?:the|our|my|your|an?) (?:[a-z][\w-]* ){0,2}(?:teams?|groups?|departments?|people|colleagues?))\b/g;

/** What something is for, at the end: "a project for the batch team". */
const PURPOSE =
  /\b(?:for|pour|para|fuer) (?:(?:the|our|my|an?|la|le|les|l|el|los|die|das|den|unser\w*)[ '])?((?:[a-z][\w-]* ?){1,3})[.!?]?$/g;

/** What follows from it, or may be done with it: "a role that may only read", "so that nobody is surprised". */
const CLAUSE =
  /\b(?:(?:that|which|who) (?:only |just )?(?:may|can|could|should|must|is|are)|that (?:only |just )?\w{3,}s|so that|because|since|der nur|die nur|que solo|qui ne) (.*)$/g;

/** The words that are beside the point. */
export function qualifiersIn(question: string): string[] {
  const plain = fold(question);
  return [SPLIT_BY, WHICH_ONE, BY_WHOM, PURPOSE, CLAUSE].flatMap((pattern) =>
    [...plain.matchAll(pattern)].map(([, words = '']) => words),
  );
}

/** Leaves out the words that only say how the answer should be, or ask for care. */
export function withoutHowAsked(question: string): string {
  return question.replace(HOW_SPLIT, ' ').replace(CHECK_WHETHER, ' ');
}
