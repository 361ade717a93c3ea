/** What refusals are about, each as a subject and a state that stand together in one sentence or one name. */

/** Each is the caller's situation, which no argument decides. */
export type Cause =
  | 'size'
  | 'count'
  | 'money'
  | 'quota'
  | 'rate'
  | 'filter'
  | 'address'
  | 'residency'
  | 'country'
  | 'other_organization'
  | 'other_project'
  | 'membership'
  | 'project_closed'
  | 'account_closed'
  | 'verification'
  | 'plan'
  | 'key'
  | 'rights';

/** Where a cause can be read. */
export type Place = {
  /** Code or type: names that programs are meant to read. */
  isName: boolean;
  /** 401 and 403 refuse the caller. */
  refusesCaller: boolean;
  /** 400, 409 and 422 are about values unless the words say otherwise. */
  isAboutValues: boolean;
  param: string | undefined;
};

type Sign = {
  cause: Cause;
  /** All of them. Texts are in small letters, without quotes, addresses of pages and contractions. */
  says: RegExp[];
  within?: (place: Place, text: string) => boolean;
};

const REFUSED =
  /\bnot (?:\w+ )?(?:authori[sz]ed|allowed|permitted|supported|available|served|accepted|listed|match|on|in)\b|\b(?:unsupported|unauthori[sz]ed|block(?:s|ed)|den(?:y|ies|ied)|restrict(?:s|ed|ions?)|forbid(?:s|den)?|prohibit(?:s|ed)|bann?(?:s|ed)|disallow(?:s|ed)|reject(?:s|ed)|mismatch\w*|violat\w+|sanction\w*|embargo\w*)\b/;
const USED_UP =
  /\b(?:exceeded|reached|hit|exhausted|depleted|consumed|used (?:up|all)|insufficient|not (?:\w+ )?(?:enough|sufficient|active|set up)|too low|out of|over|no (?:\w+ )*left|none left|expired|ended|lapsed|cancell?ed|declined|failed|unpaid|overdue|past due|delinquent|inactive|suspended|negative|empty|owe[ds]?|outstanding)\b|\b(?:payment|billing)\b.*\b(?:required|missing)\b|\b(?:requires?|missing)\b.*\bpayment\b|\bno (?:\w+ )?(?:balance|credits?|funds|payment method|quota)\b|\b(?:please|must|need to|has to) (?:add|buy|purchase|pay|update|settle|top up|check)\b/;
const CLOSED = '(?:archived|deactivated|disabled|suspended|terminated|banned|closed|locked|frozen)';
const IS = '(?:is|are|was|were|has been|have been)(?: \\w+)?';
const OTHER = '(?:invalid|unknown|no such|wrong|different|another|mismatched)';
const MISMATCH = '(?:mismatch\\w*|(?:not|should|must) match)';

const refusesCaller = ({ refusesCaller }: Place) => refusesCaller;

/** A name says it of the caller; words about values do when they speak to the caller. */
const aboutCaller = ({ isName, isAboutValues }: Place, text: string) =>
  isName || !isAboutValues || /\byour?\b/.test(text);

const notAboutValues = ({ isName, isAboutValues }: Place) => isName || !isAboutValues;

/** What names an argument is about its value, such as the threshold of a spend limit, and so is a rule for values. */
const aboutNoArgument = ({ isName, isAboutValues, param }: Place, text: string) =>
  isName ||
  !isAboutValues ||
  (param === undefined &&
    (/\byou\b/.test(text) || !/\b(?:must|should|may|can) not\b|\bmust be\b|\bcodes?\b/.test(text)));

/** A name such as invalid_project is about an argument elsewhere. */
const aboutHeader = ({ refusesCaller, isName }: Place, text: string) =>
  refusesCaller || (isName && text.includes('mismatch'));

