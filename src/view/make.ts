/** Making parts of the page. What others wrote becomes text of the page and never markup. */

export type Attributes = Record<string, string>;
export type Child = Node | string;

export type Make = {
  element<Name extends keyof HTMLElementTagNameMap>(
    name: Name,
    attributes?: Attributes,
    ...children: readonly Child[]
  ): HTMLElementTagNameMap[Name];
  drawing<Name extends keyof SVGElementTagNameMap>(
    name: Name,
    attributes?: Attributes,
    ...children: readonly Child[]
  ): SVGElementTagNameMap[Name];
};

const SVG = 'http://www.w3.org/2000/svg';

export function makerFor(document: Document): Make {
  return {
    element: (name, attributes = {}, ...children) =>
      filled(document.createElement(name), attributes, children),
    drawing: (name, attributes = {}, ...children) =>
      filled(document.createElementNS(SVG, name), attributes, children),
  };
}

function filled<Made extends Element>(made: Made, attributes: Attributes, children: readonly Child[]): Made {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
