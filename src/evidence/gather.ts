/** Reading all that the evidence is made of, parents before what is theirs, with what could not be read and why. */

import { isRecord } from '../model/record.ts';
import { isUnset, UNSET } from '../reading/unset-setting.ts';
import type { ReportReads } from '../reports/report-reads.ts';
import { whyUnread } from '../reports/why-unread.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { parametersOf } from '../specs/record-source.ts';
import { prepareCall } from '../tools/build-request.ts';
import { savedRows } from '../tools/saved-rows.ts';
import { AUDIT_LOG, askingForAll, evidenceSources, type Source } from './sources.ts';

/** Rows of one kind, each with the IDs of what it belongs to. */
export type Part = { name: string; tool: ToolSpec; rows: Record<string, unknown>[] };

/** `of` names the things of which it could not be read; all of it where there are none. */
export type NotCovered = { what: string; of?: string[]; why: string };

export type Evidence = { parts: Part[]; notCovered: NotCovered[] };

/** Unix seconds; the end is not included. */
type Range = { start: number; end: number };

/** A thing of a list with the arguments that lead to it. */
type Owner = { id: string; values: Record<string, string> };

/** Rejects with the first failure where nothing at all could be read. */
export async function gatherEvidence(
  tools: readonly ToolSpec[],
  { start, end }: Range,
  reads: ReportReads,
): Promise<Evidence> {
  const { sources, without } = evidenceSources(tools);
  const parts = new Map<ToolSpec, Part>();
  const owners = new Map<ToolSpec, Owner[]>();
  const notCovered: NotCovered[] = without.map(({ name }) => ({
    what: name,
    why: 'no list that the admin key may read gives the things it is asked about',
  }));

  let answers = 0;
  const errors: unknown[] = [];

  async function readSource({ tool, name, parent }: Source): Promise<void> {
    const rows: Record<string, unknown>[] = [];
    const found: Owner[] = [];
    const failures = new Map<string, string[]>();
    const last = parametersOf(tool.endpoint.path).at(-1) ?? '';
    const over: Owner[] = parent === undefined ? [{ id: '', values: {} }] : (owners.get(parent) ?? []);
    await Promise.all(
      over.map(async ({ id, values: above }) => {
        const values = id === '' ? {} : { ...above, [last]: id };
        try {
          for (const row of await readRows(tool, values, askingForAll(tool, tools), reads)) {
            rows.push({ ...values, ...row });
            const own = idIn(row, name);
            if (own !== undefined) found.push({ id: own, values });
          }
          answers += 1;
        } catch (error) {
          errors.push(error);
          const why = whyUnread(error);
          failures.set(why, [...(failures.get(why) ?? []), id]);
        }
      }),
    );
    for (const [why, of] of failures) {
      notCovered.push({ what: tool.name, ...(parent !== undefined && { of }), why });
    }
    owners.set(tool, found);
    parts.set(tool, { name, tool, rows });
  }

  for (let left = sources; left.length > 0; ) {
    const ready = left.filter(({ parent }) => parent === undefined || owners.has(parent));
    await Promise.all(ready.map(readSource));
    left = left.filter((source) => !ready.includes(source));
  }
  if (answers === 0) throw errors[0];
  const log = await readAuditLog(tools, { start, end }, reads, notCovered);
  return { parts: [...parts.values(), ...log], notCovered };
}

async function readRows(
  tool: ToolSpec,
  values: Record<string, string>,
  more: Record<string, unknown>,
  reads: ReportReads,
): Promise<Record<string, unknown>[]> {
  const ids = parametersOf(tool.endpoint.path).map((name) => values[name] ?? '');
  const { path } = tool.endpoint;
  if (tool.method === 'list') return readList(tool, ids, more, reads);
  try {
    return savedRows(tool, [await reads.get(path, ids)]).filter(isRecord);
  } catch (error) {
    // What it belongs to was listed just now.
    const call = prepareCall(tool, { values, clear: [] });
    if (await isUnset(call, error, async () => true)) return [UNSET];
    throw error;
  }
}

/** Each thing once, though a page may repeat what the one before ended with. */
async function readList(
  tool: ToolSpec,
  ids: readonly string[],
  values: Record<string, unknown>,
  reads: ReportReads,
): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  const seen = new Set<string>();
  await reads.pages(tool.endpoint.path, ids, values, (page) => {
    for (const row of page) {
      if (typeof row.id === 'string' && seen.has(row.id)) continue;
      if (typeof row.id === 'string') seen.add(row.id);
      rows.push(...savedRows(tool, [row]).filter(isRecord));
    }
    return undefined;
  });
  return rows;
}

async function readAuditLog(
  tools: readonly ToolSpec[],
  { start, end }: Range,
  reads: ReportReads,
  notCovered: NotCovered[],
): Promise<Part[]> {
  const tool = tools.find(({ endpoint, method }) => method === 'list' && endpoint.path === AUDIT_LOG);
  if (tool === undefined) return [];
  try {
    const rows = await readList(tool, [], { effective_at: { gte: start, lt: end } }, reads);
    return [{ name: 'audit_logs', tool, rows }];
  } catch (error) {
    notCovered.push({ what: tool.name, why: whyUnread(error) });
    return [{ name: 'audit_logs', tool, rows: [] }];
  }
}

/** Groups of a project, for one, are listed by `group_id`. */
function idIn(row: Record<string, unknown>, name: string): string | undefined {
  const id = row.id ?? row[`${name.replace(/^project_/, '').replace(/s$/, '')}_id`];
  return typeof id === 'string' ? id : undefined;
}
