import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { ReplayState } from '#contract';
import type { Database } from '#database';
import { TooManyRequestsException } from '../http/refusals/too-many.js';
import { Clock } from '../platform/clock.js';
import { DATABASE } from '../platform/tokens.js';
import { presentState, type StateParts } from './present-replay.js';
import type { StoredReplay } from './replay-rows.js';
import { ReplaysStore } from './replays.store.js';
import { RoomStates } from './room-states.js';

/** How often counts are looked at, and how often who is in is said again; ms. */
const LOOK_EVERY_MS = 1_000;
const SAY_EVERY_MS = 5_000;
const SWEEP_EVERY_MS = 60_000;
/** How long whoever joined over HTTP counts as in, ms. */
const SEEN_FOR_MS = 30_000;
/** How many requests may wait in this process at once. */
const MOST_WAITING = 5_000;
const ASK_AGAIN_AFTER_S = 5;

/** Is told of a room's state: everybody's after a control, and the presenter's alone where only counts changed. */
export type Tell = (state: ReplayState, to: 'all' | 'presenter') => void;

/** A room that somebody follows in this process. */
interface Watched {
  version: number;
  /** By the participant's key; `until` ms since the epoch for who joined over HTTP. */
  people: Map<string, { place: string; until: number; sockets: number }>;
  waiting: Set<(parts: StateParts | null) => void>;
  /** As it was last read. */
  room: StoredReplay | null;
  /** The counts that were told last, and whether the presenter was away by them. */
  told: { counts: string; isAway: boolean } | null;
}

/**
 * The rooms that somebody follows in this process, by socket or by a request that waits. It hears of controls
 * by the wake-ups that all commits make, here and in other processes, and reads for all of its followers once.
 */
