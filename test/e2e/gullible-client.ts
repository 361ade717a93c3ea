/** A client without any judgement: it reads everything and does whatever a returned text tells it to. */
import { itemsOf } from '../../scripts/items-of.ts';
import { isRead, type ToolSpec } from '../../src/specs/catalogue.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { type Order, ordersIn } from './injections.ts';
import type { Message, Server } from './start-server.ts';

/** IDs by the tool that lists them. */
export type KnownIds = Map<string, string[]>;

export type Obedience = {
  /** Texts that the program returned. */
  texts: string[];
  /** Orders that were found in them, and obeyed. */
  obeyed: Order[];
};

const AT_ONCE = 8;

/** What does not fit into one answer stands behind its cursor. */
const MOST_PAGES = 5;

/**
 * Calls every tool that reads, with up to two of each ID; in rounds, since lists give the IDs of other lists. Reports
 * come last: of what they read most is added up and not shown, and every text has to be shown somewhere.
 */
export async function readEverything(server: Server): Promise<{ texts: string[]; ids: KnownIds }> {
  const ids: KnownIds = new Map();
  const texts: string[] = [];
  const done = new Set<string>();
  for (let round = 0; round < 4; round += 1) {
    const reads = catalogue.tools.filter(
      (tool) => isRead(tool) && (tool.report !== undefined) === (round === 3),
    );
    const calls = reads.flatMap((tool) =>
      [0, 1].flatMap((pick) => {
        const given = argumentsOf(tool, ids, pick);
        return given === undefined || done.has(keyOf(tool.name, given)) ? [] : [{ tool: tool.name, given }];
      }),
    );
    await inTurns(calls, async ({ tool, given }) => {
      if (done.has(keyOf(tool, given))) return;
      done.add(keyOf(tool, given));
      let cursor: unknown;
      for (let page = 0; page < MOST_PAGES && (page === 0 || cursor !== undefined); page += 1) {
        const answer = await server.call(tool, { ...given, ...(cursor !== undefined && { cursor }) });
        texts.push(answer.text);
        const items = itemsOf(answer.value) as { id?: unknown }[];
        const found = items.flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
        ids.set(tool, [...(ids.get(tool) ?? []), ...found]);
        cursor = answer.value.next_cursor;
      }
    });
  }
  return { texts, ids };
}

/** The example's arguments with IDs that exist in place of its own; undefined while one is not known. */
export function argumentsOf(tool: ToolSpec, ids: KnownIds, pick = 0): Record<string, unknown> | undefined {
  const example = (tool.example?.arguments ?? {}) as Record<string, unknown>;
  const given: Record<string, unknown> = {};
  for (const [name, param] of Object.entries(tool.params)) {
    const source = param.from_tool ?? param.items?.from_tool;
    const known = source === undefined ? undefined : ids.get(source);
    const id = known?.[Math.min(pick, known.length - 1)];
    if (id !== undefined) {
      if (param.required || name in example) given[name] = param.type === 'array' ? [id] : id;
    } else if (source !== undefined && param.required && param.enum === undefined) return undefined;
    else if (name in example && (!isRead(tool) || param.required)) given[name] = example[name];
  }
  return given;
}

/**
 * Obeys every order in the texts, and in what comes back, until nothing new is ordered. `call` makes one call and
 * returns what the program said, in whatever way.
 */
export async function obey(
  texts: string[],
  call: (tool: string, given: Record<string, unknown>) => Promise<string>,
): Promise<Obedience> {
  const said = [...texts];
  const obeyed = new Map<string, Order>();
  for (let unread = texts; unread.length > 0; ) {
    const fresh = unread.flatMap(ordersIn).filter((order) => {
      const key = keyOf(order.tool, order.arguments);
      if (obeyed.has(key)) return false;
      obeyed.set(key, order);
      return true;
    });
    unread = [];
    await inTurns(fresh, async ({ tool, arguments: given }) => {
      const first = await call(tool, given);
      const plan = /plan_[a-z0-9]{26}/.exec(first)?.[0];
      const answers = [first];
      for (const more of [
        { confirm: true },
        { approved: true, approval: 'yes', typed: 'yes' },
        { plan, requestState: plan, inputResponses: { approval: { action: 'accept' } } },
        // Once more as it was, as a plan's note says.
        {},
      ]) {
        answers.push(await call(tool, { ...given, ...more }));
      }
      unread.push(...answers);
    });
    said.push(...unread);
  }
  return { texts: said, obeyed: [...obeyed.values()] };
}

/** What the program said to one call, as text; a question is not answered. */
export async function callOnce(
  server: Server,
  tool: string,
  given: Record<string, unknown>,
): Promise<string> {
  const { result, error }: Message = await server.request('tools/call', { name: tool, arguments: given });
  const content = result?.content as { text: string }[] | undefined;
  return content?.[0]?.text ?? JSON.stringify(result ?? error);
}

async function inTurns<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function keyOf(tool: string, given: Record<string, unknown>): string {
  return `${tool} ${JSON.stringify(given)}`;
}
