import type { OpenVisibility, Visibility } from './audience.js';
import type { EventPayloads, Profile, Words } from './events.js';
import type { ItemOutcome, OrderGround, RefusalGround } from './orders.js';
import type { Provenance } from './provenance.js';
import type { RestrictionBasis, RestrictionKind, Subject } from './restrictions.js';
import type { VenueId } from './venues.js';

/** The data that every command carries beside its body. */
export interface CommandMeta {
  /** The id of the event it will become, and of the thing that event makes. */
  id: string;
  /** Story time, ms since the epoch: now for a person's command, the step's for a scenario's. */
  at: number;
  /** The account or authority that asks; null for the narrator, the platform and the clock. */
  actor: string | null;
  /**
   * Where the person who asks looks from (a country, `elsewhere`, or null where unknown), whether
   * geography is enforced there, and whether they may see all; null for a scenario's command, which
   * no restriction binds.
   */
  viewpoint: { from: string | null; mode: 'open' | 'enforced'; seesAll: boolean } | null;
  provenance: Provenance | null;
  scenario: { id: string; step: string } | null;
  /** A client's `Idempotency-Key`: the same one again gives the first one's result. */
  idempotency_key: string | null;
  /** A digest of the request under that key: the same key for another request is refused. */
  idempotency_digest: string | null;
}

/** The body of a command of each type. Times are ISO 8601; ids are of things that exist. */
export interface CommandBodies {
  'open-account': {
    venue: VenueId;
    handle: string;
    display_name: string;
    note: string;
    verified: boolean;
    kind: 'person' | 'body' | 'stand_in';
  };
  /** A person's own; what is null stays as it is. */
  'update-account': { [K in keyof Profile]: Profile[K] | null };
  'erase-account': { account: string };
  'warn-account': { account: string; text: string };
  'follow-account': { account: string };
  /** Withdraws a request to follow it, too. */
  'unfollow-account': { account: string };
  /** Answers an account that asks to follow the actor. */
  'authorize-follow': { account: string };
  'reject-follow': { account: string };
  'publish-post': Words & {
    visibility: Visibility;
    in_reply_to: string | null;
    quote_of: string | null;
  };
  /** Without a language, that of before stays. */
  'edit-post': Words & { post: string };
  'repost-post': { post: string; visibility: OpenVisibility };
  'undo-repost': { post: string };
  'delete-post': { post: string };
  'like-post': { post: string };
  'unlike-post': { post: string };
  'register-authority': { name: string; short_name: string; country: string | null; note: string };
  'file-order': {
    external_id: string | null;
    /** Null: the authority that the actor files as. */
    authority: string | null;
    venue: VenueId;
    title: string;
    legal_basis: string;
    grounds: OrderGround[];
    reason: string;
    countries: string[];
    deadline: string | null;
    emergency: boolean;
    confidential: boolean;
    items: ({ subject: Subject } | { url: string })[];
  };
  'give-notice': { order: string; kind: 'non_compliance' | 'other'; text: string };
  'close-order': { order: string; as: 'confirmed' | 'revoked' | 'expired' | 'set_aside'; reason: string };
  'decide-item': {
    order: string;
    n: number;
    outcome: ItemOutcome;
    reason: string;
    ground: RefusalGround | null;
    /** The note that a `labelled` outcome puts on the subject. */
    label: string | null;
    /** How the item has to stand for it; left out: however it stands. What another decided meanwhile is kept. */
    if_state?: ItemOutcome | 'open' | null;
    /** The basis of the decision: the order itself, or the platform's own rules found broken. */
    basis: RestrictionBasis;
  };
  'impose-restriction': {
    kind: RestrictionKind;
    subject: Subject;
    countries: string[];
    basis: RestrictionBasis;
    reason: string;
    label: string | null;
    from: string | null;
    until: string | null;
  };
  'lift-restriction': { restriction: string; reason: string };
  /** Sets another end; null: until it is lifted. */
  'change-restriction': { restriction: string; until: string | null };
  'start-restriction': { restriction: string };
  'expire-restriction': { restriction: string };
  'expire-order': { order: string };
  'add-context': EventPayloads['context.added'];
  'observe-trend': EventPayloads['trend.observed'];
  'open-scenario': EventPayloads['scenario.opened'];
  'finish-scenario': { steps: number };
}

export type CommandType = keyof CommandBodies;

/** A demand that something happen: a person's click, a client's request or a scenario's step. */
export type Command<T extends CommandType = CommandType> = {
  [K in T]: { type: K; meta: CommandMeta; body: CommandBodies[K] };
}[T];

/**
 * Makes a command; fields that its meta leaves out are null.
 *
 * @param meta its id and time at least
 */
export function command<T extends CommandType>(
  type: T,
  body: CommandBodies[T],
  meta: Pick<CommandMeta, 'id' | 'at'> & Partial<CommandMeta>,
): Command {
  const rest = {
    actor: null,
    viewpoint: null,
    provenance: null,
    scenario: null,
    idempotency_key: null,
    idempotency_digest: null,
  };
  // Type and body belong together, which the compiler cannot see.
  return { type, body, meta: { ...rest, ...meta } } as unknown as Command;
}
