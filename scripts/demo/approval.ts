/** The demo's person: reads what the server asks, and approves what was asked for by typing its name. */
import type { Answer } from './session.ts';
import { print } from './session.ts';

const ASKED = /^To approve, type "(.*)" without the quotes\.$/m;

/** Shows every question and the answer to it. Approves things of these names and declines everything else. */
export function personWhoApproves(names: readonly string[]): Answer {
  return (message) => {
    const typed = ASKED.exec(message)?.[1];
    print();
    print('  The server asks the person, not the model:');
    print();
    for (const line of message.split('\n')) print(`    │ ${line}`.trimEnd());
    print();
    if (typed === undefined || !names.includes(typed)) {
      print('  The person declines.');
      print();
      return { action: 'decline' };
    }
    print(`  The person types: ${typed}`);
    print();
    return { action: 'accept', content: { name: typed } };
  };
}
