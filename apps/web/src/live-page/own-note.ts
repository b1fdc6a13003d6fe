import type { Status, WithheldField } from '#contract';
import { storedSession } from '../session/stored-session.js';

/** A post's own page. */
const POST = /^\/@[^/]+\/([0-9A-HJKMNP-TV-Z]{26})$/;

/** As `libs/visibility` says it to authors over the API; this script has no catalogue of its own. */
const WORDS = {
  en: {
    tell: (where: string) => `Your post has been withheld in: ${where}.`,
    everywhere: 'Your post has been withheld everywhere.',
    order: 'The order',
    appeal: 'Why, and how to appeal',
  },
  hi: {
    tell: (where: string) => `आपकी पोस्ट यहाँ रोकी गई है: ${where}।`,
    everywhere: 'आपकी पोस्ट हर जगह रोकी गई है।',
    order: 'आदेश',
    appeal: 'क्यों, और अपील कैसे करें',
  },
};

/**
 * Tells an author on their own post's page that it is withheld, where and on which order, and leads to the appeal.
 * The page itself is the same for everybody, since it knows nobody; who signed in in this tab is known here alone.
 */
export async function tellItsAuthor(main: HTMLElement): Promise<void> {
  const session = storedSession();
  const id = POST.exec(location.pathname)?.[1];
  // A page of the past tells of the past, and an author is told of now.
  if (session === null || id === undefined || new URLSearchParams(location.search).has('view_at')) return;
  const answer = await fetch(`/api/v1/statuses/${id}`, {
    headers: { accept: 'application/json', authorization: `Bearer ${session.token}` },
  });
  if (!answer.ok) return;
  const { account, withheld } = (await answer.json()) as Status;
  if (account.id === session.account.id && withheld !== null) main.before(noteOf(withheld));
}

function noteOf({ country_codes, order_id }: WithheldField): HTMLElement {
  const language = document.documentElement.lang === 'hi' ? 'hi' : 'en';
  const words = WORDS[language];
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'code' });
  const nameOf = (code: string): string => names.of(code) ?? code;
  const note = document.createElement('aside');
  note.className = 'own-note';
  const tells = document.createElement('p');
  tells.textContent =
    country_codes[0] === '*' ? words.everywhere : words.tell(country_codes.map(nameOf).join(', '));
  note.append(tells);
  if (order_id !== null) note.append(link(`/orders/${order_id}?lang=${language}`, words.order));
  note.append(link(`/own?lang=${language}`, words.appeal));
  return note;
}

function link(href: string, text: string): HTMLAnchorElement {
  const made = document.createElement('a');
  made.href = href;
  made.textContent = text;
  return made;
}
