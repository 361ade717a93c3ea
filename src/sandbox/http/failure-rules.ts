/** The rules by which failures are provoked, and the little language in which the command line asks for them. */

/** What the request gets instead of its answer. */
export type FailureEffect =
  /** OpenAI's error body with this status; nothing was carried out. */
  | { kind: 'status'; status: number; code: string | null }
  /** Text that is no JSON; nothing was carried out. */
  | { kind: 'not-json'; status: number }
  /** The connection is reset without a byte of reply; nothing was carried out. */
  | { kind: 'reset' }
  /** No reply ever comes; nothing was carried out. */
  | { kind: 'hang' }
  /** The request is carried out, then the connection is reset behind the headers. */
  | { kind: 'reset-after-headers' }
  /** The request is carried out, then the body ends in the middle. */
  | { kind: 'truncated' };

export type FailureRule = {
  effect: FailureEffect;
  /** Only this method. */
  method?: string;
  /** Only paths that start so; without `/v1`. */
  pathPrefix?: string;
  /** Only the first requests that the other conditions meet. */
  first?: number;
  /** From 0 to 1; drawn from the seed, so that a run can be repeated. */
  chance?: number;
};

/** Shown with every mistake. */
const FAILURE_GRAMMAR = `A failure is EFFECT or EFFECT@CONDITION@CONDITION..., several are separated by commas.
Effects: a status from 300 to 599, or STATUS:CODE such as 429:credit_balance_exhausted or 503:slow_down;
  reset, reset-after-headers, hang, truncated, not-json or not-json:STATUS.
Conditions: a method (GET, POST, DELETE), a path prefix (/organization/costs), firstN (first2), N% (20%).
Examples: 429@first2   500@POST@/organization/projects   503@20%,hang@/vector_stores`;

const BARE_EFFECTS = ['reset', 'reset-after-headers', 'hang', 'truncated'] as const;

/** Reads the value of the `--fail` option. Throws an Error that names the mistake and shows the grammar. */
export function parseFailureRules(text: string): FailureRule[] {
  return text.split(',').map((part) => parseRule(part.trim()));
}

function parseRule(text: string): FailureRule {
  const [effect = '', ...conditions] = text.split('@').map((part) => part.trim());
  const rule: FailureRule = { effect: parseEffect(effect) };
  for (const condition of conditions) {
    const [name, value] = parseCondition(condition);
    if (name in rule) throw mistake(`'${condition}' repeats a condition in '${text}'`);
    Object.assign(rule, { [name]: value });
  }
  return rule;
}

function parseEffect(text: string): FailureEffect {
  const bare = BARE_EFFECTS.find((kind) => kind === text);
  if (bare !== undefined) return { kind: bare };
  const [, name = '', detail] = /^(not-json|\d{3})(?::([\w.-]+))?$/.exec(text) ?? [];
  if (name === 'not-json')
    return { kind: 'not-json', status: detail === undefined ? 200 : parseStatus(detail, text, 200) };
  if (name !== '') return { kind: 'status', status: parseStatus(name, text, 300), code: detail ?? null };
  throw mistake(`'${text}' is no effect`);
}

function parseStatus(digits: string, text: string, minimum: number): number {
  const status = Number(digits);
  if (/^\d{3}$/.test(digits) && status >= minimum && status <= 599) return status;
  throw mistake(`'${text}' has no status from ${minimum} to 599`);
}

function parseCondition(text: string): [keyof FailureRule, string | number] {
  if (/^(GET|POST|DELETE)$/.test(text)) return ['method', text];
  if (text.startsWith('/')) return ['pathPrefix', text.replace(/^\/v1(?=\/|$)/, '')];
  const first = /^first([1-9]\d{0,8})$/.exec(text)?.[1];
  if (first !== undefined) return ['first', Number(first)];
  const percent = Number(/^(\d{1,3}(?:\.\d+)?)%$/.exec(text)?.[1]);
  if (percent > 0 && percent <= 100) return ['chance', percent / 100];
  throw mistake(`'${text}' is no condition`);
}

function mistake(what: string): Error {
  return new Error(`Cannot read the failures: ${what}.\n${FAILURE_GRAMMAR}`);
}
