/** What a report reads: by the paths of the API, through the tools of the catalogue, as its caller may. */
import type { Send } from '../model/api-request.ts';
import { isRecord } from '../model/record.ts';
import { readPages } from '../reading/read-pages.ts';
import { toolAt } from '../reading/reader.ts';
import { isUnset } from '../reading/unset-setting.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { parametersOf } from '../specs/record-source.ts';
import { quote } from '../text/clean.ts';
import { ArgumentError } from '../tools/argument-error.ts';
import { type PreparedCall, prepareCall } from '../tools/build-request.ts';
import { checkPathValues } from '../tools/path-values.ts';

/** A read that may not be made here; its message is a sentence for the caller. */
export class NotAllowed extends Error {}

/** A list without an end, or an answer that is none. */
export class NotWhole extends Error {}

export type ReportReads = {
  /** Whether some tool reads a list at this path here. */
  canList(path: string): boolean;
  /** The values that an argument of the list at this path may have, where they are fixed. */
  choices(path: string, argument: string): readonly string[];
  /**
   * Each page of a list in turn, until `take` says `enough`; `ids` stand in the path, in order. Rejects with NotAllowed,
   * NotWhole, OutOfTime, ApiError or CredentialError.
   */
  pages(
    path: string,
    ids: readonly string[],
    values: Record<string, unknown>,
    take: (rows: Record<string, unknown>[]) => 'enough' | undefined,
  ): Promise<void>;
  /** The whole list, with those members of each entry. Rejects like `pages`. */
  list(
    path: string,
    ids: readonly string[],
    members: readonly string[],
    values?: Record<string, unknown>,
  ): Promise<Record<string, unknown>[]>;
  /** One thing. Rejects like `pages`. */
  get(
    path: string,
    ids: readonly string[],
    values?: Record<string, unknown>,
  ): Promise<Record<string, unknown>>;
  /** One that need not be set: undefined where OpenAI says that it is not. Rejects like `pages`. */
  setting(path: string, ids: readonly string[]): Promise<Record<string, unknown> | undefined>;
};

export function reportReads(
  tools: readonly ToolSpec[],
  send: Send,
  refusalOf: (read: PreparedCall) => Promise<string | undefined>,
  signal: AbortSignal,
): ReportReads {
  async function prepared(
    method: 'get' | 'list',
    path: string,
    ids: readonly string[],
    more: Record<string, unknown>,
  ): Promise<PreparedCall> {
    const named = Object.fromEntries(parametersOf(path).map((name, position) => [name, ids[position]]));
    const found = toolAt({ tools }, method, path, named);
    if (found === undefined) throw new NotAllowed(`nothing here reads ${path}`);
    const { tool } = found;
    checkIds(tool, found.values);
    const values = { ...tool.filled, ...found.values, ...more, ...tool.fixed };
    const call = prepareCall(tool, { values, clear: [] });
    const refusal = await refusalOf(call);
    if (refusal !== undefined) throw new NotAllowed(refusal);
    return call;
  }

  const reads: ReportReads = {
    canList: (path) => toolAt({ tools }, 'list', path, {}) !== undefined,
    choices(path, argument) {
      const values = toolAt({ tools }, 'list', path, {})?.tool.params[argument]?.items?.enum ?? [];
      return values.map(String);
    },
    async pages(path, ids, values, take) {
      const { tool, checked } = await prepared('list', path, ids, values);
      for await (const { rows, more, isList } of readPages(tool, checked.values, send, signal)) {
        if (!isList) throw new NotWhole(`${tool.name} answered with something else than a list`);
        if (tool.response.buckets === undefined && !rows.every(hasId)) {
          throw new NotWhole(`${tool.name} answered with an entry that has no ID`);
        }
        if (take(rows) === 'enough' || !more) return;
      }
      throw new NotWhole(`${tool.name} says that more follows and not where`);
    },
    async list(path, ids, members, values = {}) {
      const all: Record<string, unknown>[] = [];
      await reads.pages(path, ids, values, (rows) => {
        for (const row of rows) {
          all.push(Object.fromEntries(members.flatMap((name) => (name in row ? [[name, row[name]]] : []))));
        }
        return undefined;
      });
      return all;
    },
    get: async (path, ids, values = {}) => objectAt(await prepared('get', path, ids, values)),
    async setting(path, ids) {
      const call = await prepared('get', path, ids, {});
      try {
        return await objectAt(call);
      } catch (error) {
        if (await isUnset(call, error, isThere)) return undefined;
        throw error;
      }
    },
  };

  async function objectAt({ request, tool }: PreparedCall): Promise<Record<string, unknown>> {
    const { body } = await send(request, signal);
    if (!isRecord(body)) throw new NotWhole(`${tool.name} answered with no object`);
    return body;
  }

  const isThere = (path: string, values: Record<string, unknown>) =>
    reads
      .get(
        path,
        parametersOf(path).map((name) => String(values[name])),
      )
      .then(
        () => true,
        () => false,
      );

  return reads;
}

/** Some are listed by the ID that they have elsewhere, such as `group_id`. What has none cannot be told from another. */
function hasId(row: Record<string, unknown>): boolean {
  return Object.entries(row).some(
    ([name, value]) => (name === 'id' || name.endsWith('_id')) && typeof value === 'string' && value !== '',
  );
}

/**
 * IDs come out of what OpenAI answered, so they pass what the IDs of a call pass. A pin must not put its own project in
 * the place of another one: what is read would be told of the wrong project.
 */
function checkIds(tool: ToolSpec, ids: Record<string, unknown>): void {
  for (const [name, id] of Object.entries(ids)) {
    if (typeof id !== 'string') throw new NotAllowed(`nothing says whose it is (${name})`);
    const { enum: choices, pinned } = tool.params[name] ?? {};
    if (pinned !== undefined && choices?.includes(id) === false) {
      throw new NotAllowed(`${quote(id)} is outside ${pinned}`);
    }
  }
  try {
    checkPathValues(tool, ids);
  } catch (error) {
    throw error instanceof ArgumentError ? new NotAllowed(error.message.replace(/\.$/, '')) : error;
  }
}
