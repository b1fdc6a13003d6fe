import { OPEN_VISIBILITIES, VISIBILITIES } from './audience.js';
import type { EventPayloads, EventType, NewEvent, StoredEvent, Words } from './events.js';
import { ITEM_OUTCOMES, ORDER_GROUNDS, REFUSAL_GROUNDS } from './orders.js';
import { CERTAINTIES, PRECISIONS, type Provenance } from './provenance.js';
import {
  RESTRICTION_BASES,
  RESTRICTION_KINDS,
  type RestrictionPayload,
  type Subject,
} from './restrictions.js';
import { VENUE_IDS } from './venues.js';

/** Says whether a value read back is a `T`. */
type Check<T> = (value: unknown) => value is T;
/** A check for each field; the object must have no other fields. */
type Shape<T> = { readonly [K in keyof T]-?: Check<T[K]> };

const text: Check<string> = (value) => typeof value === 'string';
const flag: Check<boolean> = (value) => typeof value === 'boolean';
const whole: Check<number> = (value): value is number => Number.isSafeInteger(value);
const instant: Check<string> = (value): value is string =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value));
function oneOf<T extends string>(...allowed: readonly T[]): Check<T> {
  return (value): value is T => (allowed as readonly unknown[]).includes(value);
}
function orNull<T>(check: Check<T>): Check<T | null> {
  return (value): value is T | null => value === null || check(value);
}
function orAbsent<T>(check: Check<T>): Check<T | undefined> {
  return (value): value is T | undefined => value === undefined || check(value);
}
function listOf<T>(check: Check<T>): Check<T[]> {
  return (value): value is T[] => Array.isArray(value) && value.every(check);
}
function object<T extends object>(shape: Shape<T>): Check<T> {
  return (value): value is T => misshapen(value, shape) === null;
}

/** The first field that is missing, surplus or fails its check; `''` where it is no object; null where none. */
function misshapen(value: unknown, shape: Readonly<Record<string, Check<unknown>>>): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
  const fields = value as Record<string, unknown>;
  for (const name in shape) if (!shape[name]!(fields[name])) return name;
  for (const name in fields) if (!Object.hasOwn(shape, name)) return name;
  return null;
}

const subject = object<Subject>({ type: oneOf('account', 'post', 'hashtag'), id: text });
const RESTRICTION: Shape<RestrictionPayload> = {
  kind: oneOf(...RESTRICTION_KINDS),
  subject,
  countries: listOf(text),
  basis: oneOf(...RESTRICTION_BASES),
  reason: text,
  label: orNull(text),
  from: instant,
  until: orNull(instant),
};
const WORDS: Shape<Words> = { text, language: orNull(text), spoiler_text: text, sensitive: flag };
const ENDED = { reason: text, lifts: listOf(text) };
type OrderItem = EventPayloads['order.filed']['items'][number];
const orderItem: Check<OrderItem> = (value): value is OrderItem =>
  object<{ n: number; subject: Subject | null; url: string | null }>({
    n: whole,
    subject: orNull(subject),
    url: orNull(text),
  })(value) && (value.subject === null) !== (value.url === null);

/** The payload of each type, in its present version. */
const PAYLOADS: { readonly [T in EventType]: Shape<EventPayloads[T]> } = {
  'account.opened': {
    handle: text,
    display_name: text,
    note: text,
    verified: flag,
    kind: oneOf('person', 'body', 'stand_in'),
  },
  'account.erased': {
    answered: orAbsent(
      (value): value is Record<string, string> =>
        typeof value === 'object' && value !== null && Object.values(value).every(text),
    ),
  },
  'account.updated': {
    display_name: text,
    note: text,
    bot: flag,
    locked: flag,
    fields: listOf(object({ name: text, value: text })),
  },
  'account.warned': { text },
  'account.followed': {},
  'account.unfollowed': {},
  'account.follow_requested': {},
  'account.follow_withdrawn': {},
  'account.follow_rejected': {},
  'post.published': {
    ...WORDS,
    visibility: oneOf(...VISIBILITIES),
    in_reply_to: orNull(text),
    in_reply_to_account: orNull(text),
    quote_of: orNull(text),
  },
  'post.edited': WORDS,
  'post.reposted': { of: text, visibility: oneOf(...OPEN_VISIBILITIES) },
  'post.deleted': {},
  'post.liked': {},
  'post.unliked': {},
  'authority.registered': { name: text, short_name: text, country: orNull(text), note: text },
  'order.filed': {
    external_id: orNull(text),
    authority: text,
    title: text,
    legal_basis: text,
    grounds: listOf(oneOf(...ORDER_GROUNDS)),
    reason: text,
    countries: listOf(text),
    deadline: orNull(instant),
    emergency: flag,
    confidential: flag,
    items: listOf(orderItem),
  },
  'order.noticed': { kind: oneOf('non_compliance', 'other'), text },
  'order.confirmed': { reason: text },
  'order.revoked': ENDED,
  'order.expired': ENDED,
  'order.set_aside': ENDED,
  'item.decided': {
    order: text,
    n: whole,
    outcome: oneOf(...ITEM_OUTCOMES),
    reason: text,
    ground: orNull(oneOf(...REFUSAL_GROUNDS)),
    lifts: orNull(text),
    imposes: orNull(object(RESTRICTION)),
  },
  'restriction.imposed': RESTRICTION,
  'restriction.lifted': { reason: text },
  'restriction.changed': { until: orNull(instant) },
  'restriction.started': { from: instant },
  'restriction.expired': { until: instant },
  'context.added': { title: text, text, side: orNull(text) },
  'trend.observed': { tag: text, country: text, rank: whole, posts: orNull(whole) },
  'scenario.opened': {
    title: text,
    description: text,
    language: text,
    time_zone: text,
    starts: text,
    ends: text,
    steps: whole,
    digest: text,
    sources: listOf(object({ key: text, title: text, publisher: text, published: text, url: orNull(text) })),
    chapters: listOf(object({ id: text, title: text, at: text, headline: text })),
  },
  'scenario.loaded': { steps: whole },
};

