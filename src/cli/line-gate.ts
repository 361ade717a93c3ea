/** Lines while none may be taken: a few wait here, so that the end of input behind them is seen; then nothing more is read. */

/** As much as a pipe between two streams holds. */
const MAX_HELD_BYTES = 64 * 1024;

export type GatePorts = {
  take(line: Buffer): void;
  /** Nothing more is to be read, or again something. */
  pause(): void;
  resume(): void;
};

export class LineGate {
  readonly #ports: GatePorts;
  readonly #held: Buffer[] = [];
  #heldBytes = 0;
  #isOpen = true;
  #isEmptying = false;
  #isPaused = false;

  constructor(ports: GatePorts) {
    this.#ports = ports;
  }

  /** In the order in which they came. */
  pass(line: Buffer): void {
    if (this.#isOpen && this.#held.length === 0) {
      this.#ports.take(line);
      return;
    }
    this.#held.push(line);
    this.#heldBytes += line.length;
    if (this.#isPaused || this.#heldBytes < MAX_HELD_BYTES) return;
    this.#isPaused = true;
    this.#ports.pause();
  }

  /** Said again it changes nothing; taking a line may say either. */
  set(isOpen: boolean): void {
    this.#isOpen = isOpen;
    if (!isOpen || this.#isEmptying) return;
    this.#isEmptying = true;
    try {
      this.#empty();
    } finally {
      this.#isEmptying = false;
    }
    if (!this.#isOpen || !this.#isPaused) return;
    this.#isPaused = false;
    this.#ports.resume();
  }

  #empty(): void {
    while (this.#isOpen) {
      const line = this.#held.shift();
      if (line === undefined) return;
      this.#heldBytes -= line.length;
      this.#ports.take(line);
    }
  }
}
