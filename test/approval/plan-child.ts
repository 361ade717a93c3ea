/** One of several processes that use an approval at the same moment: node plan-child.ts STATE NOW COUNT START. */
import { createPlanStore } from '../../src/approval/plan-store.ts';
import { openStateFolder } from '../../src/state/state-folder.ts';
import { LOCKER } from '../runtime.ts';

const [path = '', now = '', count = '', start = ''] = process.argv.slice(2);
const state = openStateFolder({ path, locker: LOCKER, clean: (text) => text });
const plans = createPlanStore(state, () => Number(now));

while (Date.now() < Number(start)) await new Promise((resolve) => setTimeout(resolve, 1));
const claims = await Promise.all(
  Array.from({ length: Number(count) }, async () => {
    const plan = await plans.approvedFor('call');
    return plan !== undefined && plans.claim(plan);
  }),
);
process.stdout.write(String(claims.filter(Boolean).length));