/** Turns a payload of one version into one of the next. */
type Upcast = (payload: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/**
 * The steps that bring payloads of earlier versions up to date: for each type from version 1 to 2, then
 * from 2 to 3, and so on. A type's present version is one more than it has steps; a type that was never
 * changed has none. A version changes the payload alone.
 */
const UPCASTS: Readonly<Partial<Record<EventType, readonly Upcast[]>>> = {
  // Since version 2 an account may be locked: a program that does not know would let everybody follow it.
  'account.updated': [(payload) => ({ ...payload, locked: false })],
  // Since version 2 a post may be for some people alone: a program that does not know would show it to all.
  'post.published': [(payload) => ({ ...payload })],
};

/** Which events there are, and how they look: the program's own, or a made-up one in a test. */
export interface EventFormat {
  readonly payloads: Readonly<Record<string, Readonly<Record<string, Check<unknown>>>>>;
  readonly upcasts: Readonly<Record<string, readonly Upcast[]>>;
}

export const EVENT_FORMAT: EventFormat = {
  // A check takes any value, whatever its type; the compiler would see that of a method, not of a property.
  payloads: PAYLOADS,
  upcasts: UPCASTS,
};

const ENVELOPE: Shape<Omit<StoredEvent, 'version' | 'payload'> & { payload: unknown; version: unknown }> = {
  id: text,
  // Both are looked at apart.
  type: (value): value is EventType => typeof value === 'string',
  payload: (value): value is unknown => value !== undefined,
  version: (value): value is unknown =>
    value === undefined || (Number.isSafeInteger(value) && (value as number) > 1),
  at: instant,
  actor: orNull(text),
  venue: orNull(oneOf(...VENUE_IDS)),
  subject: text,
  provenance: orNull(
    object<Provenance>({
      certainty: oneOf(...CERTAINTIES),
      precision: oneOf(...PRECISIONS),
      sources: listOf(text),
      note: orNull(text),
    }),
  ),
  scenario: orNull(object<{ id: string; step: string }>({ id: text, step: text })),
};

/** The version in which an event of a type is written; 1 unless its payload was ever changed. */
export function versionOf(type: string, { upcasts }: EventFormat = EVENT_FORMAT): number {
  return 1 + (upcasts[type]?.length ?? 0);
}

/** Why events of a type and version cannot be read, as words to follow "it"; null where they can. */
export function unreadable(type: string, version: number, format: EventFormat = EVENT_FORMAT): string | null {
  if (!Object.hasOwn(format.payloads, type)) return `is of type ${type}, which this program does not know`;
  const known = versionOf(type, format);
  if (version > known)
    return `is of type ${type} in version ${version}, and this program knows that type up to version ${known}`;
  return null;
}

/**
 * Reads an event back: checks that it is one and brings its payload up to date.
 *
 * @param stored its body, parsed
 * @returns the event in this program's version, or why it cannot be read, as words to follow "it"
 */
export function readEvent(
  stored: unknown,
  format: EventFormat = EVENT_FORMAT,
): { ok: true; event: NewEvent } | { ok: false; reason: string } {
  const wrong = misshapen(stored, ENVELOPE);
  if (wrong !== null) return { ok: false, reason: `is no event${wrong === '' ? '' : `: see its ${wrong}`}` };
  const { version = 1, payload, at, ...rest } = stored as StoredEvent;
  const unknown = unreadable(rest.type, version, format);
  if (unknown !== null) return { ok: false, reason: unknown };
  let current = payload;
  try {
    for (const upcast of format.upcasts[rest.type]?.slice(version - 1) ?? []) current = upcast(current);
  } catch {
    return { ok: false, reason: `is not what ${rest.type} was in version ${version}: see its payload` };
  }
  const field = misshapen(current, format.payloads[rest.type]!);
  if (field !== null)
    return {
      ok: false,
      reason: `is not what ${rest.type} is: see its payload${field === '' ? '' : `, ${field}`}`,
    };
  return { ok: true, event: { ...rest, at: Date.parse(at), payload: current } as NewEvent };
}
