/** An element of an XML document. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  /** Its character data and that of all in it. */
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const NAME = '[A-Za-z_][\\w.:-]*';
const TAG = new RegExp(`^<(/?)(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>`);
// XML 1.0, section 2.2.
const NOT_A_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/**
 * Reads an XML document of elements, attributes and text, as strictly as XML 1.0 asks of a parser.
 *
 * @throws where it is not well-formed
 */
export function parseXml(document: string): Element {
  if (NOT_A_CHARACTER.test(document)) throw new Error('A character that XML does not have');
  let rest = document.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/, '').trimEnd();
  const top: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  while (rest !== '') {
    const within = open.at(-1) ?? top;
    const text = /^[^<]+/.exec(rest)?.[0];
    if (text !== undefined) {
      if (within === top) throw new Error(`Text outside the document: ${text}`);
      for (const element of open) element.text += unescape(text);
      rest = rest.slice(text.length);
      continue;
    }
    const [tag, closing, name = '', attributes = '', empty] = TAG.exec(rest) ?? [];
    if (tag === undefined) throw new Error(`No tag: ${rest.slice(0, 80)}`);
    rest = rest.slice(tag.length);
    if (closing === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
      continue;
    }
    const pairs = Array.from(attributes.matchAll(/([\w.:-]+)="([^"]*)"/g), ([, key = '', value = '']) => [
      key,
      unescape(value),
    ]);
    const element: Element = {
      name,
      attributes: Object.fromEntries(pairs) as Record<string, string>,
      children: [],
      text: '',
    };
    within.children.push(element);
    if (empty !== '/') open.push(element);
  }
  const [root] = top.children;
  if (open.length !== 1 || top.children.length !== 1 || root === undefined)
    throw new Error('Not one element');
  return root;
}

function unescape(text: string): string {
  return text.replace(/&([^;]*);?/g, (entity, name: string) => {
    const code = /^#(\d+)$/.exec(name)?.[1];
    const character = code === undefined ? ENTITIES[name] : String.fromCodePoint(Number(code));
    if (character === undefined || !entity.endsWith(';')) throw new Error(`No entity: ${entity}`);
    return character;
  });
}
