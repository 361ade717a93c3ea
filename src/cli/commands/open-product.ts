/** The whole product for a command that reads or writes as a server does, with an admin key. */
import { compose, type Product } from '../../compose/compose.ts';
import { CredentialError } from '../../credentials/credential-error.ts';
import { defined } from '../../model/record.ts';
import { readSettings, type Settings } from '../../settings/settings.ts';
import { describeUnforeseen } from '../describe-unforeseen.ts';
import { createLog } from '../log.ts';
import type { ProcessContext } from '../process-context.ts';

/** Options of such commands that are options of the server too. */
export type ProductOptions = { profile?: string; keyFile?: string; secrets?: string; sandbox?: true };

/** Every tool, and besides what the environment sets. @throws SettingsError */
export function productSettings(
  { host, now }: ProcessContext,
  { profile, keyFile, secrets, sandbox }: ProductOptions,
): Settings {
  return readSettings({
    flags: {
      tags: 'all',
      ...defined({ profile, secrets, 'key-file': keyFile }),
      ...(sandbox && { sandbox: 'true' }),
    },
    environment: host.environment,
    nowMilliseconds: now(),
  });
}

/** The caller closes it. Rejects with CredentialError where there is no admin key, or none of `any` class. */
export async function openProduct(
  context: ProcessContext,
  settings: Settings,
  needed: 'admin' | 'any' = 'admin',
): Promise<Product> {
  const log = createLog(settings.logLevel, context.stderr);
  const product = await compose(settings, context.host, {
    ...context,
    onCalled: () => undefined,
    onUnforeseen: (where, error) => log.error(`${where}: ${describeUnforeseen(error)}`),
  });
  const { hasAdminKey, hasProjectKey } = product.authority;
  if (hasAdminKey || (needed === 'any' && hasProjectKey)) return product;
  await product.close();
  throw new CredentialError('no_key', product.authority.missingKeys?.admin ?? 'There is no admin key.');
}
