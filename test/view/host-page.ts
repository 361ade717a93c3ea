/** The page of a host in a real browser: the official bridge of MCP Apps around one frame, which is as high as the view asks. */
import {
  AppBridge,
  type McpUiHostContext,
  PostMessageTransport,
} from '@modelcontextprotocol/ext-apps/app-bridge';

export type HostPage = {
  /** Resolves when the view has said that it is ready. */
  open(html: string, context: McpUiHostContext): Promise<void>;
  /** Resolves when the view has drawn it. */
  show(result: { content: { type: 'text'; text: string }[] }): Promise<void>;
  setTheme(theme: 'light' | 'dark'): void;
  /** What the bridge did not understand. */
  problems: string[];
};

declare global {
  interface Window {
    hostPage: HostPage;
  }
}

let bridge: AppBridge;
const problems: string[] = [];

window.hostPage = {
  problems,
  async open(html, context) {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.srcdoc = html;
    document.body.replaceChildren(frame);
    const inside = frame.contentWindow;
    if (inside === null) throw new Error('no frame');
    bridge = new AppBridge(null, { name: 'host', version: '1' }, {}, { hostContext: context });
    bridge.onerror = (error) => void problems.push(error.message);
    bridge.onsizechange = ({ height }) => {
      frame.style.height = `${height}px`;
    };
    const ready = new Promise<void>((resolve) => {
      bridge.oninitialized = () => resolve();
    });
    await bridge.connect(new PostMessageTransport(inside, inside));
    await ready;
  },
  async show(result) {
    await bridge.sendToolInput({ arguments: {} });
    await bridge.sendToolResult(result);
    // Messages are heard in their order: when this one is answered, the one before was drawn.
    await bridge.teardownResource({});
  },
  setTheme: (theme) => bridge.setHostContext({ theme }),
};
