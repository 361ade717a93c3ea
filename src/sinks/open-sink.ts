/** Choosing the sink for a destination. */
import type { Keychain } from '../credentials/keychain.ts';
import type { Host } from '../host/host.ts';
import { commandSink } from './command-sink.ts';
import type { Destination } from './destination.ts';
import { fileSink } from './file-sink.ts';
import { keychainSink } from './keychain-sink.ts';
import type { Sink } from './sink.ts';

/** What sinks need of the world. */
export type SinkInputs = {
  host: Host;
  openKeychain: () => Keychain;
};

export function openSink(destination: Destination, profile: string, inputs: SinkInputs): Sink {
  switch (destination.kind) {
    case 'keychain':
      return keychainSink(inputs.openKeychain, profile);
    case 'file':
      return fileSink(destination.folder, inputs.host.uid);
    case 'command':
      return commandSink(destination.name, destination.command, inputs.host);
  }
}
