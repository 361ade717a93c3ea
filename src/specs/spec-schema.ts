/** The grammar of a tool-spec file: every key that YAML may carry, checked strictly. */
import * as z from 'zod';
import { BUCKET_WIDTHS, JOBS, METHODS, PAGINATION_STYLES, REPORTS, RISKS } from './methods-and-risks.ts';
import { strict } from './strict-object.ts';

/** A tool or argument name: snake_case, short enough for every client's limit with its own prefix in front. */
export const name = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'use snake_case: a-z, 0-9 and _')
  .max(40);
/** Description texts stay in ASCII so that every client and terminal shows the same thing. */
export const text = z
  .string()
  .min(1)
  .regex(/^[\x20-\x7e]+$/, 'use plain ASCII on one line')
  .regex(/^(?!.*\b(?:TODO|TBD|FIXME)\b)/, { error: 'this is still to be written', abort: true });
/** What people decide by. One word, as a stub of any kind has in its place, tells nobody anything. */
export const sentence = text.regex(
  /[a-z]{2}.*\s.*[a-z]{2}/,
  'this is still to be written: say it in a sentence',
);
const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** Values of other arguments under which something holds, e.g. `{ category: [completions, images] }`. */
const condition = z.record(name, z.array(scalar).min(1));
export type Condition = z.infer<typeof condition>;

const valueKeys = {
  /** `usd` is written in dollars and sent in whole cents. */
  type: z.enum(['string', 'integer', 'number', 'boolean', 'timestamp', 'usd', 'array', 'object', 'map']),
  description: text.optional(),
  /** Allowed values. More than 20 are published as a plain string and checked before sending. */
  enum: z.array(z.string()).min(1).optional(),
  /** Smallest and largest value of a number, length of a string, or count of an array or map. */
  min: z.number().optional(),
  max: z.number().optional(),
  /** What the API assumes when the argument is left out; published, never sent. */
  default: scalar.optional(),
  /** `timestamp` only: the argument beside it that a period such as `2026-10` sets when it is not given. */
  ends: name.optional(),
  /** `map` only: what its values may be. */
  values: z.enum(['string', 'scalar']).optional(),
  /** The tool whose results hold this ID. */
  from_tool: name.optional(),
  /** Beginnings of a real ID; anything else is taken for a name and looked up with `from_tool`. */
  id_prefix: z.array(z.string().min(1)).min(1).optional(),
  /** Fields of `from_tool`'s items by which people call the thing. */
  named_by: z.array(name).min(1).optional(),
  /** Arguments for `from_tool` when a name is looked up, e.g. `{ include_archived: true }`. */
  lookup_with: z.record(name, scalar).optional(),
  /** What to tell when OpenAI knows nothing by the given value. */
  when_unknown: text.optional(),
  /** Refused unless other arguments have one of these values. */
  only_for: condition.optional(),
  /** Required when other arguments have one of these values. */
  required_for: condition.optional(),
  /** `enum` only: values that are allowed only under a condition. */
  values_only_for: z.record(z.string(), condition).optional(),
  /** Name in the API, when it differs from the argument's. */
  wire: z.string().min(1).optional(),
  required: z.boolean().optional(),
  /** Checked in full, but published without choices, bounds and members: for what is long and rarely used. */
  brief: z.literal(true).optional(),
};

/** A value inside an array or object. */
export type ValueSpec = {
  [K in keyof typeof valueKeys]?: z.infer<(typeof valueKeys)[K]>;
} & {
  type: z.infer<typeof valueKeys.type>;
  items?: ValueSpec | undefined;
  properties?: Record<string, ValueSpec> | undefined;
  exactly_one_of?: string[][] | undefined;
  recursive?: string | undefined;
  /** Never in a file: `enum` holds the projects that the server is kept to, and this is what keeps it to them. */
  pinned?: string;
};

const valueSpec: z.ZodType<ValueSpec> = z.lazy(() => strict({ ...valueKeys, ...nestedKeys }));

const nestedKeys = {
  items: valueSpec.optional(),
  properties: z.record(name, valueSpec).optional(),
  exactly_one_of: z.array(z.array(name).min(2)).optional(),
  /** `object` only: this array property holds further objects of the object's own shape, published one level deep. */
  recursive: name.optional(),
};

const paramSpec = strict({
  ...valueKeys,
  ...nestedKeys,
  /** `answer` says what to show of the answer, `report` and `job` what these are about: none is sent. */
  in: z.enum(['path', 'query', 'body', 'credential', 'answer', 'report', 'job']),
  /** Sent when a call does not give it, where the API would take too much or says nothing of what it takes; published as the default. */
  sent: scalar.optional(),
  /** `answer` only: the members that are left out for false. */
  shows: z.array(name).min(1).optional(),
  /** Update bodies only: `clear: [name]` may send null for it, which empties the field. */
  clearable: z.boolean().optional(),
});
export type ParamSpec = z.infer<typeof paramSpec> & Pick<ValueSpec, 'pinned'>;

const docs = strict({
  /** What the tool does, one sentence. */
  summary: sentence,
  /** When to reach for it: each a sentence or a half. */
  use_when: z.array(text).optional(),
  /** What bites. */
  notes: z.array(text).optional(),
  /** Plain words by which people ask for this and that stand nowhere else in the tool; never published. */
  words: z.array(text).optional(),
});

