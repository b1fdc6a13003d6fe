import type { Account, ContextRow, PlaceBasis, Status, WithheldField } from './entities.js';
import type { Conversation } from './conversations.js';
import type { Notification } from './notifications.js';
import type { ControlReplay, JoinReplay } from './replay-requests.js';
import type { JoinedReplay, ReplayState } from './replays.js';

/** The kinds of streams; after a kind that ends with a colon comes the key of the stream. */
export const STREAM_KINDS = [
  'public',
  'public:local',
  'user',
  'venue:',
  'scenario:',
  'hashtag:',
  'account:',
] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];

/** Which posts a subscription is about. */
export type StreamName = {
  [K in StreamKind]: K extends `${infer Of}:` ? `${Of}:${string}` : K;
}[StreamKind];

export interface SubscribeRequest {
  stream: StreamName;
  /** A country, or `elsewhere`; if not given, where the connection is. */
  view_from?: string;
  /** `public` drops what the signed-in viewer may see beyond others. */
  view_as?: 'public';
  /** The language of what the platform says, `en` or `hi`; if not given, by the connection's `Accept-Language`. */
  lang?: 'en' | 'hi';
  /** Resume: everything after this `seq`, judged as of now. */
  since?: number;
}

export interface UnsubscribeRequest {
  stream: StreamName;
}

export interface ViewFromRequest {
  country: string;
}

/** Follows a room: by its id, or by the code that is on the big screen. */
export type ReplayJoinRequest = JoinReplay & ({ id: string } | { code: string });

/** From then on the socket is sent `replay:state`, until it joins another room or goes. */
export type ReplayJoinAcknowledgement = ({ ok: true } & JoinedReplay) | Refused;

export type ReplayControlRequest = ControlReplay & { id: string };

export type ReplayControlAcknowledgement = { ok: true; replay: ReplayState } | Refused;

/** The database's clock, by which rooms play; ISO 8601. To take the offset by: half the round trip, best of five. */
export type ReplayClockAcknowledgement = { ok: true; server_time: string } | Refused;

/** The answer to every request. `seq` is the head of the log that was read up to. */
export type Acknowledgement = { ok: true; seq: number } | Refused;

/** The answer to `subscribe` and `view:from`: also tells where the socket looks from. */
export type PlacedAcknowledgement =
  | {
      ok: true;
      seq: number;
      /** A country, `elsewhere`, or null where it is unknown. */
      from: string | null;
      basis: PlaceBasis;
    }
  | Refused;

interface Refused {
  ok: false;
  error: string;
}

/** The payload of a frame, by type: Mastodon's names where it has one. */
export interface FramePayloads {
  /** A new post. */
  update: Status;
  /** A post changed: became a tombstone, or stopped being one. */
  'status.update': Status;
  /** A post is gone: its id. */
  delete: string;
  /** An account changed: was withheld, suspended, or no longer is. */
  'account.update': Account;
  /** `withheld` is null when nothing is left in force; country_codes is always complete. */
  withheld: {
    status_id: string | null;
    account_id: string;
    scope: 'tweet' | 'user';
    withheld: WithheldField | null;
    country_codes: string[];
  };
  counts: { status_id: string; favourites_count: number; reblogs_count: number; replies_count: number };
  /** On one's own `user` stream alone: something was done to one's account or posts, or ended. */
  notification: Notification;
  /**
   * On one's own `user` stream alone: notifications that were told before are there no longer, or are there again,
   * as what they tell of is withheld or suspended, or no longer: read them again. It holds nothing.
   */
  notifications_merged: null;
  /** On one's own `user` stream alone: what a conversation shows has changed. */
  conversation: Conversation;
  context: ContextRow;
  order: {
    order_id: string | null;
    title: string;
    /** `filed`, `noticed`, `confirmed`, `revoked`, `expired` or `set_aside`. */
    what: string;
    text: string;
    items: number;
    scenario: string | null;
    provenance: ContextRow['provenance'];
  };
  /** On a scenario's own stream alone: its tape goes on, so read on from its end. */
  tape: { scenario: string };
  /** Decisions of one instant and outcome, told together. */
  decision: {
    order_id: string | null;
    outcome: string;
    reason: string;
    items: number;
    scenario: string | null;
    provenance: ContextRow['provenance'];
  };
}

export type FrameType = keyof FramePayloads;

/** One thing that happened, as one viewer may see it. */
export type Frame = {
  [K in FrameType]: {
    /** The place in the log; resume with the last one whose frames are complete. */
    seq: number;
    /** Story time, ISO 8601. */
    at: string;
    stream: StreamName;
    type: K;
    payload: FramePayloads[K];
    /** More frames of the same `seq` follow: do not resume from here. */
    more?: true;
  };
}[FrameType];

export interface ClientToServer {
  subscribe(request: SubscribeRequest, acknowledge: (answer: PlacedAcknowledgement) => void): void;
  unsubscribe(request: UnsubscribeRequest, acknowledge: (answer: Acknowledgement) => void): void;
  'view:from'(request: ViewFromRequest, acknowledge: (answer: PlacedAcknowledgement) => void): void;
  'replay:join'(request: ReplayJoinRequest, acknowledge: (answer: ReplayJoinAcknowledgement) => void): void;
  'replay:control'(
    request: ReplayControlRequest,
    acknowledge: (answer: ReplayControlAcknowledgement) => void,
  ): void;
  'replay:clock'(
    request: Record<string, never>,
    acknowledge: (answer: ReplayClockAcknowledgement) => void,
  ): void;
  /** A moderator is told from then on, by `desk:changed`, whenever their queue is another. */
  'desk:watch'(request: Record<string, never>, acknowledge: (answer: Acknowledgement) => void): void;
}

export interface ServerToClient {
  event(frame: Frame): void;
  /** Where the room that the socket joined is. One with a lower `version` than the last is late, and to be ignored. */
  'replay:state'(state: ReplayState): void;
  /** The queue of the moderator who watches it is another: it is to be read again. At most once a second. */
  'desk:changed'(): void;
  /** Asks the client to read again over HTTP: the frames sent no longer add up to what it should show. */
  resync(reason: { stream: StreamName | null; reason: string }): void;
  error(error: { error: string }): void;
}
