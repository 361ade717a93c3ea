/** One kind of thing that has an id: its list, one of it, its changes and its end are declared here, not written. */
import type * as z from 'zod';
import { find } from '../organization/lookup.ts';
import type { AuditEntry, Organization } from '../organization/organization.ts';
import { recordEvent, requestedChanges } from '../organization/record-event.ts';
import { inOrder } from './in-order.ts';
import {
  type Call,
  type Operation,
  operation,
  type Parent,
  type PathNames,
  type Purpose,
} from './operation.ts';
import { type Cursors, paginate } from './paginate.ts';
import type { noBody, noQuery } from './validate.ts';

/** Where a row is. */
type Place<Owner> = { organization: Organization; parent: Owner };

type Kind<Path extends string, Owner, Row> = {
  /** Of one of them; without the id at its end it is the list's. */
  path: Path;
  parent: Parent<PathNames<Path>, Owner>;
  /** What the refusal of an unknown id calls it. */
  what: string;
  /** By id. */
  rows: (place: Place<Owner>) => Map<string, Row>;
  show: (row: Row, place: Place<Owner>) => unknown;
  /** The field with the time by which lists are in order; left out: they are in the order of the rows. */
  sortBy?: keyof Row;
  /** Throws where this one may be read, but not changed or removed. */
  refuseChange?: (row: Row) => void;
};

type ListQuery = Cursors & { order?: 'asc' | 'desc' | undefined };

type ListRules<Owner, Row, Query extends z.ZodType<ListQuery>> = {
  query: Query;
  /** Of a list whose query does not say it; `asc` when left out. */
  order?: 'asc' | 'desc';
  /** Parameters that, when given, a row must equal in its field of the same name. */
  equal?: readonly (keyof Row & keyof z.output<Query>)[];
  where?: (row: Row, call: Call<Owner, z.output<Query>, unknown>) => boolean;
  page?: <Item extends { id: string }>(items: readonly Item[], cursors: Cursors) => { data: Item[] };
  /** Left out: as the thing is shown alone. */
  show?: (row: Row, place: Place<Owner>) => unknown;
};

type Removal<Owner, Row> = Recorded<Row, unknown> & {
  /** The `object` of the usual marker, or the whole answer, made while the thing is still there. */
  answer: string | ((row: Row, place: Place<Owner>) => unknown);
  /** What ends with it, or why it may not end. */
  before?: (row: Row, place: Place<Owner>) => void;
};

/** What the audit log keeps of a write. */
type Recorded<Row, Body> = {
  /** Left out: nothing is recorded. */
  event?: string;
  /** Left out: the id, and what the body asked for. */
  payload?: (row: Row, body: Body) => AuditEntry['payload'];
};

function record<Row, Body>(
  { organization, body }: { organization: Organization; body: Body },
  { event, payload }: Recorded<Row, Body>,
  row: Row,
  usual: AuditEntry['payload'],
): void {
  if (event !== undefined) recordEvent(organization, event, payload?.(row, body) ?? usual);
}

