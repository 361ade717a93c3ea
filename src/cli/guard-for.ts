/** Owns what serving knows of the guard before it is loaded: where secrets go, and what a crash left behind. */
import type { Policy } from '../policy/policy-rules.ts';
import type { SecretPlace } from '../settings/secret-place.ts';
import type { Settings } from '../settings/settings.ts';
import { type Destination, findDestination } from '../sinks/destination.ts';
import { describeUnfinished, unfinishedMintings } from '../sinks/journal.ts';
import { SinkError } from '../sinks/sink-error.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { ProcessEdge } from './edge.ts';
import { type LazyGuard, lazyGuard } from './lazy-guard.ts';
import { openKeychain, SERVING_DEADLINE_MILLISECONDS } from './open-keychain.ts';
import { openState } from './open-state.ts';
import type { Upstream } from './upstream.ts';

/** What the guard rests on; the rest it loads by itself. */
export type GuardBasis = {
  edge: ProcessEdge;
  settings: Settings;
  /** Tools that are within reach. */
  tools: readonly ToolSpec[];
  upstream: Upstream;
  policies: readonly Policy[];
  onUnforeseen(error: unknown): void;
};

/** @throws SettingsError or SpecError when the place for secrets cannot be meant */
export async function guardFor(
  basis: GuardBasis,
): Promise<{ guard: LazyGuard; revealSecrets: boolean; notices: string[]; warnings: string[] }> {
  const { edge, settings } = basis;
  // What the sandbox makes is fake.
  const place: SecretPlace = settings.secrets ?? { kind: settings.sandbox ? 'reveal' : 'keychain' };
  const destination: Destination | undefined =
    place.kind === 'reveal' ? undefined : await findDestination(place, '--secrets', locationOf(edge));
  const guard = lazyGuard(async () => {
    const { openGuard } = await import('./open-guard.ts');
    return openGuard({
      ...basis,
      ...(destination && { destination }),
      openKeychain: () => openKeychain(edge, SERVING_DEADLINE_MILLISECONDS),
      profile: settings.sandbox ? 'sandbox' : (settings.profile ?? 'default'),
    });
  }, basis.onUnforeseen);
  return { guard, revealSecrets: place.kind === 'reveal', ...leftByCrashes(edge) };
}

/** In full for the log, briefly for the model: a person has to look. A journal that cannot be read stops no reads. */
function leftByCrashes(edge: ProcessEdge): { notices: string[]; warnings: string[] } {
  try {
    const unfinished = unfinishedMintings(openState(edge), edge.now());
    const notices = unfinished.length === 0 ? [] : [LOOK];
    return { notices, warnings: unfinished.map(describeUnfinished) };
  } catch (error) {
    if (!(error instanceof SinkError)) throw error;
    return { notices: [], warnings: [error.message] };
  }
}

const LOOK = 'A crash may have lost a new secret: tell the user to run npx openai-admin-mcp secrets list.';

function locationOf({ environment: env, platform, homeDirectory, uid }: ProcessEdge) {
  return { env, platform, homeDirectory, uid };
}
