/**
 * The standard input of a command that is given a secret, and whether the command read all of it.
 *
 * A pipe tells its writer nothing: what fits into its buffer counts as written though nobody reads it, so a command
 * that ignores its input would pass for one that stored the secret. A local socket whose other end is closed with
 * unread bytes in it gives its writer an error (ECONNRESET, seen on Linux), and none when all was read.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type AcknowledgedInput = {
  /** The end for the command. */
  commandEnd: Socket;
  /** The end to write to. */
  ourEnd: Socket;
};

/** Both ends of a local socket that never had a name other users could reach. Not for Windows. */
export async function acknowledgedInput(): Promise<AcknowledgedInput> {
  const net = process.getBuiltinModule('node:net');
  // mkdtemp makes folders of mode 0700.
  const folder = mkdtempSync(join(tmpdir(), 'openai-admin-mcp-'));
  try {
    const server: Server = net.createServer({ pauseOnConnect: true, allowHalfOpen: true });
    const path = join(folder, 'socket');
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
    try {
      const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
      const ourEnd = net.connect({ path, allowHalfOpen: true });
      const connected = new Promise<void>((resolve, reject) => {
        ourEnd.once('connect', resolve);
        ourEnd.once('error', reject);
      });
      await connected;
      return { commandEnd: await accepted, ourEnd };
    } finally {
      server.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Resolves when the other end is closed: true when everything written had been read. */
export function wasReadWhole(ourEnd: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    ourEnd.on('error', () => resolve(false));
    ourEnd.on('end', () => resolve(true));
    ourEnd.resume();
  });
}
