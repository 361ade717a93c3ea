/** Every operation under test, from the specs and the installed SDK: its tool, and how the SDK makes the request. */
import type OpenAI from 'openai';
import { coveredOperations } from '../../scripts/drift/check.ts';
import { readSdk, type SdkOperation } from '../../scripts/sdk/operations.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { inApiTerms } from './api-terms.ts';
import type { Call } from './generate-arguments.ts';

export type Row = {
  /** `GET /models (models.list)`. */
  title: string;
  operation: SdkOperation;
  tool: ToolSpec;
  /** Arguments that choose the operation, such as the category of a usage report. */
  fixed: Call;
  send(sdk: OpenAI, call: Call): PromiseLike<unknown>;
};

export const ROWS: Row[] = [...coveredOperations(readSdk('node_modules/openai'), catalogue)].flatMap(
  ([operation, matches]) =>
    matches.map(({ tool, bound }) => ({
      title: `${operation.httpMethod} ${operation.path} (${operation.name})`,
      operation,
      tool,
      fixed: bound,
      send: (sdk, call) => sendBySdk(sdk, operation, tool, call),
    })),
);

/** A call of the operation: the tool's example, or for one tool with several operations the least that it needs. */
export function callOf({ tool, fixed }: Row): Call {
  const usual = tool.example?.arguments ?? {};
  return Object.keys(fixed).length === 0
    ? usual
    : { start_time: '2026-10-01', end_time: '2026-10-08', ...fixed };
}

/** The SDK takes what stands in the path by its place or by its name, and all the rest in one object. */
function sendBySdk(sdk: OpenAI, operation: SdkOperation, tool: ToolSpec, call: Call): PromiseLike<unknown> {
  const { inPath, others } = inApiTerms(tool, call);
  const ours = tool.endpoint.path.split('/');
  const path = operation.path.split('/').flatMap((part, index): [string, unknown][] => {
    const [theirName, ourName] = [nameIn(part), nameIn(ours[index] ?? '')];
    return theirName === undefined || ourName === undefined ? [] : [[theirName, inPath[ourName]]];
  });
  const byName = path.filter(([name]) => !operation.positional.includes(name));
  const params = { ...Object.fromEntries(byName), ...others };
  if (!operation.takesParams && Object.keys(params).length > 0) {
    throw new Error(`${operation.name} takes no ${Object.keys(params).join(', ')}`);
  }
  const positional = operation.positional.map((name) => new Map(path).get(name));
  return methodOf(sdk, operation.name)(...positional, ...(operation.takesParams ? [params] : []));
}

function methodOf(sdk: OpenAI, name: string): (...given: unknown[]) => PromiseLike<unknown> {
  const parts = name.split('.');
  const method = parts.pop() ?? '';
  // biome-ignore lint/suspicious/noExplicitAny: a name out of the SDK's own sources
  const resource = parts.reduce((holder: any, part) => holder[part], sdk);
  return resource[method].bind(resource);
}

/** `project_id` of `{project_id}`. */
function nameIn(part: string): string | undefined {
  return /^\{(.*)\}$/.exec(part)?.[1];
}