const response = strict({
  /** Time buckets: the key of each bucket's result rows. */
  buckets: name.optional(),
  /** Most buckets in one page, by bucket width; the limit is chosen from the asked range. */
  max_buckets: z.partialRecord(z.enum(BUCKET_WIDTHS), z.number().int().positive()).optional(),
  /** Time buckets: the members of a row that are figures, `*` standing for any characters; all others name it. The first, without `*`, is in every row. */
  figures: z
    .array(z.string().regex(/^[a-z*][a-z0-9_*]*$/, 'use snake_case and *'))
    .min(1)
    .optional(),
  /** Time buckets: figures that are a level, not a flow, so adding them up over time means nothing. */
  levels: z.array(name).optional(),
  /** Members by which a record, or each of a list, names the projects that it belongs to. */
  projects: z.array(name).min(1).optional(),
  /** Amounts that arrive in cents, each with the name under which it is shown in dollars. */
  cents: z.record(name, name).optional(),
  /**
   * Members without which a read's answer is none and a write's gets a note; left out, `data` of a list, `deleted` of a
   * deletion, and `id` of other writes and of a thing with its ID in the path.
   */
  needs: z.array(name).optional(),
  /** The entries of the list are texts, not objects. */
  texts: z.literal(true).optional(),
  /** Members of a row by their dotted names, and the member that says the same; left out where it does. */
  repeats: z.record(z.string().regex(/^[a-z0-9_]+(\.[a-z0-9_]+)*$/, 'use names and dots'), name).optional(),
  /** Members of a row that are masked text, of which the end alone is shown. */
  masked: z.array(name).optional(),
  /**
   * `get` of a setting that need not be set: what OpenAI calls it. A 404 that speaks of it is answered with
   * `{"set": false}`.
   */
  unset: text.regex(/^[a-z ]+$/, 'write it in small letters').optional(),
  /** How a list shows its rows; left out, a table where it has at most 12 columns. */
  rows: z.enum(['table', 'objects']).optional(),
  /** What an empty list may mean besides "nothing there". */
  when_empty: text.optional(),
});

const secrets = strict({
  /** Dotted response paths that hold a secret shown only once. */
  paths: z.array(z.string().min(1)).min(1),
  /** Arguments under which no secret is made. */
  unless: condition.optional(),
  /**
   * How to take back what was made when its secret could not be stored: a tool that deletes it, and where in the
   * response each of that tool's arguments stands that this call did not have itself.
   */
  undo: strict({ tool: name, with: z.record(name, z.string().min(1)) }).optional(),
});

const judgement = { class: z.enum(RISKS), because: sentence };
const risk = strict({
  ...judgement,
  /** What it is once the program has seen that the last owner and the keys in use stay. */
  once_checked: strict(judgement).optional(),
  /** What some arguments make of it: the first case holds of which one of the arguments is given, or is 0. */
  cases: z
    .array(strict({ ...judgement, given: z.array(name).optional(), zero: z.array(name).optional() }))
    .optional(),
});
export type Risk = z.infer<typeof risk>;

const example = strict({
  arguments: z.record(z.string(), z.unknown()),
  /** `METHOD path?query` as it leaves the process, with `[]` left readable; a report and a job have none of their own. */
  request: z.string().optional(),
  body: z.record(z.string(), z.unknown()).optional(),
});

/** No empty part, since `//host` could be taken for another host. */
const ENDPOINT = /^(GET|POST|DELETE) (\/[A-Za-z0-9_{}]+)+$/;

const tool = strict({
  title: text.max(60),
  method: z.enum(METHODS),
  endpoint: z.string().regex(ENDPOINT, 'write it as "GET /path/{argument}"').optional(),
  /** In place of an endpoint, `method: report` only: which of the program's own reports it is. */
  report: z.enum(REPORTS).optional(),
  /** In place of an endpoint, `method: job` only: which of the program's own jobs it is. */
  job: z.enum(JOBS).optional(),
  /** Replaces the file's. */
  tags: z.array(name).optional(),
  /** Replaces the file's. */
  key: z.enum(['admin', 'project']).optional(),
  /** A tool without docs is not built. */
  docs: docs.optional(),
  params: z.record(name, paramSpec).optional(),
  exactly_one_of: z.array(z.array(name).min(2)).optional(),
  at_least_one_of: z.array(z.array(name).min(1)).optional(),
  pagination: z.enum(PAGINATION_STYLES).optional(),
  response: response.optional(),
  secrets: secrets.optional(),
  /** Every write needs one. */
  risk: risk.optional(),
  /** A user's query, a POST, counts as a read only with this and the reason. */
  reads: z.literal(true, 'write true, or leave it out').optional(),
  /** Why a query only reads. */
  because: sentence.optional(),
  example: example.optional(),
  /** Names that it had: filters, policies and other specs may go on using them. */
  formerly: z.array(name).min(1).optional(),
});

/** One YAML file: a family of tools over one kind of resource. */
export const familyFile = strict({
  family: name,
  title: text,
  tags: z.array(name),
  /** What a tag holds that several files share, in one of them; a family's own name is described by its title. */
  tag_descriptions: z.record(name, text).optional(),
  /** Which credential the API wants. */
  key: z.enum(['admin', 'project']),
  /** Plain words for what all its tools are about, besides each tool's own. */
  words: z.array(text).optional(),
  /** A user's file only: beginnings of paths it may use besides those of the built-in tools. */
  allow_paths: z.array(z.string().regex(/^(\/[A-Za-z0-9_]+)+$/, 'write it as /first/part')).optional(),
  /** Value of the OpenAI-Beta header that the official SDK sends with this family's requests. */
  beta: text.optional(),
  /** Anchors to share between this file's tools; not read by itself. */
  params: z.record(name, paramSpec).optional(),
  tools: z.record(name, tool),
});
export type FamilyFile = z.infer<typeof familyFile>;
