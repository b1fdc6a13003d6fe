import { sendRaw, type RawAnswer } from '../support/raw-request.js';
import type { Route } from '../support/open-api.js';
import { addressesOf, type Things } from './addresses.js';
import { requestFrom, type Seat } from './seats.js';
import type { World } from './world.js';

/** Headers that differ from one answer to the next, whatever was asked. */
const OF_THE_MOMENT = [
  'date',
  'content-length',
  'keep-alive',
  'connection',
  'x-request-id',
  'withheld-viewpoint',
  // Count what this reader asked before, whatever it was.
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
];

/**
 * Routes that are about restrictions themselves, or about what somebody did about them: what is
 * withheld anywhere changes them everywhere.
 */
export const ABOUT_RESTRICTIONS: readonly RegExp[] = [
  /^\/api\/v1\/(orders|restrictions|explain|transparency)\b/,
  // The ledger tells that something was withheld; it is verified by whoever reads it.
  /^\/api\/v1\/events$/,
  // The author is told, wherever they are.
  /^\/api\/v[12]\/notifications\b/,
  // It counts events, and what readers asked.
  /^\/metrics$/,
  // Moderators deal with them.
  /^\/api\/v1\/admin\//,
];

/**
 * Every answer of every documented `GET` to a seat, byte for byte but for what may differ, by its address.
 *
 * @param things what it is asked about; all that is there unless said
 */
export async function answersTo(
  world: World,
  seat: Seat,
  {
    routes = world.routes,
    things = world.things,
    without = (text) => text,
  }: { routes?: readonly Route[]; things?: Things; without?: (text: string) => string } = {},
): Promise<Map<string, string>> {
  const { query, headers } = requestFrom(seat, 'open');
  const answers = new Map<string, string>();
  const addresses = routes
    .filter(({ method }) => method === 'GET')
    .flatMap((route) => addressesOf(route, things));
  await Promise.all(
    addresses.map(async ({ path }) => {
      const viewpoint = new URLSearchParams(query).toString();
      const asked = `${path}${path.includes('?') ? '&' : '?'}${viewpoint}`;
      const answer = await sendRaw(world.server.address, { method: 'GET', path: asked, headers });
      answers.set(path, without(told(answer)));
    }),
  );
  return answers;
}

/** An answer's status, headers and body, but for what may differ. */
export function told({ status, headers, text }: RawAnswer): string {
  const kept = Object.entries(headers).filter(([name]) => !OF_THE_MOMENT.includes(name));
  return `${status} ${JSON.stringify(Object.fromEntries(kept))}\n${text}`;
}

/** Tells in few words where two sets of answers are not the same. */
export function differences(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] {
  const paths = new Set([...one.keys(), ...other.keys()]);
  return [...paths].flatMap((path) => {
    const [a = '', b = ''] = [one.get(path), other.get(path)];
    if (a === b) return [];
    const at = [...a].findIndex((char, i) => char !== b[i]);
    const from = Math.max(0, (at < 0 ? a.length : at) - 80);
    return [`${path}: ${a.slice(from, from + 240)} ≠ ${b.slice(from, from + 240)}`];
  });
}
