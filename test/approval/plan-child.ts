/** One of several processes that use an approval at the same moment: node plan-child.ts STATE NOW COUNT. */
import { text } from 'node:stream/consumers';
import { createPlanStore } from '../../src/approval/plan-store.ts';
import { WAYS } from '../../src/model/ask-mode.ts';
import { openStateFolder } from '../../src/state/state-folder.ts';
import { LOCKER } from '../runtime.ts';

const [path = '', now = '', count = ''] = process.argv.slice(2);
const state = openStateFolder({ path, locker: LOCKER, clean: (text) => text });
const plans = createPlanStore(state, () => Number(now));

process.stdout.write('ready\n');
await text(process.stdin);
const claims = await Promise.all(
  Array.from({ length: Number(count) }, async () => {
    const plan = await plans.approvedFor('call', WAYS, 600_000);
    return plan !== undefined && plans.claim(plan);
  }),
);
process.stdout.write(`${claims.filter(Boolean).length}\n`);
