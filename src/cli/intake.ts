/** Which messages of a client are let in, and when: no more requests at once than can be answered, each id once. */
import type { JSONRPCMessage, JSONRPCRequest } from '@modelcontextprotocol/server';
import { isRecord } from '../model/record.ts';
import { CODE, type Refusal } from './protocol-error.ts';
import { refuseVersion } from './refuse-version.ts';

/** More than a client has in flight that waits for answers; each may hold an answer in memory. */
const MAX_REQUESTS = 64;

/** A client that has so much to read gets no more answers, and from twice as much on nothing of it is read. */
const MAX_UNREAD_BYTES = 1_000_000;

/** What may wait here while nothing is let in. Then nothing more is read. */
const MAX_WAITING_BYTES = 4_000_000;
const MAX_WAITING_REQUESTS = 1000;

/** It stays open as long as the client wishes, and is no work. */
const SUBSCRIPTION = 'subscriptions/listen';

export type IntakePorts = {
  deliver(message: JSONRPCMessage): void;
  refuse(refusal: Refusal): void;
  /** Bytes that the client has not read yet. */
  unread(): number;
  /** Asks for more lines, or for none; said again it changes nothing. */
  read(more: boolean): void;
};

export class Intake {
  readonly #ports: IntakePorts;
  /** Ids of what is not answered yet, waiting requests included. */
  readonly #open = new Set<string | number>();
  /** Those of them that are being carried out. */
  readonly #atWork = new Set<string | number>();
  #waiting: { request: JSONRPCRequest; bytes: number }[] = [];
  #waitingBytes = 0;
  #greeted = false;

  constructor(ports: IntakePorts) {
    this.#ports = ports;
  }

  /** @param bytes what the message took as a line */
  take(message: JSONRPCMessage, bytes: number): void {
    // What is not a request never waits: a cancellation behind the request that it ends would come too late.
    if (!('method' in message)) this.#ports.deliver(message);
    else if ('id' in message) this.#takeRequest(message, bytes);
    else this.#takeNotification(message);
  }

  #takeRequest(message: JSONRPCRequest, bytes: number): void {
    const refusal = refuseVersion(message, this.#greeted) ?? this.#refuseTwin(message);
    if (refusal !== undefined) {
      this.#ports.refuse(refusal);
      return;
    }
    this.#greeted ||= message.method === 'initialize';
    this.#open.add(message.id);
    this.#waiting.push({ request: message, bytes });
    this.#waitingBytes += bytes;
    this.letIn();
  }

  /** Lets waiting requests in as far as there is room; to be called whenever there may be some. */
  letIn(): void {
    while (this.#hasRoom()) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      this.#waitingBytes -= next.bytes;
      if (next.request.method !== SUBSCRIPTION) this.#atWork.add(next.request.id);
      this.#ports.deliver(next.request);
    }
    this.#ports.read(
      this.#ports.unread() < 2 * MAX_UNREAD_BYTES &&
        this.#waitingBytes < MAX_WAITING_BYTES &&
        this.#waiting.length < MAX_WAITING_REQUESTS,
    );
  }

  /** The request has its answer. */
  answered(id: string | number): void {
    this.#open.delete(id);
    this.#atWork.delete(id);
  }

  #hasRoom(): boolean {
    return this.#atWork.size < MAX_REQUESTS && this.#ports.unread() < MAX_UNREAD_BYTES;
  }

  #takeNotification(message: JSONRPCMessage & { method: string; params?: unknown }): void {
    const cancelled =
      message.method === 'notifications/cancelled' && isRecord(message.params)
        ? (message.params.requestId as string | number)
        : undefined;
    const waiting = this.#waiting.find(({ request }) => request.id === cancelled);
    if (waiting === undefined) this.#ports.deliver(message);
    else {
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
      this.#waitingBytes -= waiting.bytes;
    }
    // A cancelled request gets no answer.
    if (cancelled !== undefined) this.answered(cancelled);
    this.letIn();
  }

  #refuseTwin({ id }: JSONRPCRequest): Refusal | undefined {
    if (!this.#open.has(id)) return undefined;
    const message = `A request with the id ${JSON.stringify(id)} is under way and goes on; this second one was not carried out. Give each request an id of its own.`;
    return { id, code: CODE.invalidRequest, message };
  }
}