/** Gives the makers of a kind's operations, and the kind as the parent of what belongs to one of it. */
export function resource<const Path extends string, Owner, Row>(kind: Kind<Path, Owner, Row>) {
  const { path: one, parent, what, rows, show, sortBy } = kind;
  const end = one.lastIndexOf('/');
  // A parent needs none of the names that the list's path lacks.
  const path = one.slice(0, end) as Path;
  const id = one.slice(end + 2, -1);
  const timeOf = (row: Row) => (sortBy === undefined ? 0 : Number(row[sortBy]));

  function idOf({ path: values }: { path: Record<string, string> }): string {
    return values[id] ?? '';
  }

  function pick(place: Place<Owner> & { path: Record<string, string> }, purpose: Purpose): Row {
    const row = find(rows(place), what, idOf(place));
    if (purpose !== 'read') kind.refuseChange?.(row);
    return row;
  }

  /** One of them, for the operations on what belongs to it. Adding to it or taking from it changes it. */
  const item: Parent<PathNames<Path>, Row> = {
    key: parent.key,
    find(request, purpose) {
      const own = purpose === 'list' || purpose === 'read' ? 'read' : 'change';
      return pick({ ...request, parent: parent.find(request, own) }, own);
    },
  };

  return {
    item,

    list<Query extends z.ZodType<ListQuery>>(rules: ListRules<Owner, Row, Query>): Operation {
      const { query, order = 'asc', equal = [], where = () => true, page = paginate } = rules;
      return operation({
        method: 'GET',
        path,
        parent,
        purpose: 'list',
        query,
        handle(call) {
          const asked: ListQuery = call.query;
          const items = inOrder(rows(call), asked.order ?? order, ([, row]) => timeOf(row))
            .filter(([, row]) =>
              equal.every((name) => call.query[name] === undefined || row[name] === call.query[name]),
            )
            .filter(([, row]) => where(row, call))
            .map(([rowId, row]) => ({ id: rowId, row }));
          const found = page(items, asked);
          return { ...found, data: found.data.map(({ row }) => (rules.show ?? show)(row, call)) };
        },
      });
    },

    get<Query extends z.ZodType = typeof noQuery>(
      rules: {
        query?: Query;
        show?: (row: Row, call: Call<Owner, z.output<Query>, unknown>) => unknown;
      } = {},
    ): Operation {
      return operation({
        method: 'GET',
        path: one,
        parent,
        query: rules.query,
        handle: (call) => (rules.show ?? show)(pick(call, 'read'), call),
      });
    },

    /** Answers with what was made. */
    create<Body extends z.ZodType>(
      rules: Recorded<Row, z.output<Body>> & {
        body: Body;
        make: (call: Call<Owner, unknown, z.output<Body>>) => Row & { id: string };
        show?: (row: Row, place: Place<Owner>) => unknown;
      },
    ): Operation {
      return operation({
        method: 'POST',
        path,
        parent,
        purpose: 'create',
        body: rules.body,
        handle(call) {
          const row = rules.make(call);
          rows(call).set(row.id, row);
          record(call, rules, row, { id: row.id, data: requestedChanges(call.body) });
          return (rules.show ?? show)(row, call);
        },
      });
    },

    /** As `create`, for what is not simply put among the rows; the answer is what `handle` gives. */
    add<Body extends z.ZodType>(rules: {
      body: Body;
      handle: (call: Call<Owner, unknown, z.output<Body>>) => unknown;
    }): Operation {
      return operation({ method: 'POST', path, parent, purpose: 'create', ...rules });
    },

    /** Answers with the thing as it is afterwards, unless `apply` gives another answer. `verb` ends the path. */
    change<Body extends z.ZodType = typeof noBody>(
      rules: Recorded<Row, z.output<Body>> & {
        verb?: string;
        body?: Body;
        apply: (row: Row, call: Call<Owner, unknown, z.output<Body>>) => unknown;
      },
    ): Operation {
      return operation({
        method: 'POST',
        path: (rules.verb === undefined ? one : `${one}/${rules.verb}`) as Path,
        parent,
        body: rules.body,
        handle(call) {
          const row = pick(call, 'change');
          const answer = rules.apply(row, call);
          record(call, rules, row, { id: idOf(call), changes_requested: requestedChanges(call.body) });
          return answer ?? show(row, call);
        },
      });
    },

    remove(rules: Removal<Owner, Row>): Operation {
      const { answer, before } = rules;
      return operation({
        method: 'DELETE',
        path: one,
        parent,
        handle(call) {
          const row = pick(call, 'remove');
          const removed = idOf(call);
          const reply =
            typeof answer === 'string' ? { id: removed, object: answer, deleted: true } : answer(row, call);
          before?.(row, call);
          rows(call).delete(removed);
          record(call, rules, row, { id: removed });
          return reply;
        },
      });
    },
  };
}
