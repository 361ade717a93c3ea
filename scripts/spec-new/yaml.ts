/** How the scaffold's arguments look in YAML: one line each where they have no remarks inside. */
import { Document, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { MergedField } from '../sdk/merge.ts';
import { type SpecValue, specValues } from './values.ts';

/** Longer than this, an argument is spread over lines. */
const LINE = 120;

/** All arguments of a tool or members of an object, with the remarks as comments above them. */
export function valuesNode(values: SpecValue[], place?: string): YAMLMap {
  const map = new YAMLMap();
  for (const value of values) map.items.push(valuePair(value, place));
  return map;
}

/** A document in the style of the spec files: `{ a: b }`, but `[a, b]`, and no line broken. */
export function written(document: Document): string {
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: true });
  return text.replaceAll('[ ', '[').replaceAll(' ]', ']');
}

/** What to add for one field, on one line: `name: { in: query, type: string }`. */
export function flowText(name: string, field: MergedField, place: string | undefined): string {
  return specValues(name, field)
    .map((value) => `${value.name}: ${oneLine(valueNode(value, place, true))}`)
    .join(' and ');
}

function valuePair(value: SpecValue, place: string | undefined): Pair<Scalar, Node> {
  const name = new Scalar(value.name);
  if (value.remarks.length > 0) name.commentBefore = value.remarks.map((remark) => ` ${remark}`).join('\n');
  const flat = valueNode(value, place, true);
  const fits = !hasRemarksInside(value) && oneLine(flat).length <= LINE;
  return new Pair<Scalar, Node>(name, fits ? flat : valueNode(value, place, false));
}

function valueNode(value: SpecValue, place: string | undefined, flow: boolean): YAMLMap {
  const map = new YAMLMap();
  map.flow = flow;
  const add = (key: string, node: Node) => map.items.push(new Pair(new Scalar(key), node));
  if (place !== undefined) add('in', new Scalar(place));
  for (const [key, plain] of Object.entries(value.value)) {
    if (plain !== undefined) add(key, plainNode(plain));
  }
  if (value.items) add('items', valueNode(value.items, undefined, flow || !hasRemarksInside(value.items)));
  if (value.exactlyOneOf) add('exactly_one_of', groupsNode(value.exactlyOneOf));
  if (value.properties) {
    const members = flow ? new YAMLMap() : valuesNode(value.properties);
    members.flow = flow;
    if (flow) {
      for (const member of value.properties) {
        members.items.push(new Pair(new Scalar(member.name), valueNode(member, undefined, true)));
      }
    }
    add('properties', members);
  }
  return map;
}

/** Groups of names, as `exactly_one_of` has them. */
export function groupsNode(groups: string[][]): YAMLSeq {
  const node = new YAMLSeq();
  node.flow = true;
  node.items = groups.map((group) => sequence(group));
  return node;
}

function plainNode(plain: unknown): Node {
  if (Array.isArray(plain)) return sequence(plain);
  if (typeof plain !== 'object' || plain === null) return new Scalar(plain);
  const map = new YAMLMap();
  map.flow = true;
  for (const [key, value] of Object.entries(plain))
    map.items.push(new Pair(new Scalar(key), plainNode(value)));
  return map;
}

function sequence(values: unknown[]): YAMLSeq {
  const node = new YAMLSeq();
  node.flow = true;
  node.items = values.map((value) => new Scalar(value));
  return node;
}

/** A comment inside needs lines of its own. */
function hasRemarksInside(value: SpecValue): boolean {
  const inner = [...(value.properties ?? []), ...(value.items ? [value.items] : [])];
  return inner.some((member) => member.remarks.length > 0 || hasRemarksInside(member));
}

function oneLine(node: Node): string {
  return written(new Document(node)).trim();
}
