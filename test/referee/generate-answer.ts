/** Making up answers from the types of the official SDK: no two leaves alike, each with the form in which it has to be shown. */
import type { SdkOperation } from '../../scripts/sdk/operations.ts';
import type { SdkField, SdkType } from '../../scripts/sdk/types.ts';

/** `path` has dots, the places of lists included. */
export type Leaf = { path: string; shown: unknown };

/** `text` holds the JSON, so that numbers can have more digits than a double. */
export type Answer = { text: string; leaves: Leaf[] };

export type Making = {
  /** Which optional members are there: those whose place in their object, counted round, is one of these. */
  optional: 'all' | 'none' | { part: number; of: number };
  /** Which branch of each union, counted round. */
  branch: number;
  /** Of each list. */
  length: number;
  /** Null wherever the type allows it. */
  nulls?: boolean;
  /** Members that no type knows, in every object. */
  unknown?: boolean;
  /** How the JSON writes numbers; times have no more digits in any case. */
  numbers?: 'plain' | 'text' | 'long';
};

export const ALL: Making = { optional: 'all', branch: 0, length: 3 };

/** Maps whose names are the customer's own: nothing in them is OpenAI's, whatever it is called. */
const CUSTOMERS_MAPS = ['metadata', 'attributes', 'attribute_matchers'];

/** Described as such, or named as every time of the API is. */
const TIME = /\bunix\b|\btimestamp \(in seconds\)/i;
const NAMED_TIME = /_at$|^(?:start|end)_time$/;
const CENTS = /\bin cents\b/i;
const FIRST_TIME = 1_700_000_000;

/** Stands in the JSON for a number with these digits. */
const LITERAL = /"@number:([^"]*)"/g;

class AnswerMaker {
  readonly leaves: Leaf[] = [];
  readonly #making: Making;
  #count = 0;

  constructor(making: Making) {
    this.#making = making;
  }

  make(type: SdkType, path = ''): unknown {
    return this.#value(type, path, '', '');
  }

  /** Text, number, truth, a list and an object. */
  #unknown(path: string): Record<string, unknown> {
    if (!this.#making.unknown) return {};
    const above = path === '' ? '' : `${path}.`;
    const own = `${above}x_new`;
    return {
      x_text: this.#leaf(`${above}x_text`, this.#text()),
      x_new: {
        words: this.#leaf(`${own}.words`, this.#text()),
        amount: this.#leaf(`${own}.amount`, this.#next()),
        agreed: this.#leaf(`${own}.agreed`, this.#next() % 2 === 0),
        parts: [
          this.#leaf(`${own}.parts.0`, this.#text()),
          { deeper: this.#leaf(`${own}.parts.1.deeper`, this.#text()) },
        ],
        metadata: this.#map({ kind: 'string' }, `${own}.metadata`, 'metadata'),
      },
    };
  }

  #value(type: SdkType, path: string, name: string, doc: string): unknown {
    switch (type.kind) {
      case 'string':
        if (type.values === undefined) return this.#leaf(path, this.#text());
        return this.#leaf(path, type.values[this.#next() % type.values.length]);
      case 'boolean':
        return this.#leaf(path, this.#next() % 2 === 0);
      case 'number':
        return this.#number(path, name, doc);
      case 'array':
        return Array.from({ length: this.#making.length }, (_, at) =>
          this.#value(type.items, `${path}.${at}`, name, doc),
        );
      case 'union':
        return this.#value(this.#branchOf(type.alternatives), path, name, doc);
      case 'object':
        return this.#object(type.properties, path);
      case 'map':
        return this.#map(type.values, path, name);
      default:
        return {
          whatever: this.#leaf(`${path}.whatever`, this.#text()),
          attribute_matchers: this.#map(
            { kind: 'string' },
            `${path}.attribute_matchers`,
            'attribute_matchers',
          ),
        };
    }
  }

  #branchOf(alternatives: SdkType[]): SdkType {
    return alternatives[this.#making.branch % alternatives.length] ?? { kind: 'unknown' };
  }

