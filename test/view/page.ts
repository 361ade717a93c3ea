/** The view in a page without a browser around it, shown by the official host of MCP Apps, which checks what it hears. */
import type { Transport } from '@modelcontextprotocol/client';
import { AppBridge, type McpUiHostContext } from '@modelcontextprotocol/ext-apps/app-bridge';
import { Window } from 'happy-dom';
import { onTestFinished } from 'vitest';
import { showReports } from '../../src/view/show-reports.ts';

export type ShownPage = {
  document: Document;
  host: AppBridge;
  /** What the host was told of the page's size. */
  sizes: unknown[];
  /** The page changes its height, and the browser tells of it. */
  resize(height: number): Promise<void>;
  /** Sends the text of a tool's result. */
  show(text: string, isError?: boolean): Promise<void>;
};

export async function openPage(hostContext: McpUiHostContext = {}): Promise<ShownPage> {
  const window = new Window();
  onTestFinished(() => window.happyDOM.close());
  const document = window.document as unknown as Document;
  let hear: (message: unknown) => void = () => undefined;
  const transport: Transport = {
    start: async () => undefined,
    close: async () => undefined,
    send: async (message) => void queueMicrotask(() => hear(structuredClone(message))),
  };
  const host = new AppBridge(null, { name: 'host', version: '1' }, {}, { hostContext });
  const sizes: unknown[] = [];
  host.onsizechange = (size) => void sizes.push(size);
  const problems: Error[] = [];
  host.onerror = (error) => void problems.push(error);
  onTestFinished(() => {
    if (problems.length > 0) throw new AggregateError(problems, 'the host did not understand the view');
  });
  const initialized = new Promise<void>((resolve) => {
    host.oninitialized = () => resolve();
  });
  await host.connect(transport);
  let height = 100;
  let tell: () => void = () => undefined;
  showReports(
    {
      document,
      wire: {
        send: (message) => queueMicrotask(() => transport.onmessage?.(structuredClone(message) as never)),
        listen: (listener) => {
          hear = listener;
        },
      },
      size: () => ({ width: 600, height }),
      onResized: (listener) => {
        tell = listener;
      },
    },
    { name: 'view', version: '1' },
  );
  await initialized;
  return {
    document,
    host,
    sizes,
    async resize(next) {
      height = next;
      tell();
      await settled();
    },
    async show(text, isError = false) {
      await host.sendToolInput({ arguments: {} });
      await host.sendToolResult({ content: [{ type: 'text', text }], ...(isError && { isError }) });
      await settled();
    },
  };
}

/** Messages are under way for a turn. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

export const textsOf = (root: ParentNode, selector: string): string[] =>
  [...root.querySelectorAll(selector)].map(({ textContent }) => textContent ?? '');
