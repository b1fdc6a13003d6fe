import type { Tape } from '#contract';
import { sendRaw, type RawAnswer } from '../support/raw-request.js';
import type { Address } from './addresses.js';
import { TapeReader } from '../support/tape-reader.js';
import { idsIn, leaksIn } from './leaks-in.js';
import type { Look, Oracle } from './oracle.js';
import { lookFrom, requestFrom, type Mode, type Seat } from './seats.js';

const AT_ONCE = 8;
/** How many pages of a list are read, at most. */
const MAX_PAGES = 40;

/** A server under test, and what may be told by it. */
export interface Ground {
  address: string;
  mode: Mode;
  oracle: Oracle;
  /** Ms since the epoch; its clock stands. */
  now: number;
}

/** The result of a crawl. */
export interface Crawled {
  answers: number;
  /** Each leak: what must not have been told, by which route and to whom. */
  leaks: string[];
  /** Routes that told what anybody in India may not be told, at the same time. */
  telling: Set<string>;
  statuses: Set<number>;
}

export interface Asked extends Address {
  method: string;
  body?: object | null;
  headers?: Record<string, string>;
}

/** Routes without a viewpoint, whose answer may be kept: it has no word of a post, whoever asks. */
const SAME_FOR_ALL: readonly string[] = ['/api/v1/scenarios/{id}/stage'];

/** Routes whose answers are kept for whoever asks next. */
const KEPT = /^\/api\/v1\/(timelines\/(public|tag\/[^/]+)|(statuses|accounts)\/[0-9A-Z]{26})([?]|$)/;

/** Asks for each thing from a seat, and looks at every byte that comes back. */
export async function crawl(ground: Ground, seat: Seat, asked: readonly Asked[]): Promise<Crawled> {
  const { oracle, mode, now } = ground;
  const look = lookFrom(seat, mode, now);
  const india = lookFrom({ ...seat, from: 'IN', who: null }, mode, now);
  const crawled: Crawled = { answers: 0, leaks: [], telling: new Set(), statuses: new Set() };
  await eachOf(asked, async (one) => {
    for await (const { path, answer } of answersTo(ground, seat, one)) {
      const where = `${one.method} ${path} → ${answer.status} to ${seat.name}`;
      if (answer.status >= 500 && answer.status !== 501) throw new Error(`${where}: ${answer.text}`);
      crawled.answers += 1;
      crawled.statuses.add(answer.status);
      // A word that the request itself names is no leak, nor is, in the ledger, the name of an authority
      // that nobody's account stands behind.
      const named = one.route.path.startsWith('/api/v1/events') ? /canary\d+a/g : /$^/g;
      const text = withoutEcho(answer.text, path).replaceAll(named, '');
      const headers = withoutEcho(JSON.stringify(answer.headers), path);
      const shown = shownBy(one, text);
      const leaksFor = (who: Look): string[] =>
        shown.flatMap(({ text, at }) => leaksIn(text, oracle, at === null ? who : publicAt(who, at)));
      const leaks = [
        ...leaksFor(look),
        ...leaksIn(` ${headers}`, oracle, look),
        ...idsIn(
          answer.text + JSON.stringify(answer.headers),
          oracle,
          look,
          path + JSON.stringify(one.body ?? ''),
        ),
        ...(SAME_FOR_ALL.includes(one.route.path) ? [] : cacheable(answer)),
      ];
      if (leaks.length > 0) crawled.leaks.push(`${where}: ${leaks.join(', ')}`);
      const isTelling =
        shown.length > 1 ? leaksFor(india).length > 0 : leaksIn(` ${text}`, oracle, india).length > 0;
      if (isTelling) crawled.telling.add(one.route.path);
    }
  });
  return crawled;
}

/** An answer, and where it is one page of a list, the pages after it. */
async function* answersTo(
  { address, mode }: Ground,
  seat: Seat,
  { method, path, body, headers }: Asked,
): AsyncGenerator<{ path: string; answer: RawAnswer }> {
  const request = requestFrom(seat, mode);
  const query = Object.entries(request.query)
    // A write happens now, so it takes no `view_at`.
    .filter(([name]) => method === 'GET' || method === 'HEAD' || name !== 'view_at')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  let next: string | undefined = query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;
  const json = body === null || body === undefined ? {} : { 'content-type': 'application/json' };
  for (let page = 0; next !== undefined && page < MAX_PAGES; page++) {
    const answer: RawAnswer = await sendRaw(address, {
      method,
      path: next,
      headers: { ...request.headers, ...json, ...headers },
      body: body === null || body === undefined ? null : JSON.stringify(body),
    });
    yield { path: next, answer };
    // Who asks again is given what was kept of it: it is looked at as any other answer is.
    if (method === 'GET' && seat.who === null && KEPT.test(path))
      yield {
        path: next,
        answer: await sendRaw(address, {
          method,
          path: next,
          headers: { ...request.headers, ...headers },
          body: null,
        }),
      };
    const link = /<[^>]*?\/\/[^/>]+([^>]*)>; rel="next"/.exec(String(answer.headers['link'] ?? ''));
    next = link?.[1];
  }
}

/** Finds the canaries that an answer shows, and as of which instant: null for that of whoever looks. A tape shows a page for each moment. */
function shownBy({ route, method }: Asked, text: string): { text: string; at: number | null }[] {
  if (!route.path.endsWith('/tape') || method === 'HEAD' || !text.startsWith('{"moments"'))
    return [{ text, at: null }];
  const folded = new TapeReader();
  return (JSON.parse(text) as Tape).moments.flatMap((moment) => {
    folded.fold(moment);
    const at = Date.parse(moment.at);
    const page = JSON.stringify([...folded.page, ...folded.threadsAlone]);
    return [
      { text: JSON.stringify(moment), at },
      { text: page, at },
    ];
  });
}

/** A tape is the public's, whoever asks for it. */
function publicAt(look: Look, at: number): Look {
  return { ...look, at, viewer: null, seesAll: false };
}

/** Finds validators: one viewpoint's answer must not pass for another's, and that it changed tells, too. */
function cacheable({ status, headers }: RawAnswer): string[] {
  return [
    ...['etag', 'last-modified'].filter((name) => name in headers),
    ...(status === 304 || status === 412 ? [`status ${status}`] : []),
  ];
}

function withoutEcho(text: string, path: string): string {
  const echoed = decodeURIComponent(path).match(/canary\d+[a-z]/gi) ?? [];
  return echoed.reduce((rest, canary) => rest.replaceAll(new RegExp(canary, 'gi'), ''), text);
}

async function eachOf<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = list.toReversed();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let one = rest.pop(); one !== undefined; one = rest.pop()) await work(one);
    }),
  );
}
