/** Reads for the planning of jobs, answered from things by their path; what is not there is a 404. */
import { ApiError } from '../../src/openai/api-error.ts';
import type { ReportReads } from '../../src/reports/report-reads.ts';

type Row = Record<string, unknown>;
export type Things = { lists?: Record<string, Row[]>; settings?: Record<string, Row | undefined> };

/** Paths with their IDs in place; a list that is not here is empty, and a setting that is not here is not set. */
export function madeUpReads({ lists = {}, settings = {} }: Things): ReportReads {
  const at = (path: string, ids: readonly string[]) => {
    const left = [...ids];
    return path.replace(/\{[^}]*\}/g, () => left.shift() ?? '');
  };
  return {
    canList: () => true,
    choices: () => [],
    async pages(path, ids, _, take) {
      take(lists[at(path, ids)] ?? []);
    },
    async list(path, ids, members) {
      const rows = lists[at(path, ids)] ?? [];
      return rows.map((row) =>
        Object.fromEntries(members.flatMap((name) => (name in row ? [[name, row[name]]] : []))),
      );
    },
    async get(path, ids) {
      const place = at(path, ids);
      const [, list = '', id = ''] = /^(.*)\/([^/]*)$/.exec(place) ?? [];
      const found = settings[place] ?? lists[list]?.find((row) => row.id === id);
      if (found !== undefined) return found;
      const message = `There is no ${place}`;
      throw new ApiError({ kind: 'not_found', status: 404, outcome: 'rejected', message, next: 'Look.' });
    },
    setting: async (path, ids) => settings[at(path, ids)],
  };
}
