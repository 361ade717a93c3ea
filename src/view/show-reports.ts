/** The view as a whole, without a browser around it: what the host sends is drawn, and how large that is told to it. */
import { drawReport } from './draw-report.ts';
import { connectHost, type Wire } from './host.ts';
import { type Make, makerFor } from './make.ts';
import { type Answer, readAnswer } from './read-answer.ts';
import { applyTheme } from './theme.ts';

export type Surroundings = {
  document: Document;
  wire: Wire;
  /** Of the page, in pixels. */
  size(): { width: number; height: number };
  /** Tells of each change of the page's size. */
  onResized(tell: () => void): void;
};

export function showReports(
  { document, wire, size, onResized }: Surroundings,
  appInfo: { name: string; version: string },
): void {
  const make = makerFor(document);
  const place = make.element('main');
  const say = (heading: string, told: string, isError = false) =>
    place.replaceChildren(...drawWords(make, heading, told, isError));
  document.body.replaceChildren(place);
  say('Waiting for the report', 'It is drawn when the tool has answered.');
  let isReady = false;
  const ready = () => {
    isReady = true;
    tell();
  };
  const host = connectHost(wire, appInfo, {
    onReady: ready,
    onContext: (context) => applyTheme(document.documentElement, context),
    onResult(result) {
      place.replaceChildren(...drawAnswer(make, readAnswer(result)));
      ready();
    },
    onCancelled() {
      say('The report was cancelled', 'Nothing is known of it. Ask again for the report.');
      ready();
    },
  });
  let last = '';
  function tell(): void {
    const now = size();
    const told = `${now.width} ${now.height}`;
    if (!isReady || told === last) return;
    last = told;
    host.tellSize(now);
  }
  onResized(tell);
}

function drawAnswer(make: Make, answer: Answer): HTMLElement[] {
  if ('report' in answer) return drawReport(make, answer.report);
  return drawWords(make, answer.heading, answer.told, answer.isError);
}

function drawWords(make: Make, heading: string, told: string, isError: boolean): HTMLElement[] {
  return [
    make.element('h1', {}, heading),
    make.element('p', { class: isError ? 'told why' : 'told', ...(isError && { role: 'alert' }) }, told),
  ];
}
