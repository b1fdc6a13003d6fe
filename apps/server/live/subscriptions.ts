import { Injectable } from '@nestjs/common';
import type { Frame, StreamName } from '#contract';
import { Pace } from '#database';
import type { Place } from '../http/viewpoint/whereabouts.js';
import type { Audience } from './audience.js';
import { encode } from './encoded-frame.js';
import type { GatedFrame } from './gated-frame.js';
import type { FrameSet } from './frame-set.js';
import { Rooms, type Room, type Subscription } from './rooms.js';
import { Sockets, type LiveServer, type LiveSocket } from './sockets.js';

export type { Subscription } from './rooms.js';

/** Frames that are sent alike to some rooms or sockets. */
interface Broadcast {
  stream: StreamName;
  resync: string | null;
  frames: Frame[];
  /** Names of rooms, of sockets' own among them. */
  to: string[];
  /** Ids of sockets in these rooms that are left out, since they are sent their own frames. */
  except: string[];
}

/** The subscriptions of all sockets, and the only emitter of frames: it sends `Gated` payloads alone. */
@Injectable()
export class Subscriptions {
  private readonly bySocket = new Map<LiveSocket, Map<StreamName, Subscription>>();
  private readonly rooms = new Rooms();
  /** Subscriptions to the `user` stream, by viewer. */
  private readonly byViewer = new Map<string, Set<Subscription>>();

  /** The slice that is being sent to the rooms, and the `seq` that it goes up to; null while none is. */
  telling: { readonly set: FrameSet; readonly cursor: number } | null = null;
  /** Names of the rooms that a socket has joined since that began. */
  private readonly late = new Set<string>();

  constructor(private readonly sockets: Sockets) {}

  /** Notes a subscription of a socket, which is sent nothing of it until `join`. */
  open(socket: LiveSocket, audience: Audience): Subscription {
    this.close(socket, audience.stream);
    const subscription: Subscription = { audience, room: null };
    const streams = this.bySocket.get(socket) ?? new Map<StreamName, Subscription>();
    streams.set(audience.stream, subscription);
    this.bySocket.set(socket, streams);
    if (audience.follows !== null && audience.viewer !== null) {
      const viewers = this.byViewer.get(audience.viewer.id) ?? new Set();
      this.byViewer.set(audience.viewer.id, viewers.add(subscription));
    }
    return subscription;
  }

  /** Whether a subscription is still wanted. */
  isOpen(socket: LiveSocket, subscription: Subscription): boolean {
    return socket.connected && this.has(socket, subscription);
  }

  /** Closes a subscription unless it has joined, or another has taken its place. */
  abandon(socket: LiveSocket, subscription: Subscription): void {
    if (subscription.room === null && this.has(socket, subscription))
      this.close(socket, subscription.audience.stream);
  }

  /** Puts a socket into its room: it is sent later slices, and nothing of the one being sent just now. */
  join(socket: LiveSocket, subscription: Subscription): void {
    const { name } = this.rooms.enter(socket, subscription);
    void socket.join(name);
    if (this.telling === null) return;
    this.late.add(name);
    void socket.join(lateTo(name));
  }

  close(socket: LiveSocket, stream: StreamName): void {
    const subscription = this.bySocket.get(socket)?.get(stream);
    if (subscription === undefined) return;
    const streams = this.bySocket.get(socket);
    streams?.delete(stream);
    if (streams?.size === 0) this.bySocket.delete(socket);
    this.leave(socket, subscription);
    const viewer = subscription.audience.viewer?.id ?? '';
    const viewers = this.byViewer.get(viewer);
    viewers?.delete(subscription);
    if (viewers?.size === 0) this.byViewer.delete(viewer);
  }

  closeAll(socket: LiveSocket): void {
    for (const stream of this.streams(socket)) this.close(socket, stream);
  }

  /** Moves all that a socket listens to to another country; what is still catching up goes on from there. */
  move(socket: LiveSocket, place: Place): void {
    for (const subscription of this.bySocket.get(socket)?.values() ?? []) {
      const joined = subscription.room !== null;
      this.leave(socket, subscription);
      subscription.audience = { ...subscription.audience, ...place };
      if (joined) this.join(socket, subscription);
    }
  }

  /** Ids of all who listen, or are about to. */
  get viewers(): ReadonlySet<string> {
    const viewers = new Set<string>();
    for (const streams of this.bySocket.values())
      for (const { audience } of streams.values())
        if (audience.viewer !== null) viewers.add(audience.viewer.id);
    return viewers;
  }

  /** The streams that a socket listens to, or is about to. */
  streams(socket: LiveSocket): StreamName[] {
    return [...(this.bySocket.get(socket)?.keys() ?? [])];
  }

