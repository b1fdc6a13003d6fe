import type { WithheldField } from '#contract';
import { call } from '../api/call.js';
import type { Answer, Given, Route } from '../api/routes.js';
import { ownNotices, standing, WARNINGS } from '../own/notices.js';
import { storedSession, type Session } from '../session/stored-session.js';

/** A post's own page. */
const POST = /^\/@[^/]+\/([^/]+)$/;

/** An account's own page. */
const ACCOUNT = /^\/@([^/]+)$/;

/** As `libs/visibility` says it to authors over the API; this script has no catalogue of its own. */
const WORDS = {
  en: {
    tell: (where: string) => `Your post has been withheld in: ${where}.`,
    everywhere: 'Your post has been withheld everywhere.',
    tellAccount: (where: string) => `Your account has been withheld in: ${where}.`,
    everywhereAccount: 'Your account has been withheld everywhere.',
    posts: (n: number) =>
      n === 1 ? 'One of your posts has been withheld.' : `${n} of your posts have been withheld.`,
    order: 'The order',
    appeal: 'Why, and how to appeal',
  },
  hi: {
    tell: (where: string) => `आपकी पोस्ट यहाँ रोकी गई है: ${where}।`,
    everywhere: 'आपकी पोस्ट हर जगह रोकी गई है।',
    tellAccount: (where: string) => `आपका अकाउंट यहाँ रोका गया है: ${where}।`,
    everywhereAccount: 'आपका अकाउंट हर जगह रोका गया है।',
    posts: (n: number) => (n === 1 ? 'आपकी एक पोस्ट रोकी गई है।' : `आपकी ${n} पोस्ट रोकी गई हैं।`),
    order: 'आदेश',
    appeal: 'क्यों, और अपील कैसे करें',
  },
};

/**
 * Tells an author on their own post's or account's page that it is withheld, where and on which order, and leads to
 * the appeal; on their account's also how many of their posts are.
 * The page itself is the same for everybody, since it knows nobody; who signed in in this tab is known here alone.
 */
export async function tellItsAuthor(main: HTMLElement): Promise<void> {
  const session = storedSession();
  // A page of the past tells of the past, and an author is told of now.
  if (session === null || new URLSearchParams(location.search).has('view_at')) return;
  const id = POST.exec(location.pathname)?.[1];
  if (id !== undefined) return tellOfPost(main, session, id);
  const acct = ACCOUNT.exec(location.pathname)?.[1];
  if (acct !== undefined && decodeURIComponent(acct).toLowerCase() === session.account.acct.toLowerCase())
    await tellOfAccount(main, session);
}

async function tellOfPost(main: HTMLElement, session: Session, id: string): Promise<void> {
  const status = await read(session, '/api/v1/statuses/{id}', { path: { id } });
  if (status?.account.id !== session.account.id || status.withheld === null) return;
  main.before(noteOf([tellOf(status.withheld, status.withheld.scope)], status.withheld.order_id));
}

async function tellOfAccount(main: HTMLElement, session: Session): Promise<void> {
  const told = await read(session, '/api/v1/notifications', { query: { ...WARNINGS, limit: 40 } });
  const now = standing(ownNotices(told ?? [], []), Date.now())
    .map(({ notice }) => notice)
    .filter(({ kind }) => kind === 'withhold');
  const ofAccount = now.filter(({ scope }) => scope === 'your_account');
  const posts = new Set(now.map(({ status_id }) => status_id).filter((post) => post !== null));
  const tells = ofAccount.map((notice) => tellOf(notice, 'user'));
  if (posts.size > 0) tells.push(WORDS[pageLanguage()].posts(posts.size));
  // Of several, each names its own order where the appeal is.
  const [only] = now;
  if (tells.length > 0) main.before(noteOf(tells, now.length === 1 ? (only?.order_id ?? null) : null));
}

/** Reads as who is signed in; null where it is refused. */
async function read<P extends Route<'get'>>(
  { token }: Session,
  route: P,
  given: Given<'get', P>,
): Promise<Answer<'get', P> | null> {
  const answer = await call('get', route, given, { token });
  return answer.ok ? answer.body : null;
}

const pageLanguage = (): keyof typeof WORDS => (document.documentElement.lang === 'hi' ? 'hi' : 'en');

function tellOf(
  { country_codes }: Pick<WithheldField, 'country_codes'>,
  scope: WithheldField['scope'],
): string {
  const language = pageLanguage();
  const words = WORDS[language];
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'code' });
  const where = country_codes.map((code) => (code === '*' ? code : (names.of(code) ?? code))).join(', ');
  if (scope === 'user') return country_codes[0] === '*' ? words.everywhereAccount : words.tellAccount(where);
  return country_codes[0] === '*' ? words.everywhere : words.tell(where);
}

function noteOf(tells: readonly string[], order: string | null): HTMLElement {
  const language = pageLanguage();
  const words = WORDS[language];
  const note = document.createElement('aside');
  note.className = 'own-note';
  for (const tell of tells) {
    const line = document.createElement('p');
    line.textContent = tell;
    note.append(line);
  }
  if (order !== null) note.append(link(`/orders/${order}?lang=${language}`, words.order));
  note.append(link(`/own?lang=${language}`, words.appeal));
  return note;
}

function link(href: string, text: string): HTMLAnchorElement {
  const made = document.createElement('a');
  made.href = href;
  made.textContent = text;
  return made;
}
