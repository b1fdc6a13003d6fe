import type { StreamName } from '#contract';
import { roomOf, type Audience } from './audience.js';
import { searchedTag } from './streams.js';
import type { Reach } from './frame-set.js';
import type { Listener } from './listener.js';

/** A subscription of a listener to a stream. */
export interface Subscription {
  audience: Audience;
  /** Where it sits, once it has caught up. */
  room: Room | null;
  /** How often anybody had entered a room when it entered that. */
  entered: number;
}

/** Listeners that are sent the same frames, but for what is restricted of their own. */
export interface Room {
  readonly name: string;
  /** How many rooms were opened before it. */
  readonly number: number;
  readonly stream: StreamName;
  readonly members: Map<Listener, Subscription>;
  /** Its listeners, by the id of their viewer. */
  readonly byViewer: Map<string, Set<Listener>>;
}

/** The rooms that someone sits in, found by the streams they are of, and `user` streams by whose posts they hold. */
export class Rooms {
  private opened = 0;
  private entries = 0;
  private readonly byName = new Map<string, Room>();
  private readonly byStream = new Map<StreamName, Set<Room>>();
  private readonly ofHashtags = new Set<Room>();
  /** Subscriptions to `user` streams, by the viewer and by each account that they follow. */
  private readonly byAuthor = new Map<string, Set<Subscription>>();

  get size(): number {
    return this.byName.size;
  }

  /** How often anybody has entered a room. */
  get entered(): number {
    return this.entries;
  }

  /** Seats a listener in the room of its audience. */
  enter(listener: Listener, subscription: Subscription): Room {
    const { audience } = subscription;
    const room = this.roomFor(audience);
    room.members.set(listener, subscription);
    if (audience.viewer !== null) addTo(room.byViewer, audience.viewer.id, listener);
    subscription.room = room;
    subscription.entered = this.entries += 1;
    for (const author of authorsFor(audience)) addTo(this.byAuthor, author, subscription);
    return room;
  }

  /** Takes a listener out of its room, if it sits in one. */
  leave(listener: Listener, subscription: Subscription): Room | null {
    const { audience, room } = subscription;
    if (room === null) return null;
    subscription.room = null;
    room.members.delete(listener);
    if (audience.viewer !== null) removeFrom(room.byViewer, audience.viewer.id, listener);
    for (const author of authorsFor(audience)) removeFrom(this.byAuthor, author, subscription);
    if (room.members.size > 0) return room;
    this.byName.delete(room.name);
    this.ofHashtags.delete(room);
    removeFrom(this.byStream, room.stream, room);
    return room;
  }

  /** Notes that the viewer of a `user` stream follows an account, or no longer does. */
  noteFollow(subscription: Subscription, account: string, follows: boolean): void {
    const { audience, room } = subscription;
    if (audience.follows === null) return;
    audience.follows.note(account, follows);
    if (room === null) return;
    if (follows) addTo(this.byAuthor, account, subscription);
    else if (account !== audience.viewer?.id) removeFrom(this.byAuthor, account, subscription);
  }

  /**
   * The rooms that a slice may have frames for. They come in the order in which they were opened, whatever
   * reaches them: whoever sits in several cannot tell by their order what else the slice was about.
   */
  within({ everyone, streams, hashtags, accounts }: Reach): Room[] {
    if (everyone) return [...this.byName.values()];
    const found = new Set<Room>(hashtags ? this.ofHashtags : []);
    for (const stream of streams) for (const room of this.byStream.get(stream) ?? []) found.add(room);
    for (const account of accounts)
      for (const { room } of this.byAuthor.get(account) ?? []) if (room !== null) found.add(room);
    return [...found].sort((a, b) => a.number - b.number);
  }

  private roomFor(audience: Audience): Room {
    const name = roomOf(audience);
    let room = this.byName.get(name);
    if (room !== undefined) return room;
    const { stream } = audience;
    room = { name, number: (this.opened += 1), stream, members: new Map(), byViewer: new Map() };
    this.byName.set(name, room);
    addTo(this.byStream, stream, room);
    if (searchedTag(stream) !== null) this.ofHashtags.add(room);
    return room;
  }
}

/** Ids of the accounts whose posts a `user` stream holds; none for other streams. */
function* authorsFor({ stream, viewer, follows }: Audience): Generator<string> {
  if (stream !== 'user') return;
  if (viewer !== null) yield viewer.id;
  yield* follows?.accounts() ?? [];
}

function addTo<K, V>(index: Map<K, Set<V>>, key: K, value: V): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, new Set([value]));
  else known.add(value);
}

function removeFrom<K, V>(index: Map<K, Set<V>>, key: K, value: V): void {
  const known = index.get(key);
  known?.delete(value);
  if (known?.size === 0) index.delete(key);
}