  /** The streams that a socket listens to as a moderator. */
  moderatorStreams(socket: LiveSocket): StreamName[] {
    return [...(this.bySocket.get(socket)?.values() ?? [])]
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
      const broadcasts = new Broadcasts();
      // The sockets that are in the rooms now: nothing awaits between this and the beginning above.
      const rooms = this.rooms.within(set.reach).map((room) => seatsOf(room, set.seeingMore));
      for (const { name, audience, apart } of rooms) {
        const except = apart.map(([socket]) => socket.id);
        if (audience !== null) broadcasts.add(set, audience, name, except);
        for (const [socket, own] of apart) broadcasts.add(set, own, socket.id, null);
        await pace.rest();
      }
      for (const broadcast of broadcasts.all) {
        for (const emit of this.emitsOf(broadcast)) {
          if (signal.aborted) return;
          emit();
          await pace.rest();
        }
      }
      told();
    } finally {
      this.telling = null;
      for (const name of this.late) this.sockets.server.in(lateTo(name)).socketsLeave(lateTo(name));
      this.late.clear();
    }
  }

  /** Tells one socket of some events. */
  tell(socket: LiveSocket, set: FrameSet, audience: Audience): void {
    const broadcasts = new Broadcasts();
    broadcasts.add(set, audience, socket.id, null);
    for (const broadcast of broadcasts.all) for (const emit of emitsTo(() => socket, broadcast)) emit();
  }

  private emitsOf(broadcast: Broadcast): (() => void)[] {
    const { to, except } = broadcast;
    // The sockets that have joined meanwhile; looked up for each frame anew.
    const late = (): string[] => to.filter((name) => this.late.has(name)).map(lateTo);
    return emitsTo(() => this.sockets.server.to(to).except([...late(), ...except]), broadcast);
  }

  private has(socket: LiveSocket, subscription: Subscription): boolean {
    return this.bySocket.get(socket)?.get(subscription.audience.stream) === subscription;
  }

  private leave(socket: LiveSocket, subscription: Subscription): void {
    const room = this.rooms.leave(socket, subscription);
    if (room !== null) void socket.leave(room.name);
  }
}

/** Collects broadcasts, and merges those of the same frames, which are then encoded once. */
class Broadcasts {
  private readonly known = new Map<string, Broadcast>();
  private readonly payloads = new Map<unknown, number>();

  get all(): Iterable<Broadcast> {
    return this.known.values();
  }

  /**
   * Adds what an audience is told.
   *
   * @param to the name of a room, or the id of a socket
   * @param except of a room, the ids of those in it who are told apart; null of a socket, which is told by itself
   */
  add(set: FrameSet, audience: Audience, to: string, except: readonly string[] | null): void {
    const { resync, frames } = set.tellingFor(audience);
    if (resync === null && frames.length === 0) return;
    const { stream } = audience;
    const kind = except === null ? 'sockets' : 'rooms';
    const key = [kind, stream, resync ?? '', ...frames.map((frame) => this.nameOf(frame))].join('\n');
    const known = this.known.get(key) ?? { stream, resync, frames: frames.map(encode), to: [], except: [] };
    this.known.set(key, known);
    known.to.push(to);
    known.except.push(...(except ?? []));
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
function emitsTo(
  to: () => LiveSocket | ReturnType<LiveServer['to']>,
  { stream, resync, frames }: Broadcast,
): (() => void)[] {
  const emits = frames.map((frame) => () => void to().emit('event', frame));
  if (resync === null) return emits;
  return [() => void to().emit('resync', { stream, reason: resync }), ...emits];
}

/** The room of the sockets that have joined another while it was being sent something. */
function lateTo(name: string): string {
  return `late ${name}`;
}

/**
 * Who sits in a room just now: its audience, null where all are told apart, and those who may see more of
 * their own than it does.
 */
function seatsOf(
  { name, stream, members, byViewer }: Room,
  seeingMore: ReadonlySet<string>,
): { name: string; audience: Audience | null; apart: [LiveSocket, Audience][] } {
  const [first] = members.values();
  const apart: [LiveSocket, Audience][] = [];
  // A `user` stream is one viewer's own.
  if (stream === 'user') return { name, audience: first?.audience ?? null, apart };
  for (const [viewer, sockets] of byViewer) {
    if (!seeingMore.has(viewer)) continue;
    for (const socket of sockets) {
      const own = members.get(socket);
      if (own !== undefined) apart.push([socket, own.audience]);
    }
  }
  const all = first === undefined || apart.length === members.size;
  return { name, audience: all ? null : roomAudience(first.audience), apart };
}

/** A room is of everyone in it; only a `user` stream's is of one viewer. */
function roomAudience(audience: Audience): Audience {
  return audience.stream === 'user' ? audience : { ...audience, viewer: null };
}
