/** Failures of this computer or this installation that keep a request from leaving, told apart from the network's. */
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { isDamagedInstallation } from '../model/damaged-installation.ts';
import { codeOf } from '../model/error-code.ts';

type LocalFault = {
  code: string;
  /** What is wrong here and what to do about it. */
  message: string;
  /** Whether it may pass by itself. */
  retryable: boolean;
};

const NO_DESCRIPTORS =
  'This program or this computer has too many files and connections open. Try again in a while; if it stays, raise the limit (ulimit -n) or end what holds them, and restart the server.';
const NO_MEMORY =
  'This computer gave too little memory, so no answer could be read. Free memory or raise the limit, and restart the server.';
const NO_WEB_ASSEMBLY =
  'This process may not take the address space that WebAssembly needs, which reads the answers (about 10 GB are set aside, not used). Raise or remove the limit on virtual memory (ulimit -v, or that of the service or container), and restart the server.';

const BY_CODE: Record<string, Omit<LocalFault, 'code'>> = {
  EMFILE: { message: NO_DESCRIPTORS, retryable: true },
  ENFILE: { message: NO_DESCRIPTORS, retryable: true },
  ENOMEM: { message: NO_MEMORY, retryable: true },
  ENOBUFS: { message: NO_MEMORY, retryable: true },
  EADDRNOTAVAIL: {
    message:
      'This computer has no free port or address to connect from. Try again in a while, and look for what holds so many connections.',
    retryable: true,
  },
};

/** Undefined where the network, or what is behind it, may be the reason. */
export function localFault(error: Error): LocalFault | undefined {
  if (isDamagedInstallation(error)) {
    const message = `${error.message} Then restart the server.`;
    return { code: 'DAMAGED_INSTALLATION', message, retryable: false };
  }
  if (/\bWebAssembly\b|\bWasm\b/i.test(error.message)) {
    return { code: 'NO_WEB_ASSEMBLY_MEMORY', message: NO_WEB_ASSEMBLY, retryable: false };
  }
  const code = codesIn(error).find((one) => Object.hasOwn(BY_CODE, one)) ?? hiddenCode(error);
  const known = code === undefined ? undefined : BY_CODE[code];
  return code !== undefined && known ? { code, ...known } : undefined;
}

/** Whether closing connections helps. */
export function isOutOfDescriptors(error: Error | undefined): boolean {
  const code = error && localFault(error)?.code;
  return code === 'EMFILE' || code === 'ENFILE';
}

/** Its own, those of the tries that it sums up (one for each address of a host), and those behind it. */
function codesIn(error: Error): string[] {
  const inner = [error.cause, ...(error instanceof AggregateError ? error.errors : [])];
  return [codeOf(error) ?? [], ...inner.map((one) => (one instanceof Error ? codesIn(one) : []))].flat();
}

/** Without a descriptor no name can be looked up, and the system then says only that the name is not found. */
function hiddenCode(error: Error): string | undefined {
  if (!['ENOTFOUND', 'EAI_AGAIN'].includes(codeOf(error) ?? '')) return undefined;
  try {
    closeSync(openSync(devNull, 'r'));
    return undefined;
  } catch (reason) {
    return codeOf(reason);
  }
}
