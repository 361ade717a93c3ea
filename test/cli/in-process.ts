/** The whole product in this process, all but the command line and the wire: settings by their real reader, real files, real requests. */
import { onTestFinished } from 'vitest';
import type { Caller } from '../../src/calls/prepared-write.ts';
import { compose, type Product } from '../../src/compose/compose.ts';
import type { Keychain } from '../../src/credentials/keychain.ts';
import type { Host } from '../../src/host/host.ts';
import { defined } from '../../src/model/record.ts';
import type { OptionTexts } from '../../src/settings/read-options.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { memoryKeychain } from '../credentials/memory-keychain.ts';
import { environmentOf, type Server, type StartOptions, type ToolAnswer } from '../e2e/start-server.ts';
import { RUNTIME } from '../runtime.ts';
import { packageFolder } from './package-folder.ts';

export type InProcessOptions = Pick<StartOptions, 'environment' | 'upstream' | 'answerQuestion'> & {
  flags?: OptionTexts;
  /** An empty keychain when left out. */
  openKeychain?: () => Keychain;
  /** Milliseconds since 1970, in place of the clock. */
  now?: () => number;
  /** In [0, 1), in place of chance: with 0 nothing waits before it is tried again. */
  random?: () => number;
  /** In place of the machine's own. */
  administrator?: Host['administrator'];
};

/** What it can be asked, as a server of the built program can. */
export type InProcess = Pick<Server, 'list' | 'call' | 'greeting'>;

export async function startInProcess(
  options: InProcessOptions,
): Promise<InProcess & Pick<Product, 'close' | 'warnings' | 'openGuidance'>> {
  const { service, close, warnings, openGuidance } = await open(options);
  const { answerQuestion } = options;
  const caller: Caller = { client: 'test 1', canAsk: answerQuestion !== undefined };
  return {
    greeting: { instructions: service.instructions() },
    list: async () => service.list(),
    close,
    warnings,
    openGuidance,
    async call(tool, given = {}): Promise<ToolAnswer> {
      const { signal } = new AbortController();
      const run = async (who: Caller) => {
        const answer = service.call(tool, given, who, signal);
        if ('unknownTool' in answer) throw new Error(`There is no tool ${tool}`);
        return answer;
      };
      let result = await run(caller);
      if ('ask' in result) {
        const answer = (await answerQuestion?.(result.ask)) ?? { action: 'cancel' };
        result = await run({ ...caller, answer, state: result.state });
      }
      if ('ask' in result) throw new Error(`${tool} asks twice`);
      const text = result.content[0]?.text ?? '';
      return { isError: result.isError === true, text, value: JSON.parse(text) as Record<string, unknown> };
    },
  };
}

async function open({
  flags = {},
  openKeychain = () => memoryKeychain(),
  administrator,
  now = RUNTIME.now,
  random = RUNTIME.random,
  ...options
}: InProcessOptions): Promise<Product> {
  const environment = environmentOf(options);
  const host = {
    environment,
    platform: process.platform,
    homeDirectory: environment.HOME ?? '',
    uid: process.getuid?.(),
    ...defined({ administrator }),
  };
  const settings = readSettings({ flags, environment, nowMilliseconds: Date.now() });
  const unforeseen: unknown[] = [];
  const product = await compose(settings, host, {
    ...RUNTIME,
    now,
    random,
    packageFolder: packageFolder(),
    openKeychain,
    onCalled: () => undefined,
    onUnforeseen: (_, error) => unforeseen.push(error),
  });
  onTestFinished(async () => {
    await product.close();
    if (unforeseen.length > 0) throw new AggregateError(unforeseen, 'unforeseen errors');
  });
  return product;
}
