/** Who gets the events of a webhook from a call on: the owner of the address that it names. */
import { hostOf } from '../approval/request-lines.ts';
import { oneLine } from '../text/clean.ts';
import type { Effect, EffectCase } from './effect.ts';

export async function sendsEvents({ write }: EffectCase): Promise<Effect | undefined> {
  const owner = ownerOf(write.request.body?.url);
  if (owner === undefined) return undefined;
  return {
    class: 'opens_access',
    risk: `This makes a new secret, and sends events to ${owner}.`,
    because:
      'The secret signs the events, and OpenAI shows it only once. What was sent cannot be called back.',
  };
}

export async function movesEvents({ write, target }: EffectCase): Promise<Effect | undefined> {
  const url = write.request.body?.url;
  const owner = ownerOf(url);
  if (owner === undefined || (await target()).body?.url === url) return undefined;
  return {
    class: 'opens_access',
    risk: `This sends events to ${owner}.`,
    because: 'The former address gets none any more, and what was sent to the new one cannot be called back.',
  };
}

function ownerOf(url: unknown): string | undefined {
  const host = hostOf(url);
  return host && oneLine(host.owner);
}
