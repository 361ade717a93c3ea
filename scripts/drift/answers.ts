/** What an answer of the SDK holds that its tools have to know of: one-time secrets, times written as numbers, and what is to go. */
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { shapeValue } from '../../src/tools/shape-value.ts';
import type { SdkField, SdkType } from '../sdk/types.ts';
import type { Problem } from './finding.ts';

type Report = (problem: Problem, at: string, text: string) => void;

/** A name that only a secret has; the tokens of a model and of a page are none. */
const NAMED_SECRET =
  /(?:^|[._])(?:secret|secret_key|password|passphrase|private_key|client_secret)$|(?<!page)_token$|^token$|key\.value$/;

/** How OpenAI describes what it shows once. */
const SHOWN_ONCE =
  /\bunredacted\b|\bonly (?:be )?(?:shown|returned|available|displayed|visible)\b|\b(?:shown|returned|available|displayed) (?:only )?(?:once|on creat)|\bone-time\b|\bnever (?:be )?(?:shown|returned)\b/i;

const NO_LONGER_SECRET = /\b(?:masked|redacted|obfuscated|hint)\b/i;

const DESCRIBED_TIME = /\bunix\b|\btimestamp\b|\bseconds since\b/i;
const NAMED_TIME = /(?:^|_)(?:at|time|timestamp|date|since|until)$/;

/** Any point in time, as the API writes it. */
const SOME_TIME = 1_793_491_200;

export function compareAnswer(answer: SdkType, tools: ToolSpec[], report: Report): void {
  for (const path of secretPaths(answer)) {
    if (tools.some((tool) => tool.secrets?.paths.includes(path))) continue;
    report('secret', path, `add ${path} to secrets.paths: the answer holds a secret there`);
  }
  const said = new Set<string>();
  const deprecated = new Set<string>();
  for (const [path, field] of membersOf(answer)) {
    const name = path.split('.').at(-1) ?? '';
    if (!said.has(path) && isTime(name, field) && isShownAsNumber(name)) {
      said.add(path);
      report('time', path, `${path} of the answer is a time: add ${name} to TIME_FIELDS in src/tools`);
    }
    if (field.deprecated && !deprecated.has(path)) {
      deprecated.add(path);
      report(
        'deprecated',
        path,
        `${path} of the answer is deprecated: look whether anything relies on it, then except it in scripts/drift/scope-and-exceptions.ts (${field.doc})`,
      );
    }
  }
}

/** Where an answer holds secrets. */
export function secretPaths(answer: SdkType): string[] {
  return [
    ...new Set([...membersOf(answer)].filter(([path, field]) => isSecret(path, field)).map(([path]) => path)),
  ];
}

/** All members with their dotted places; those of the entries of a list have the list's. */
function* membersOf(type: SdkType, above = ''): Generator<[path: string, field: SdkField]> {
  if (type.kind === 'array') yield* membersOf(type.items, above);
  if (type.kind === 'union') for (const one of type.alternatives) yield* membersOf(one, above);
  if (type.kind !== 'object') return;
  for (const [name, field] of Object.entries(type.properties)) {
    yield [above + name, field];
    yield* membersOf(field.type, `${above}${name}.`);
  }
}

function isSecret(path: string, { type, doc }: SdkField): boolean {
  if (!kindsOf(type).includes('string')) return false;
  return (
    (NAMED_SECRET.test(path) || SHOWN_ONCE.test(doc)) &&
    !NO_LONGER_SECRET.test(`${path.replaceAll('_', ' ')} ${doc.replace(/\bunredacted\b/i, '')}`)
  );
}

function isTime(name: string, { type, doc }: SdkField): boolean {
  return kindsOf(type).includes('number') && (DESCRIBED_TIME.test(doc) || NAMED_TIME.test(name));
}

/** Asked of what shapes the answers, so that there is one list of such names. */
function isShownAsNumber(name: string): boolean {
  const shown = shapeValue({ [name]: SOME_TIME }) as Record<string, unknown>;
  return shown[name] === SOME_TIME;
}

function kindsOf(type: SdkType): SdkType['kind'][] {
  return type.kind === 'union' ? type.alternatives.map(({ kind }) => kind) : [type.kind];
}
