import { Injectable } from '@nestjs/common';
import type { StreamName } from '#contract';
import { Pace } from '#database';
import type { Place } from '../http/viewpoint/whereabouts.js';
import type { Audience } from './audience.js';
import { EncodedFrame } from './encoded-frame.js';
import type { GatedFrame } from './gated-frame.js';
import type { FrameSet } from './frame-set.js';
import { Rooms, type Room, type Subscription } from './rooms.js';
import type { Listener, Medium } from './listener.js';

export type { Subscription } from './rooms.js';

/** Those of a room who are told something. */
interface Seats {
  room: Room;
  listeners: readonly Listener[];
}

/** Frames that are sent alike to some. */
interface Broadcast<To> {
  stream: StreamName;
  resync: string | null;
  frames: EncodedFrame[];
  to: To[];
}

/** The subscriptions of all listeners, and the only emitter of frames: it sends `Gated` payloads alone. */
@Injectable()
export class Subscriptions {
  private readonly byListener = new Map<Listener, Map<StreamName, Subscription>>();
  private readonly rooms = new Rooms();
  /** Subscriptions to the `user` stream, by viewer. */
  private readonly byViewer = new Map<string, Set<Subscription>>();

  /** The slice that is being sent to the rooms, and the `seq` that it goes up to; null while none is. */
  telling: { readonly set: FrameSet; readonly cursor: number } | null = null;

  /** Notes a subscription of a listener, which is sent nothing of it until `join`. */
  open(listener: Listener, audience: Audience): Subscription {
    this.close(listener, audience.stream);
    const subscription: Subscription = { audience, room: null, entered: 0 };
    const streams = this.byListener.get(listener) ?? new Map<StreamName, Subscription>();
    streams.set(audience.stream, subscription);
    this.byListener.set(listener, streams);
    if (audience.follows !== null && audience.viewer !== null) {
      const viewers = this.byViewer.get(audience.viewer.id) ?? new Set();
      this.byViewer.set(audience.viewer.id, viewers.add(subscription));
    }
    return subscription;
  }

  /** Whether a subscription is still wanted. */
  isOpen(listener: Listener, subscription: Subscription): boolean {
    return listener.connected && this.has(listener, subscription);
  }

  /** Closes a subscription unless it has joined, or another has taken its place. */
  abandon(listener: Listener, subscription: Subscription): void {
    if (subscription.room === null && this.has(listener, subscription))
      this.close(listener, subscription.audience.stream);
  }

  /** Puts a listener into its room: it is sent later slices, and nothing of the one being sent just now. */
  join(listener: Listener, subscription: Subscription): void {
    this.rooms.enter(listener, subscription);
  }

  close(listener: Listener, stream: StreamName): void {
    const subscription = this.byListener.get(listener)?.get(stream);
    if (subscription === undefined) return;
    const streams = this.byListener.get(listener);
    streams?.delete(stream);
    if (streams?.size === 0) this.byListener.delete(listener);
    this.rooms.leave(listener, subscription);
    const viewer = subscription.audience.viewer?.id ?? '';
    const viewers = this.byViewer.get(viewer);
    viewers?.delete(subscription);
    if (viewers?.size === 0) this.byViewer.delete(viewer);
  }

  closeAll(listener: Listener): void {
    for (const stream of this.streams(listener)) this.close(listener, stream);
  }

  /** Moves all that somebody listens to to another country; what is still catching up goes on from there. */
  move(listener: Listener, place: Place): void {
    for (const subscription of this.byListener.get(listener)?.values() ?? []) {
      const joined = subscription.room !== null;
      this.rooms.leave(listener, subscription);
      subscription.audience = { ...subscription.audience, ...place };
      if (joined) this.join(listener, subscription);
    }
  }

  /** Ids of all who listen, or are about to. */
  get viewers(): ReadonlySet<string> {
    const viewers = new Set<string>();
    for (const streams of this.byListener.values())
      for (const { audience } of streams.values())
        if (audience.viewer !== null) viewers.add(audience.viewer.id);
    return viewers;
  }

  /** The streams that somebody listens to, or is about to. */
  streams(listener: Listener): StreamName[] {
    return [...(this.byListener.get(listener)?.keys() ?? [])];
  }

  /** The streams that somebody listens to as a moderator. */
  moderatorStreams(listener: Listener): StreamName[] {
    return [...(this.byListener.get(listener)?.values() ?? [])]
      .filter(({ audience }) => audience.class === 'moderator')
      .map(({ audience }) => audience.stream);
  }

  /** Whether nobody listens. */
  get idle(): boolean {
    return this.rooms.size === 0;
  }

  /** Keeps up whom the viewers of `user` streams follow, as they follow and unfollow. */
  noteFollow(actor: string, subject: string, follows: boolean): void {
    for (const subscription of this.byViewer.get(actor) ?? [])
      this.rooms.noteFollow(subscription, subject, follows);
  }

  /**
   * Tells the rooms of some events that these may concern: what is the same for several is encoded once and
   * sent to all who sit there. Nothing is sent before everything is judged, so that what fails has told
   * nobody. It gives way to others in between; who joins meanwhile is told of what comes after.
   *
   * @param signal aborted where it is to be told no further
   * @param told is called once all are told, in the same turn in which who joins is no longer late
   */
  async tellAll(set: FrameSet, cursor: number, signal: AbortSignal, told: () => void): Promise<void> {
    this.telling = { set, cursor };
    try {
      const pace = new Pace();
      const broadcasts = new Broadcasts<Seats>();
      // Who is in the rooms now: nothing awaits between this and the beginning above.
      const { entered } = this.rooms;
      const rooms = this.rooms.within(set.reach).map((room) => seatsOf(room, set.seeingMore));
      for (const { room, audience, together, apart } of rooms) {
        if (audience !== null) broadcasts.add(set, audience, { room, listeners: together });
        for (const [listener, own] of apart) broadcasts.add(set, own, { room, listeners: [listener] });
        await pace.rest();
      }
      for (const broadcast of broadcasts.all) {
        for (const emit of emitsOf(broadcast, (to) => stillThere(to, entered))) {
          if (signal.aborted) return;
          emit();
          await pace.rest();
        }
      }
      told();
    } finally {
      this.telling = null;
    }
  }