@Injectable()
export class RoomWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Rooms');
  private readonly rooms = new Map<string, Watched>();
  /** Rooms of which this process has said that somebody is in. */
  private said = new Set<string>();
  private saidAt = 0;
  private isSaid = true;
  private waiting = 0;
  private tell: Tell = () => undefined;
  private dirty = false;
  private looking: Promise<void> | null = null;
  private ticking: Promise<void> | null = null;
  private stopped = false;
  private readonly timers: NodeJS.Timeout[] = [];
  private stopListening: () => void = () => undefined;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly store: ReplaysStore,
    private readonly states: RoomStates,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.stopListening = this.database.onCommit(() => this.wake());
    this.timers.push(
      setInterval(() => this.tick(), LOOK_EVERY_MS).unref(),
      setInterval(() => this.attempt(() => this.store.sweep()), SWEEP_EVERY_MS).unref(),
    );
    this.attempt(() => this.store.sweep());
  }

  /** Lets go of all who wait, so that the server can close. */
  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearInterval(timer);
    this.stopListening();
    for (const { waiting } of this.rooms.values()) for (const give of waiting) give(null);
    await this.looking;
    await this.ticking;
  }

  /** Who sends states to sockets: one, for all rooms. */
  onState(tell: Tell): void {
    this.tell = tell;
  }

  /**
   * Counts a socket's holder as in, until the returned function is called; from then on the room's states are
   * told.
   *
   * @param version the one that its holder knows of
   * @param key of the participant, so that one with two sockets counts once
   * @param place `''` for none, `PRESENTER` for the presenter
   */
  enter(id: string, version: number, key: string, place: string): () => void {
    const watched = this.watch(id);
    const known = watched.people.get(key);
    watched.people.set(key, { place, until: known?.until ?? 0, sockets: (known?.sockets ?? 0) + 1 });
    this.isSaid = false;
    this.readUnlessAt(watched, version);
    let left = false;
    return () => {
      const person = watched.people.get(key);
      if (left || person === undefined) return;
      left = true;
      person.sockets -= 1;
      this.isSaid = false;
      this.letGo(id, watched);
    };
  }

  /** Counts who joined over HTTP as in, for 30 s. */
  seen(id: string, key: string, place: string): void {
    const watched = this.watch(id);
    const until = this.clock.now() + SEEN_FOR_MS;
    watched.people.set(key, { place, until, sockets: watched.people.get(key)?.sockets ?? 0 });
    this.isSaid = false;
  }

  /**
   * Waits until a room is at another version.
   *
   * @param signal aborted when whoever waits has gone
   * @returns what it is then made of; null where the time is up, or the server stops
   * @throws TooManyRequestsException where too many wait
   */
  async past(room: StoredReplay, ms: number, signal: AbortSignal): Promise<StateParts | null> {
    if (this.stopped || signal.aborted) return null;
    if (this.waiting >= MOST_WAITING)
      throw new TooManyRequestsException(
        ASK_AGAIN_AFTER_S,
        'Too many wait for rooms here: ask again without wait',
      );
    const watched = this.watch(room.id);
    this.waiting += 1;
    try {
      return await new Promise<StateParts | null>((resolve) => {
        const timer = setTimeout(() => give(null), ms);
        const give = (parts: StateParts | null): void => {
          // Others may follow the room from before this version.
          if (parts !== null && parts.room.version === room.version) return;
          clearTimeout(timer);
          watched.waiting.delete(give);
          resolve(parts);
        };
        watched.waiting.add(give);
        signal.addEventListener('abort', () => give(null), { once: true });
        // A version told before this one waited.
        this.readUnlessAt(watched, room.version);
      });
    } finally {
      this.waiting -= 1;
      this.letGo(room.id, watched);
    }
  }

  private watch(id: string): Watched {
    let watched = this.rooms.get(id);
    if (watched === undefined) {
      watched = { version: 0, people: new Map(), waiting: new Set(), room: null, told: null };
      this.rooms.set(id, watched);
    }
    return watched;
  }

  private letGo(id: string, watched: Watched): void {
    for (const [key, { sockets, until }] of watched.people)
      if (sockets === 0 && until <= this.clock.now()) watched.people.delete(key);
    if (watched.people.size === 0 && watched.waiting.size === 0) this.rooms.delete(id);
  }

  /** Reads a room again, and tells it, unless it is known to be at a version. */
  private readUnlessAt(watched: Watched, version: number): void {
    if (watched.version === version) return;
    watched.version = 0;
    this.wake();
  }

  /** A commit was made somewhere: looks whether any of the rooms changed. */
  private wake(): void {
    this.dirty = true;
    if (this.stopped || this.rooms.size === 0 || this.looking !== null) return;
    this.looking = this.look().finally(() => (this.looking = null));
  }

  private async look(): Promise<void> {
    try {
      while (this.dirty && !this.stopped) {
        this.dirty = false;
        const known = new Map(Array.from(this.rooms, ([id, { version }]) => [id, version]));
        for (const room of await this.store.changed(known)) this.tellAll(await this.states.of(room));
      }
    } catch (error) {
      // The second's look comes to it again.
      this.dirty = true;
      this.logger.warn(`Rooms could not be read, trying again: ${String(error)}`);
    }
  }

  /**
   * Tells the followers in this process what a control came to: once, whoever comes first. Whoever made the control
   * has read all of it; other processes, and this one where it made none, hear of it by its commit.
   */
  tellAll(parts: StateParts): void {
    const { room } = parts;
    const watched = this.rooms.get(room.id);
    if (watched === undefined || watched.version >= room.version) return;
    watched.version = room.version;
    this.tellOf(watched, parts, 'all');
    for (const give of watched.waiting) give(parts);
  }

  private tellOf(watched: Watched, parts: StateParts, to: 'all' | 'presenter'): void {
    const state = presentState(parts);
    watched.room = parts.room;
    watched.told = { counts: countsOf(state), isAway: state.people.is_presenter_away };
    this.tell(state, to);
  }

  private tick(): void {
    if (this.dirty) this.wake();
    if (this.ticking !== null || (this.rooms.size === 0 && this.said.size === 0)) return;
    this.ticking = this.count()
      .catch((error: unknown) => this.logger.warn(`Who is in could not be counted: ${String(error)}`))
      .finally(() => (this.ticking = null));
  }

  /** Says who is in by this process, and tells presenters how many are in and have answered. */
  private async count(): Promise<void> {
    for (const [id, watched] of this.rooms) this.letGo(id, watched);
    if (!this.isSaid || this.clock.now() - this.saidAt >= SAY_EVERY_MS) await this.say();
    const watching = [...this.rooms].flatMap(([id, watched]) =>
      watched.room === null ? [] : [{ id, watched, room: watched.room }],
    );
    if (watching.length === 0) return;
    const now = await this.store.now();
    const presence = await this.store.presence(
      watching.map(({ id }) => id),
      now,
    );
    for (const { id, watched, room } of watching) {
      const ofRoom = presence.filter(({ replay }) => replay === id);
      const parts = await this.states.of({ ...room, now }, ofRoom);
      // A control that was told meanwhile has told all of this.
      if (watched.version !== room.version) continue;
      const state = presentState(parts);
      const { told } = watched;
      if (told?.counts === countsOf(state)) continue;
      this.tellOf(watched, parts, told?.isAway === state.people.is_presenter_away ? 'presenter' : 'all');
    }
  }

  private async say(): Promise<void> {
    this.isSaid = true;
    const people = new Map<string, Map<string, number>>();
    for (const id of this.said) people.set(id, new Map());
    for (const [id, watched] of this.rooms) {
      const places = new Map<string, number>();
      for (const { place } of watched.people.values()) places.set(place, (places.get(place) ?? 0) + 1);
      if (places.size > 0) people.set(id, places);
    }
    try {
      await this.store.present(people);
    } catch (error) {
      this.isSaid = false;
      throw error;
    }
    this.said = new Set([...people].filter(([, places]) => places.size > 0).map(([id]) => id));
    this.saidAt = this.clock.now();
  }

  private attempt(work: () => Promise<void>): void {
    work().catch((error: unknown) =>
      this.logger.warn(`Rooms that are over could not be erased: ${String(error)}`),
    );
  }
}

function countsOf({ ask, people }: ReplayState): string {
  return JSON.stringify([ask, people]);
}
