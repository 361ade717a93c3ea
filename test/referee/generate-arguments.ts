/** Making up whole calls of a tool: each argument alone, all together, and any mixture. */
import fc from 'fast-check';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import type { ParamSpec } from '../../src/specs/spec-schema.ts';
import { anyValue, edgeValue, keepFitting, membersOf } from './generate-value.ts';

export type Call = Record<string, unknown>;

/** The arguments of the program's own that stand beside the spec's. */
const CURSOR: ParamSpec = { in: 'query', type: 'string' };
const CURSORS = ['proj_4fGh7kLm', 'page_AAAA+/=&x', "ünï 😀 '%2e", '..', '{"a":[1]}'];

/** A tool with `fixed` arguments settled, such as the category of a usage report. */
function settled(tool: ToolSpec, fixed: Call): ToolSpec {
  const params = Object.fromEntries(
    Object.entries(tool.params).map(([name, param]) => {
      const value = fixed[name];
      return [name, typeof value === 'string' ? { ...param, enum: [value] } : param];
    }),
  );
  return { ...tool, params };
}

/**
 * The smallest call, every optional argument alone, and all of them together: with ordinary values, with the smallest
 * and arrays of one, with the largest and arrays of many. And for what can be emptied, each emptied alone and all.
 */
export function plainCalls(tool: ToolSpec, fixed: Call): Call[] {
  const { params, exactlyOneOf, atLeastOneOf } = settled(tool, fixed);
  const values = Object.fromEntries(
    Object.entries(params).map(([name, param]) => {
      const [value] = fc.sample(anyValue(param), { numRuns: 1, seed: 7 });
      return [name, Array.isArray(value) && value.length === 0 && param.items ? [sampleItem(param)] : value];
    }),
  );
  const edges = (['least', 'most'] as const).map((edge) =>
    Object.fromEntries(Object.entries(params).map(([name, param]) => [name, edgeValue(param, edge)])),
  );
  const choose = (isWanted: (name: string) => boolean, pick: number, all: Call = values) =>
    withinReason(tool, keepFitting(params, { exactlyOneOf, atLeastOneOf }, all, isWanted, pick));
  const names = Object.keys(params);
  const clearable = names.filter((name) => params[name]?.clearable);
  const emptied = [...clearable.map((name) => [name]), ...(clearable.length > 1 ? [clearable] : [])];
  return [
    ...Array.from({ length: 4 }, (_, pick) => choose(() => false, pick)),
    ...names.map((name) => choose((other) => other === name, Math.max(positionOf(name, tool), 0))),
    ...[values, ...edges].flatMap((all) =>
      Array.from({ length: 4 }, (_, pick) => choose(() => true, pick, all)),
    ),
    ...emptied.map((clear) => {
      const call = choose(() => false, 0);
      for (const name of clear) delete call[name];
      return { ...call, clear };
    }),
  ];
}

function sampleItem(param: ParamSpec): unknown {
  return fc.sample(anyValue(param.items ?? { type: 'string' }), { numRuns: 1, seed: 7 })[0];
}

/** So that a call for one member of a group gets that very member. */
function positionOf(name: string, tool: ToolSpec): number {
  const group = [...tool.exactlyOneOf, ...tool.atLeastOneOf].find((names) => names.includes(name));
  return group?.indexOf(name) ?? 0;
}

/** Any valid call. */
export function anyCall(tool: ToolSpec, fixed: Call): fc.Arbitrary<Call> {
  const { params, exactlyOneOf, atLeastOneOf } = settled(tool, fixed);
  const clearable = Object.keys(params).filter((name) => params[name]?.clearable);
  const cursor = fc.option(fc.oneof(fc.constantFrom(...CURSORS), anyValue(CURSOR)), {
    nil: '',
  }) as fc.Arbitrary<string>;
  return fc
    .tuple(membersOf(params, { exactlyOneOf, atLeastOneOf }), cursor, fc.subarray(clearable))
    .map(([call, cursor, clear]) => {
      const empty = clear.filter((name) => !(name in call));
      return withinReason(tool, {
        ...call,
        ...(tool.pagination && cursor.trim() !== '' && { cursor }),
        ...(empty.length > 0 && { clear: empty }),
      });
    });
}

const DAY = 86_400;
/** Larger numbers are taken for milliseconds. */
const LATEST = 99_999_999_999;

/** What the program would otherwise add by itself; and in reports a range that ends after it starts. */
function withinReason(tool: ToolSpec, given: Call): Call {
  const sent = Object.entries(tool.params).flatMap(([name, param]) =>
    param.sent === undefined ? [] : [[name, param.sent]],
  );
  const call: Call = { ...Object.fromEntries(sent), ...given };
  const most = tool.response.max_buckets;
  if (most === undefined) return call;
  const limit = most[(call.bucket_width ?? '1d') as '1d'] ?? 1;
  const start = Math.min(Number(call.start_time), LATEST - DAY);
  return {
    ...call,
    start_time: start,
    ...('end_time' in call && { end_time: start + 1 + (Number(call.end_time) % DAY) }),
    limit: Math.min(Number(call.limit ?? limit), limit),
  };
}
