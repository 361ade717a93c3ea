/** The YAML stub of a tool for one operation of the SDK: everything that can be known without a person. */
import { Document, isMap, type Node, Pair, parseDocument, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { ParamSpec } from '../../src/specs/spec-schema.ts';
import { secretPaths } from '../drift/answers.ts';
import { isFile, type MergedField, mergeFields } from '../sdk/merge.ts';
import type { SdkOperation } from '../sdk/operations.ts';
import { fileName, proposeMethod, proposeNames } from './names.ts';
import { alternativeGroups, type SpecValue, specValues } from './values.ts';
import { groupsNode, valuesNode, written } from './yaml.ts';

/** Stands where its author has to write a text; no file that holds it builds. */
export const UNWRITTEN = 'TODO';

/** A new file with one tool. `file` is its name without the folder and the ending. */
export function newFile(operation: SdkOperation, file = fileName(proposeNames(operation).family)): string {
  const tags = new YAMLSeq();
  tags.flow = true;
  tags.comment = ' TODO which tags list these tools; core is listed by default';
  const tools = new YAMLMap();
  tools.items.push(toolPair(operation, true));
  const root = new YAMLMap();
  const add = (key: string, value: Node) => root.items.push(new Pair(new Scalar(key), value));
  add('family', new Scalar(file.replaceAll('-', '_')));
  add('title', new Scalar(sentenceCase(file.replaceAll('-', ' '))));
  add('tags', tags);
  add('key', new Scalar(keyOf(operation)));
  if (operation.beta !== undefined) add('beta', new Scalar(operation.beta));
  const key = new Scalar('tools');
  key.spaceBefore = true;
  root.items.push(new Pair(key, tools));
  root.commentBefore = ' yaml-language-server: $schema=./tool-spec.schema.json';
  return written(new Document(root));
}

/**
 * The text of an existing file with one more tool at its end; nothing else in it changes.
 * @throws Error where the file's last key is not `tools`, the tool is there already, or another header goes with it.
 */
export function appended(text: string, operation: SdkOperation): string {
  const parsed = parseDocument(text, { merge: true });
  const tools = parsed.get('tools');
  const last = isMap(parsed.contents) ? parsed.contents.items.at(-1) : undefined;
  if (!isMap(tools) || String(last?.key) !== 'tools')
    throw new Error('tools: is not the last key of the file');
  if (parsed.get('beta') !== operation.beta)
    throw new Error(
      `the requests of a file share beta, which would be ${operation.beta ?? 'none'} here: take another file`,
    );
  const { tool } = proposeNames(operation);
  if (tools.has(tool)) throw new Error(`it has a tool ${tool} already`);
  const map = new YAMLMap();
  map.items.push(toolPair(operation, parsed.get('key') === keyOf(operation)));
  const lines = written(new Document(map)).trimEnd().split('\n');
  const indented = lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n');
  return `${text.trimEnd()}\n\n${indented}\n`;
}

function toolPair(operation: SdkOperation, keyFits: boolean): Pair<Scalar, Node> {
  const { tool, title } = proposeNames(operation);
  const method = proposeMethod(operation);
  const pagination = paginationOf(operation);
  const map = new YAMLMap();
  const add = (key: string, value: Node, comment?: string) => {
    if (comment !== undefined) value.comment = ` ${comment}`;
    map.items.push(new Pair(new Scalar(key), value));
  };
  add('title', new Scalar(title));
  add('method', new Scalar(method));
  add('endpoint', new Scalar(`${operation.httpMethod} ${operation.path}`));
  if (!keyFits) add('key', new Scalar(keyOf(operation)));
  const params = paramsNode(operation, pagination !== undefined);
  if (params.items.length > 0) add('params', params);
  const groups = alternativeGroups(fieldsOf(operation, 'query', pagination !== undefined));
  groups.push(...alternativeGroups(fieldsOf(operation, 'body', pagination !== undefined)));
  if (groups.length > 0) add('exactly_one_of', groupsNode(groups));
  if (pagination) add('pagination', new Scalar(pagination.style), pagination.remark);
  if (method !== 'list' && method !== 'get' && method !== 'query') {
    const risk = new YAMLMap();
    risk.flow = true;
    const secrets = secretPaths(operation.answer);
    if (secrets.length > 0) add('secrets', secretsNode(secrets));
    risk.items.push(
      new Pair(new Scalar('class'), new Scalar(secrets.length > 0 ? 'mints_secret' : 'irreversible')),
    );
    risk.items.push(new Pair(new Scalar('because'), new Scalar(UNWRITTEN)));
    add('risk', risk, 'TODO the class, and the reason for people who decide; mints_secret needs secrets');
  }
  const name = new Scalar(tool);
  name.commentBefore = [
    ` ${operation.name}: ${operation.doc}`,
    ...(operation.deprecated ? [' Deprecated in the SDK: TODO docs that say so, and what replaces it.'] : []),
    ' TODO docs and an example: without docs the tool is not built.',
  ].join('\n');
  return new Pair<Scalar, Node>(name, map);
}

function secretsNode(paths: string[]): YAMLMap {
  const node = new YAMLMap();
  node.flow = true;
  const list = new YAMLSeq();
  list.items = paths.map((path) => new Scalar(path));
  node.items.push(new Pair(new Scalar('paths'), list));
  return node;
}

function paramsNode(operation: SdkOperation, pages: boolean): YAMLMap {
  const node = new YAMLMap();
  for (const name of operation.pathParams) {
    const remarks = /_id$/.test(name) ? ['TODO from_tool: the tool whose results hold this ID'] : [];
    const value: SpecValue = { name, value: { type: 'string', required: true }, remarks };
    node.items.push(...valuesNode([value], 'path').items);
  }
  for (const place of ['query', 'body'] as const satisfies ParamSpec['in'][]) {
    const takesNull = place === 'body' && proposeMethod(operation) === 'update';
    const values = fieldsOf(operation, place, pages).flatMap(([name, field]) =>
      specValues(name, field).map((one) =>
        takesNull && field.nullable ? { ...one, value: { ...one.value, clearable: true } } : one,
      ),
    );
    node.items.push(...valuesNode(distinct(values, operation.pathParams), place).items);
  }
  return node;
}

/** A body may use a path parameter's name for something else; the argument needs a name of its own. */
function distinct(values: SpecValue[], taken: string[]): SpecValue[] {
  return values.map((value) =>
    taken.includes(value.name)
      ? {
          ...value,
          name: `new_${value.name}`,
          value: { ...value.value, wire: value.value.wire ?? value.name },
        }
      : value,
  );
}

function fieldsOf(operation: SdkOperation, place: 'query' | 'body', pages: boolean): [string, MergedField][] {
  const fields = Object.entries(mergeFields([operation[place]])).filter(([, { type }]) => !isFile(type));
  return pages ? fields.filter(([name]) => name !== 'after' && name !== 'page') : fields;
}

function paginationOf(operation: SdkOperation): { style: string; remark?: string } | undefined {
  if (proposeMethod(operation) !== 'list') return undefined;
  if (operation.page === 'NextCursorPage') return { style: 'after_next' };
  if (operation.page === 'ConversationCursorPage') return { style: 'after_last_id' };
  if ('page' in operation.query) {
    return { style: 'page', remark: 'TODO response: { buckets: results } for a report over time' };
  }
  if ('after' in operation.query) {
    return { style: 'after_last_item', remark: 'after_last_id where the answer has a last_id' };
  }
  return undefined;
}

function keyOf(operation: SdkOperation): 'admin' | 'project' {
  return operation.key === 'admin' ? 'admin' : 'project';
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