  /** Tells one listener of some events. */
  tell(listener: Listener, set: FrameSet, audience: Audience): void {
    const broadcasts = new Broadcasts<Listener>();
    broadcasts.add(set, audience, listener);
    for (const broadcast of broadcasts.all) for (const emit of emitsOf(broadcast, (to) => to)) emit();
  }

  /** Those who listen to somebody's own stream, each with what they look from. */
  ownStreamsOf(viewer: string): [Listener, Audience][] {
    return [...(this.byViewer.get(viewer) ?? [])].flatMap((subscription) => {
      const members = [...(subscription.room?.members ?? [])].filter(([, one]) => one === subscription);
      return members.map(([listener]): [Listener, Audience] => [listener, subscription.audience]);
    });
  }

  /** Tells one listener of what no event tells, unless they look from elsewhere by now. */
  tellOwn(listener: Listener, audience: Audience, frame: GatedFrame): void {
    const subscription = this.byListener.get(listener)?.get(audience.stream);
    if (subscription?.audience === audience) listener.medium.tell([listener], [new EncodedFrame(frame)]);
  }

  private has(listener: Listener, subscription: Subscription): boolean {
    return this.byListener.get(listener)?.get(subscription.audience.stream) === subscription;
  }
}

/** Collects broadcasts, and merges those of the same frames, which are then encoded once. */
class Broadcasts<To> {
  private readonly known = new Map<string, Broadcast<To>>();
  private readonly payloads = new Map<unknown, number>();

  get all(): Iterable<Broadcast<To>> {
    return this.known.values();
  }

  /** Adds what an audience is told. */
  add(set: FrameSet, audience: Audience, to: To): void {
    const { resync, frames } = set.tellingFor(audience);
    if (resync === null && frames.length === 0) return;
    const { stream } = audience;
    const key = [stream, resync ?? '', ...frames.map((frame) => this.nameOf(frame))].join('\n');
    const known = this.known.get(key) ?? {
      stream,
      resync,
      frames: frames.map((frame) => new EncodedFrame(frame)),
      to: [],
    };
    this.known.set(key, known);
    known.to.push(to);
  }

  /** Names a frame: two frames with the same `seq`, type and payload object have the same name. */
  private nameOf({ seq, type, payload, more }: GatedFrame): string {
    const n = this.payloads.get(payload) ?? this.payloads.size;
    this.payloads.set(payload, n);
    return `${seq} ${type} ${n} ${more === true}`;
  }
}

/**
 * The calls that send a broadcast, in order. The resync goes before the frames that follow it: a client
 * that is cut off between the two resumes from before it.
 */
function emitsOf<To>(
  { stream, resync, frames, to }: Broadcast<To>,
  listenersOf: (to: readonly To[]) => readonly Listener[],
): (() => void)[] {
  const emit = (send: (medium: Medium, listeners: readonly Listener[]) => void) => () => {
    for (const [medium, listeners] of byMedium(listenersOf(to))) send(medium, listeners);
  };
  const emits: (() => void)[] = [];
  if (resync !== null) emits.push(emit((medium, listeners) => medium.resync(listeners, stream, resync)));
  if (frames.length > 0) emits.push(emit((medium, listeners) => medium.tell(listeners, frames)));
  return emits;
}

/** Those who sit where they sat, and have not left and come back meanwhile. */
function stillThere(to: readonly Seats[], entered: number): Listener[] {
  return to.flatMap(({ room, listeners }) =>
    listeners.filter((listener) => (room.members.get(listener)?.entered ?? Infinity) <= entered),
  );
}

function byMedium(listeners: readonly Listener[]): Map<Medium, Listener[]> {
  const found = new Map<Medium, Listener[]>();
  for (const listener of listeners) {
    const known = found.get(listener.medium);
    if (known === undefined) found.set(listener.medium, [listener]);
    else known.push(listener);
  }
  return found;
}

/**
 * Who sits in a room just now: its audience with those who are told the same, and those who may see more of
 * their own than it does.
 */
function seatsOf(
  room: Room,
  seeingMore: ReadonlySet<string>,
): { room: Room; audience: Audience | null; together: Listener[]; apart: [Listener, Audience][] } {
  const { stream, members, byViewer } = room;
  const [first] = members.values();
  const apart = new Map<Listener, Audience>();
  // A `user` stream is one viewer's own.
  const isShared = stream !== 'user';
  if (isShared)
    for (const viewer of seeingMore)
      for (const listener of byViewer.get(viewer) ?? []) {
        const own = members.get(listener);
        if (own !== undefined) apart.set(listener, own.audience);
      }
  const together = [...members.keys()].filter((listener) => !apart.has(listener));
  const audience = first === undefined || together.length === 0 ? null : first.audience;
  return { room, audience: audience && roomAudience(audience), together, apart: [...apart] };
}

/** A room is of everyone in it; only a `user` stream's is of one viewer. */
function roomAudience(audience: Audience): Audience {
  return audience.stream === 'user' ? audience : { ...audience, viewer: null };
}
