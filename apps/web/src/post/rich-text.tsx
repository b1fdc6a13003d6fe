import { Fragment, useMemo, type ReactNode } from 'react';

interface Props {
  /** The server's HTML: paragraphs, line breaks, links. */
  html: string;
  /** Stands in quotation marks. */
  quoted?: boolean;
  /** Its links are not stops for the keyboard. */
  unfocusable?: boolean;
}

/**
 * A post's text. What comes is parsed and rebuilt from three elements, `p`, `br` and `a` with an http
 * address; of anything else the text alone stays. Nothing is ever set as HTML.
 */
export function RichText({ html, quoted = false, unfocusable = false }: Props) {
  const nodes = useMemo(() => {
    const { body } = new DOMParser().parseFromString(html, 'text/html');
    const paragraphs = [...body.childNodes].filter((node) => (node.textContent ?? '').trim() !== '');
    return paragraphs.map((node, index) => {
      const inQuotes = quoted && !endsQuote(node);
      const open = inQuotes ? '“' : '';
      const close = inQuotes && endsQuote(paragraphs[index + 1]) ? '”' : '';
      const inside =
        node.nodeName === 'P' ? childrenOf(node, unfocusable) : rebuild(node, index, unfocusable);
      return (
        <p key={index} dir="auto">
          {open}
          {inside}
          {close}
        </p>
      );
    });
  }, [html, quoted, unfocusable]);
  return <>{nodes}</>;
}

/** Where a quote ends: after the last paragraph, and at `[…]`, which is ours and stands between quotes. */
function endsQuote(paragraph: Node | undefined): boolean {
  return paragraph === undefined || paragraph.textContent?.trim() === '[…]';
}

function childrenOf(node: Node, unfocusable: boolean): ReactNode[] {
  return [...node.childNodes].map((child, index) => rebuild(child, index, unfocusable));
}

function rebuild(node: Node, key: number, unfocusable: boolean): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  if (node.nodeName === 'BR') return <br key={key} />;
  const children = childrenOf(node, unfocusable);
  const href = node.nodeName === 'A' ? httpAddress(node.getAttribute('href')) : null;
  if (href === null) return <Fragment key={key}>{children}</Fragment>;
  return (
    <a
      key={key}
      href={href}
      rel="nofollow noopener noreferrer"
      target="_blank"
      tabIndex={unfocusable ? -1 : undefined}
    >
      {children}
    </a>
  );
}

function httpAddress(href: string | null): string | null {
  return href !== null && /^https?:\/\//i.test(href) ? href : null;
}
