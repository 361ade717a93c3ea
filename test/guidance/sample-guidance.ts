/** Prompts, resources and completions over the real catalogue and the real pages; lists are answered from a function. */
import { readFileSync } from 'node:fs';
import { createGuidance, type Guidance } from '../../src/guidance/guidance.ts';
import type { Send } from '../../src/model/api-request.ts';
import type { Authority } from '../../src/policy/authorize.ts';
import { createGuidanceService, type GuidanceInputs } from '../../src/server/guidance-service.ts';
import { BARE_NAMES } from '../../src/server/tool-names.ts';
import { catalogue, prompts } from '../catalogue/catalogue.ts';
import { toolFilter } from '../policy/tool-filter.ts';
import { openGuard } from '../tools/open-guard.ts';

export type SampleGuidance = { guidance: Guidance; sent: string[]; pages: string[]; unforeseen: unknown[] };

export async function sampleGuidance(
  more: Partial<Omit<GuidanceInputs, 'authority'>> & {
    authority?: Partial<Authority>;
    answer?: (path: string, signal: AbortSignal) => unknown;
  } = {},
): Promise<SampleGuidance> {
  const { authority, answer, ...inputs } = more;
  const sent: string[] = [];
  const pages: string[] = [];
  const unforeseen: unknown[] = [];
  const send: Send = async ({ path, query }, signal) => {
    sent.push(`${path}?${query}`);
    return { status: 200, body: (await answer?.(path, signal)) ?? { data: [], has_more: false } };
  };
  const open = createGuidanceService({
    catalogue,
    authority: { filters: [toolFilter()], hasAdminKey: true, hasProjectKey: true, ...authority },
    guard: openGuard(send),
    send,
    names: BARE_NAMES,
    isDiscovery: false,
    access: undefined,
    readPrompts: () => prompts,
    readPage(path) {
      pages.push(path);
      return readFileSync(path, 'utf8');
    },
    now: () => Date.parse('2026-11-22T12:00:00Z'),
    monotonic: () => 0,
    load: async () => ({ createGuidance }),
    onUnforeseen: (_, error) => unforeseen.push(error),
    ...inputs,
  });
  return { guidance: await open(), sent, pages, unforeseen };
}

/** The text of a prompt; what is wrong with asking for it fails the test. */
export function textOf(guidance: Guidance, name: string, given: Record<string, string> = {}): string {
  const prompt = guidance.getPrompt(name, given);
  if ('wrong' in prompt) throw new Error(prompt.wrong);
  return prompt.text;
}