/** The first that fits holds, so what is narrower stands before what is wider. */
export const SIGNS: Sign[] = [
  {
    cause: 'size',
    says: [
      /\b(?:request|payload|body|entity|upload|uri|url)(?: (?:body|entity|payload|header fields?))? (?:is )?too (?:large|long|big)\b|\bmaximum (?:content|request|body) size\b/,
    ],
    within: aboutNoArgument,
  },
  {
    cause: 'money',
    says: [
      /\b(?:billing|invoices?|payments?|unpaid|overdue|past due|delinquent|prepaid|credits?|balance|funds|budgets?|spend(?:ing)?|spent|trial|card|bills?|owes?)\b/,
      USED_UP,
    ],
    within: aboutNoArgument,
  },
  {
    cause: 'count',
    says: [
      /\b(?:maximum|max|limit|more than|at most|reached|exceed\w*)\b/,
      /\b(?:number|amount|count) of (?!(?:\w+ )?(?:requests|calls|tokens)\b)[a-z]+/,
    ],
    within: notAboutValues,
  },
  {
    cause: 'rate',
    says: [
      /\brate limit(?:s|ed|ing)?\b.*\b(?:exceeded|reached|hit|error|violation|limited|over)\b|\b(?:exceeded|reached|hit|over)\b.*\brate limits?\b|\brate limited\b|\btoo (?:many (?:\w+ )?(?:requests|calls|tokens)|fast|quickly|frequently)\b|\bthrottl\w+|\bslow down\b|\b(?:requests|tokens) per (?:min|minute|sec|second|hour|day)\b|^(?:requests|tokens)$/,
    ],
    within: notAboutValues,
  },
  {
    cause: 'quota',
    // Of whatever is stored or made there are quotas too, and no payment lifts them.
    says: [
      /(?<!\b(?!(?:current|your|usage|monthly|billing|api|tokens?|requests?|the|insufficient|no|over|exceeded|free|account|organization|a|of) )[a-z]+ )\bquota\b|\busage (?:\w+ )?(?:limit|cap)\b|\bhard limit\b|\b(?:monthly|included|free) (?:\w+ )?(?:limit|cap|usage|allowance)\b/,
      USED_UP,
    ],
    within: aboutNoArgument,
  },
  {
    cause: 'filter',
    says: [
      /\b(?:firewall|waf|gateway|proxy|vpn|virtual network|private (?:endpoint|link)|(?:web|url|network) (?:filter\w*|polic(?:y|ies)))\b/,
      REFUSED,
    ],
    within: aboutCaller,
  },
  {
    cause: 'residency',
    says: [
      /\bregional host\b|\bhost ?name\b|\bregional (?:host ?name|end ?point|domain)\b/,
      /\b(?:incorrect|wrong|invalid|must|requires?|required|only|please|use|instead)\b/,
    ],
    within: ({ isAboutValues, isName }, text) => isName || !isAboutValues || /regional host/.test(text),
  },
  {
    cause: 'address',
    says: [/\bip(?: address(?:es)?)?\b|\b(?:source|client|network) address\b/, REFUSED],
    within: aboutCaller,
  },
  {
    cause: 'address',
    says: [/\bip (?:allow|white) ?lists?\b|\bnot (?:\w+ )?(?:allow|white) ?listed\b/],
    within: notAboutValues,
  },
  {
    cause: 'country',
    says: [/\b(?:countr(?:y|ies)|territor(?:y|ies)|jurisdictions?)\b|\bgeo\w*/, REFUSED],
    within: aboutNoArgument,
  },
  {
    cause: 'country',
    says: [/\b(?:countr(?:y|ies)|territor(?:y|ies)|jurisdictions?|your location)\b/, /\bnot\b/],
    within: notAboutValues,
  },
  {
    cause: 'country',
    // Projects and their data have regions too.
    says: [
      /\b(?:your|user|client|this) (?:\w+ )?(?:region|location)\b|^(?:region|location) |^\w+ (?:region|location)$/,
      REFUSED,
    ],
    within: (place, text) =>
      aboutNoArgument(place, text) && !/\b(?:projects?|residency|models?|polic(?:y|ies))\b/.test(text),
  },
  {
    cause: 'other_organization',
    says: [
      new RegExp(
        `\\b${OTHER} organi[sz]ation\\b|\\borgani[sz]ation\\b.*\\b${MISMATCH}\\b|\\bnot belong to\\b.*\\borgani[sz]ation\\b`,
      ),
    ],
    within: aboutHeader,
  },
  {
    cause: 'project_closed',
    says: [
      new RegExp(
        `(?:^|\\b(?:this|the|that|your|default) )projects?(?: [\\w']+){0,4}? ${IS} (?:${CLOSED}|inactive|not active)\\b|^project (?:${CLOSED}|inactive|not active)\\b|\\barchived projects?\\b|\\bnot authorized invalid project\\b`,
      ),
    ],
    within: (_, text) => !/\balready\b/.test(text),
  },
  {
    cause: 'other_project',
    says: [
      new RegExp(
        `\\b${OTHER} project\\b|\\bproject\\b.*\\b${MISMATCH}\\b|\\bnot (?:belong to|valid for)\\b.*\\bproject\\b`,
      ),
    ],
    within: aboutHeader,
  },
  {
    cause: 'membership',
    says: [
      /\byou\b.*\b(?:not (?:\w+ )?|must be |need to be )an? (?:\w+ )?member\b|\byou\b.*\bnot have access to (?:the|this|that|your) (?:organi[sz]ation|project)\b|^no organi[sz]ation$|^(?:user )?not (?:a )?(?:member|in)(?: of)? (?:organi[sz]ation|project)$|^(?:\w+ )?membership required$/,
    ],
    within: refusesCaller,
  },
  {
    cause: 'account_closed',
    says: [
      new RegExp(
        `^(?:(?:your|this|the|openai|api|user) )*(?:account|organi[sz]ation|user|access|workspace)(?: (?:associated|linked|tied) .*)?(?: ${IS})? ${CLOSED}\\b`,
      ),
    ],
    within: aboutCaller,
  },
  {
    cause: 'verification',
    says: [
      /\b(?:must|needs? to|has to) be verified\b|\bnot (?:\w+ )?verified\b|\bunverified\b|\bverification (?:is )?(?:required|needed|pending|incomplete)\b|\bverify (?:your |the |this )?(?:organi[sz]ation|identity|email|account|phone|age|business)\b/,
    ],
    within: (place, text) =>
      aboutCaller(place, text) && !/\b(?:domain|certificate|signature|webhook)\b/.test(text),
  },
  {
    cause: 'plan',
    says: [
      /\b(?:plans?|tiers?|enterprise|subscription|edition|licen[cs]e|beta|preview|entitle\w+|eligible)\b|\bfeatures?\b.*\b(?:disabled|not (?:\w+ )?(?:enabled|available|included|supported|part))\b|\bnot enabled for (?:your|this) (?:organi[sz]ation|project)\b/,
      /\b(?:only|not|disabled|requires?|required|upgrade|unsupported)\b|\bcontact (?:sales|your account)\b/,
    ],
    within: (place, text) => aboutCaller(place, text) && !/\bsubscription key\b/.test(text),
  },
  {
    cause: 'plan',
    says: [/\b(?:plans?|tiers?|subscription|beta|preview)\b(?! key)/],
    within: refusesCaller,
  },
  {
    cause: 'key',
    says: [
      /\b(?:key|token|credentials?|authorization header|bearer|authentication)\b(?! (?:creation|name|limit|count|type)s?\b)/,
      /\b(?:invalid\w*|incorrect|expired|revoked|disabled|deleted|missing|malformed|unknown|unrecogni[sz]ed|not (?:\w+ )?(?:valid|provided?|recogni[sz]ed|found|exist|active))\b/,
    ],
    within: ({ refusesCaller, isAboutValues, isName }, text) => {
      if (refusesCaller) return true;
      if (!isAboutValues) return false;
      return isName
        ? /\bapi key\b/.test(text) && !/\bnot found\b/.test(text)
        : /\bapi key provided\b|\byour api key\b/.test(text);
    },
  },
  {
    cause: 'rights',
    says: [
      /\b(?:insufficient|not have|lacks?|missing|without|not enough|requires?|required|needs?)\b.*\b(?:permissions?|privileges?|roles?|scopes?|rights|admin (?:api )?key)\b|\b(?:permissions?|privileges?|roles?|scopes?|owners?|admins?)\b(?: \w+){0,3}? (?:required|needed|missing|only)\b|\bonly\b.*\b(?:owners?|admins?|administrators?)\b|\b(?:must be|requires?) (?:an? )?(?:\w+ )?(?:owner|admin|administrator)\b|\b(?:use|with) an admin (?:api )?key\b|\binsufficient access\b/,
    ],
    within: refusesCaller,
  },
];
