import type { Band } from './band.js';

/** The words for each step of an order. */
const ORDER_WORDS: Readonly<Record<string, string>> = {
  filed: 'Order filed',
  noticed: 'Notice on an order',
  confirmed: 'Order confirmed',
  revoked: 'Order revoked',
  expired: 'Order expired',
  set_aside: 'Order set aside',
};

/** The words for each outcome that the platform decides on items. */
const OUTCOME_WORDS: Readonly<Record<string, string>> = {
  withheld: 'withheld',
  suspended: 'suspended everywhere',
  labelled: 'labelled',
  limited: 'limited',
  restored: 'restored',
  refused: 'not acted on',
};

/** A band's heading, its text, and how many it is about. */
export function bandWords(band: Band): { title: string; text: string; count: string } {
  switch (band.kind) {
    case 'context':
      return { title: band.row.title, text: band.row.text, count: '' };
    case 'order': {
      const { title, what, text, items, scenario } = band.order;
      const did = ORDER_WORDS[what] ?? what;
      return { title: title === '' ? did : `${did}: ${title}`, text, count: countOf(items, scenario) };
    }
    case 'decision': {
      const { outcome, reason, items, scenario } = band.decision;
      return {
        title: `Decision: ${OUTCOME_WORDS[outcome] ?? outcome}`,
        text: reason,
        count: countOf(items, scenario),
      };
    }
  }
}

/** The sentence that is read out for a band: what happened, and to how many. The reason is in the row. */
export function bandSentence(band: Band): string {
  const { title, count } = bandWords(band);
  return [title, count]
    .filter((part) => part !== '')
    .map(sentence)
    .join(' ');
}

/** With its full stop. */
export function sentence(text: string): string {
  return /[.!?…]["”’]?$/.test(text) ? text : `${text}.`;
}

// What a scenario counts are stand-ins: the word stands beside the number, always.
function countOf(items: number, scenario: string | null): string {
  if (items === 0) return '';
  if (scenario === null) return `${items} ${items === 1 ? 'item' : 'items'}.`;
  return `${items} ${items === 1 ? 'stand-in' : 'stand-ins'}; the real list was not published.`;
}
