/** Where the page begins: the view in a real window, with the host in the window around it. */
import { showReports } from './show-reports.ts';

/** Of the package; the build puts it here. */
declare const VERSION: string;

const root = document.documentElement;

showReports(
  {
    document,
    wire: {
      // A host has an origin that cannot be known here; that it is the one around this page is what counts.
      send: (message) => window.parent.postMessage(message, '*'),
      listen: (hear) =>
        window.addEventListener('message', ({ source, data }) => {
          if (source === window.parent) hear(data);
        }),
    },
    size: () => ({
      width: Math.ceil(window.innerWidth),
      height: Math.ceil(root.getBoundingClientRect().height),
    }),
    onResized: (tell) => new ResizeObserver(tell).observe(root),
  },
  { name: 'openai-admin-mcp', version: VERSION },
);
