import { Fragment, useMemo, type ReactNode } from 'react';
import { useOffline } from '../held/offline-context.js';

interface Props {
  /** The server's HTML: paragraphs, line breaks, links. */
  html: string;
  /** Stands in quotation marks. */
  quoted?: boolean;
  /** Its links are not stops for the keyboard. */
  unfocusable?: boolean;
}

/** Whether links are links: in a file that plays by itself they would lead to where it was made. */
type Links = 'all' | 'unfocusable' | 'none';

/**
 * A post's text. What comes is parsed and rebuilt from three elements, `p`, `br` and `a` with an http
 * address; of anything else the text alone stays. Nothing is ever set as HTML.
 */
export function RichText({ html, quoted = false, unfocusable = false }: Props) {
  const isOffline = useOffline() !== null;
  const nodes = useMemo(() => {
    const links = isOffline ? 'none' : unfocusable ? 'unfocusable' : 'all';
    const { body } = new DOMParser().parseFromString(html, 'text/html');
    const paragraphs = [...body.childNodes].filter((node) => (node.textContent ?? '').trim() !== '');
    return paragraphs.map((node, index) => {
      const inQuotes = quoted && !endsQuote(node);
      const open = inQuotes ? '“' : '';
      const close = inQuotes && endsQuote(paragraphs[index + 1]) ? '”' : '';
      const inside = node.nodeName === 'P' ? childrenOf(node, links) : rebuild(node, index, links);
      return (
        <p key={index} dir="auto">
          {open}
          {inside}
          {close}
        </p>
      );
    });
  }, [html, quoted, unfocusable, isOffline]);
  return <>{nodes}</>;
}

/** Where a quote ends: after the last paragraph, and at `[…]`, which is ours and stands between quotes. */
function endsQuote(paragraph: Node | undefined): boolean {
  return paragraph === undefined || paragraph.textContent?.trim() === '[…]';
}

function childrenOf(node: Node, links: Links): ReactNode[] {
  return [...node.childNodes].map((child, index) => rebuild(child, index, links));
}

function rebuild(node: Node, key: number, links: Links): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  if (node.nodeName === 'BR') return <br key={key} />;
  const children = childrenOf(node, links);
  const href = node.nodeName === 'A' && links !== 'none' ? httpAddress(node.getAttribute('href')) : null;
  if (href === null) return <Fragment key={key}>{children}</Fragment>;
  return (
    <a
      key={key}
      href={href}
      rel="nofollow noopener noreferrer"
      target="_blank"
      tabIndex={links === 'unfocusable' ? -1 : undefined}
    >
      {children}
    </a>
  );
}

function httpAddress(href: string | null): string | null {
  return href !== null && /^https?:\/\//i.test(href) ? href : null;
}