  #object(fields: Record<string, SdkField>, path: string): Record<string, unknown> {
    const above = path === '' ? '' : `${path}.`;
    const optional = Object.keys(fields).filter((name) => fields[name]?.required === false);
    const members: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(fields)) {
      if (!field.required && !this.#isThere(optional.indexOf(name))) continue;
      const discriminator = name === 'object' && field.type.kind === 'string';
      if (field.nullable && this.#making.nulls) members[name] = null;
      else if (discriminator)
        members[name] = field.type.kind === 'string' ? (field.type.values?.[0] ?? 'thing') : '';
      else members[name] = this.#value(field.type, above + name, name, field.doc);
    }
    return { ...members, ...this.#unknown(path) };
  }

  #isThere(place: number): boolean {
    const { optional } = this.#making;
    if (typeof optional === 'string') return optional === 'all';
    return place % optional.of === optional.part;
  }

  #map(values: SdkType, path: string, name: string): Record<string, unknown> {
    const key = `key ${this.#next()}`;
    const usual = { [key]: this.#value(values, `${path}.${key}`, '', '') };
    if (!CUSTOMERS_MAPS.includes(name)) return usual;
    const time = FIRST_TIME + this.#next();
    return {
      ...usual,
      updated_at: this.#leaf(`${path}.updated_at`, time),
      object: this.#leaf(`${path}.object`, this.#text()),
      threshold_amount: this.#leaf(`${path}.threshold_amount`, this.#next()),
      'with.dot': this.#leaf(`${path}.with.dot`, this.#text()),
    };
  }

  #number(path: string, name: string, doc: string): unknown {
    const { numbers = 'plain' } = this.#making;
    if (TIME.test(doc) || NAMED_TIME.test(name)) {
      const time = FIRST_TIME + this.#next() * 60;
      this.#leaf(path, new Date(time * 1000).toISOString().replace('.000Z', 'Z'));
      return numbers === 'text' ? String(time) : time;
    }
    const count = this.#next();
    if (CENTS.test(doc)) {
      this.#leaf(path.replace(/threshold_amount$/, 'threshold_usd'), `${count}.07`);
      const cents = count * 100 + 7;
      return numbers === 'text' ? String(cents) : cents;
    }
    if (numbers === 'plain') return this.#leaf(path, count);
    if (numbers === 'text') return this.#leaf(path, `${count}.50`);
    const digits =
      count % 2 === 0
        ? `${9_007_199_254_740_993n + BigInt(count)}`
        : `${count}.${'1234567890'.repeat(2)}12345`;
    this.#leaf(path, digits);
    return `@number:${digits}`;
  }

  #leaf<Value>(path: string, shown: Value): Value {
    this.leaves.push({ path, shown });
    return shown;
  }

  #next(): number {
    this.#count += 1;
    return this.#count;
  }

  #text(): string {
    return `text ${this.#next()}`;
  }
}

/** Said of the page in words of our own. */
const PAGING = ['object', 'first_id', 'last_id', 'has_more', 'next', 'next_page'];

/** A whole answer to an operation: a list in its envelope, the last page of it. */
export function makeAnswer({ page, answer }: SdkOperation, making: Making): Answer {
  const maker = new AnswerMaker(making);
  const list: SdkType = { kind: 'array', items: answer };
  const envelope: SdkType = {
    kind: 'object',
    properties: { data: { type: list, required: true, nullable: false, doc: '' } },
  };
  const body = maker.make(page === undefined ? answer : envelope);
  const paging = page === undefined ? PAGING.filter((name) => name in (body as object)) : PAGING;
  const isList = Array.isArray((body as { data?: unknown }).data);
  const last = {
    object: 'list',
    first_id: 'id_first',
    last_id: 'id_last',
    has_more: false,
    next: null,
    next_page: null,
  };
  const closed = Object.fromEntries(paging.map((name) => [name, last[name as keyof typeof last]]));
  return {
    text: JSON.stringify(isList ? { ...(body as object), ...closed } : body).replace(LITERAL, '$1'),
    leaves: isList ? maker.leaves.filter(({ path }) => !PAGING.includes(path)) : maker.leaves,
  };
}

/** The most branches that a union of the type has. */
export function branchesOf(type: SdkType): number {
  if (type.kind === 'array') return branchesOf(type.items);
  if (type.kind === 'map') return branchesOf(type.values);
  if (type.kind === 'union') return Math.max(type.alternatives.length, ...type.alternatives.map(branchesOf));
  if (type.kind !== 'object') return 1;
  return Math.max(1, ...Object.values(type.properties).map((field) => branchesOf(field.type)));
}
