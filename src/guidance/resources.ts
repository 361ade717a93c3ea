/** Resources: the package's pages, and pages about the tools that are made when they are asked for. */
import { DOCUMENTS, familyUri, TOOLS_TEMPLATE, TOOLS_URI } from './documents.ts';
import type { GuidancePorts } from './guidance-ports.ts';
import { familyPage, toolsOf, toolsPage } from './tools-page.ts';

export type Resource = {
  uri: string;
  name: string;
  title: string;
  description: string;
  mimeType: string;
  /** Bytes. */
  size?: number;
};

export type ResourceText = { uri: string; mimeType: string; text: string };

const MARKDOWN = 'text/markdown';
const NOTE = `This page is about the whole program; which tools are on here: ${TOOLS_URI}`;

export function createResources(ports: GuidancePorts) {
  const { catalogue } = ports;

  function textAt(uri: string): string | undefined {
    const document = DOCUMENTS.find((one) => one.uri === uri);
    if (document !== undefined) return documentText(ports.readPage(document.path));
    if (uri === TOOLS_URI) return toolsPage(ports);
    const family = catalogue.families.find(({ name }) => familyUri(name) === uri);
    return family && familyPage(family, ports);
  }

  function documentText(page: string): string {
    // Prose has words that are names of tools, too.
    const named = page.replace(/`[^`\n]+`/g, ports.names.inText);
    return `> ${NOTE}\n\n${named}`;
  }

  function resource(uri: string, title: string, description: string): Resource {
    const name = uri.slice(uri.indexOf('//') + 2);
    return { uri, name, title, description, mimeType: MARKDOWN, ...sized(textAt(uri)) };
  }

  return {
    /** Families of which nothing is on are left to the template. */
    list: (): Resource[] => [
      ...DOCUMENTS.map(({ uri, title, description }) => resource(uri, title, description)),
      resource(TOOLS_URI, 'Tools', 'Every tool that is on, in a line, and which families are off and why.'),
      ...catalogue.families
        .filter((family) => toolsOf(family, ports).on.length > 0)
        .map(({ name, title }) =>
          resource(
            familyUri(name),
            `Tools: ${title}`,
            'Those that are on with arguments and risk, those that are off and why.',
          ),
        ),
    ],
    templates: () => [
      {
        uriTemplate: TOOLS_TEMPLATE,
        name: 'tools/{family}',
        title: 'Tools of a family',
        description: 'Those that are on with arguments and risk, those that are off and why.',
        mimeType: MARKDOWN,
      },
    ],
    read(uri: string): ResourceText | undefined {
      const text = textAt(uri);
      return text === undefined ? undefined : { uri, mimeType: MARKDOWN, text };
    },
    families: () => catalogue.families.map(({ name }) => familyUri(name)),
  };
}

function sized(text: string | undefined): { size?: number } {
  return text === undefined ? {} : { size: Buffer.byteLength(text) };
}
