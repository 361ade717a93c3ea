/** A process like a server: writes intents with outcomes, several at once, and takes from the write budget. */
import { openAuditTrail } from '../../src/audit/audit-trail.ts';
import { openStateFolder } from '../../src/state/state-folder.ts';
import { createWriteBudget } from '../../src/state/write-budget.ts';
import { LOCKER } from '../runtime.ts';

const [path = '', name = '', count = '', most = ''] = process.argv.slice(2);
const state = openStateFolder({ path, locker: LOCKER, clean: (text) => text });
const trail = openAuditTrail({ state, now: Date.now });
const budget = createWriteBudget(state, Date.now);

let taken = 0;
await Promise.all(
  Array.from({ length: Number(count) }, async (_, number) => {
    const call = await trail.intent({
      profile: 'default',
      client: name,
      tool: 'archive_project',
      arguments: { number },
      decision: 'allowed',
    });
    if ('left' in (await budget.take('default', Number(most)))) taken += 1;
    await trail.outcome(call, { outcome: 'done', request_id: `req_${name}_${number}` });
  }),
);
process.stdout.write(String(taken));
