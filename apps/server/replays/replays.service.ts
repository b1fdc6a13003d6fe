import { randomBytes } from 'node:crypto';
import { ForbiddenException, GoneException, HttpException, Inject, Injectable } from '@nestjs/common';
import type { Config } from '#config';
import type { CreatedReplay, JoinedReplay, Replay, ReplayLikes, ReplayState } from '#contract';
import type { Database } from '#database';
import { ELSEWHERE, isId } from '#domain';
import { scenarioStepAt, statusesById } from '#projections';
import { controlled, newRoomClock, positionOf, type RoomControl } from '#replay';
import { Gate, type Viewpoint } from '#visibility';
import { admitted } from '../http/errors/admitted.js';
import { RecordNotFoundException, RefusedException } from '../http/errors/refused.js';
import { TooManyRequestsException } from '../http/refusals/too-many.js';
import { parseViewFrom } from '../http/viewpoint/parse-viewpoint.js';
import { readAt } from '../http/viewpoint/viewpoint.js';
import { Clock } from '../platform/clock.js';
import { Origin } from '../platform/origin.js';
import { sameSecret } from '../platform/same-secret.js';
import { CONFIG, DATABASE } from '../platform/tokens.js';
import { newId } from '../private-state/new-id.js';
import { Allowance } from './allowance.js';
import { presentReplay, presentState } from './present-replay.js';
import type { StoredReplay } from './replay-rows.js';
import type {
  AnswerReplayBody,
  ControlReplayBody,
  CreateReplayBody,
  JoinReplayBody,
  LikeReplayBody,
} from './replays.dto.js';
import { hashOf, MOST_PARTICIPANTS, PRESENTER, ReplaysStore } from './replays.store.js';
import { asRoomCode, newRoomCode } from './room-code.js';
import { RoomStates } from './room-states.js';
import { RoomTables, type Played } from './room-tables.js';
import { RoomWatch } from './room-watch.js';

const SPLIT = 'split';
const CHOICE = 'choice';
const WHOLE = 'full';
const ROOMS_AN_HOUR = 10;
const HOUR_MS = 3_600_000;
/** Of 300 people behind one address, each may mistype the code. Guessing so takes years to find a room. */
const WRONG_CODES = 600;
const WRONG_CODES_IN_MS = 600_000;
const MOST_LIKED = 200;
const CODES_TRIED = 5;
const SECRET_BYTES = 18;

/** Somebody who was let in. */
export interface Joined {
  joined: JoinedReplay;
  /** Under which they are counted as in. */
  key: string;
  /** `''` for none, `PRESENTER` for the presenter. */
  place: string;
}

/** Rooms: making them, joining them, and what is done in them. */
@Injectable()
export class Replays {
  private readonly made = new Allowance(ROOMS_AN_HOUR, HOUR_MS);
  private readonly wrong = new Allowance(WRONG_CODES, WRONG_CODES_IN_MS);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly database: Database,
    private readonly store: ReplaysStore,
    private readonly tables: RoomTables,
    private readonly states: RoomStates,
    private readonly watch: RoomWatch,
    private readonly gate: Gate,
    private readonly clock: Clock,
    private readonly origin: Origin,
  ) {}

  /** @param caller the address that it is counted under; null for this machine, which is not limited */
  async create(
    { scenario, cut = WHOLE, assign }: CreateReplayBody,
    caller: string | null,
  ): Promise<CreatedReplay> {
    const wait = caller === null ? null : this.made.left(caller, this.clock.now());
    if (wait !== null)
      throw new TooManyRequestsException(
        wait,
        `Ten rooms an hour may be made from one address. The next can be in ${Math.ceil(wait / 60)} minutes`,
      );
    const played = await this.tables.of(scenario, cut);
    if ('error' in played) throw new HttpException({ error: played.error }, played.status);
    const { revision, stage } = played;
    const assigned = assign === undefined ? null : this.assignOf(assign, stage.places);
    if (caller !== null) this.made.take(caller, this.clock.now());
    const presenterKey = newSecret();
    for (let tried = 0; tried < CODES_TRIED; tried++) {
      const room = await this.store.create(
        {
          id: newId(this.clock.now()),
          code: newRoomCode(),
          keyHash: hashOf(presenterKey),
          scenario,
          cut,
          assign: assigned,
          places: stage.places ?? [],
          revision,
        },
        (now) => newRoomClock(played, now),
      );
      if (room === null) continue;
      return { ...(await this.present(room)), presenter_key: presenterKey };
    }
    throw RefusedException.conflict('Every code that was tried was taken: try again');
  }

  /**
   * A room that is not over, by its id or its code.
   *
   * @throws HttpException 404 where it is not there, 410 where it is over, 409 where its scenario is another,
   *   429 where its caller tried too many codes
   */
  async find(idOrCode: string, caller: string | null): Promise<StoredReplay> {
    const room = isId(idOrCode)
      ? await this.store.find({ id: idOrCode })
      : await this.byCode(idOrCode, caller);
    if (room === undefined) throw new RecordNotFoundException();
    if (room.expiresAt <= room.now)
      throw new GoneException({ error: 'This room is over. Play the replay alone.' });
    await this.played(room);
    return room;
  }

  async show(room: StoredReplay): Promise<Replay> {
    return this.present(room);
  }

  /** The room once it is at another version, or as it is when the time is up. @param ms to wait at most */
  async showPast(room: StoredReplay, ms: number, signal: AbortSignal): Promise<Replay> {
    const parts = await this.watch.past(room, ms, signal);
    if (parts !== null) return presentReplay(parts, this.origin.url);
    return this.present((await this.store.find({ id: room.id })) ?? room);
  }

  /** @throws HttpException 403 with another key, 409 where it is full, 422 where the place is wrong */
  async join(room: StoredReplay, { token, view_from, presenter_key }: JoinReplayBody): Promise<Joined> {
    if (presenter_key !== undefined) {
      this.requireKey(room, presenter_key);
      const joined = { token: null, place: null, basis: null, answers: {} };
      // Two screens of one presenter are one: none is counted.
      return { joined: { ...joined, replay: await this.present(room) }, key: PRESENTER, place: PRESENTER };
    }
    const chosen = view_from === undefined ? null : this.chosenOf(room, view_from);
    const known = token === undefined ? undefined : await this.store.participant(room.id, hashOf(token));
    const own = known === undefined || token === undefined ? newSecret() : token;
    const participant = hashOf(own);
    if (known !== undefined && chosen !== null && chosen !== known.place)
      await this.store.move(room.id, participant, chosen);
    const placed =
      known ?? (await this.store.join(room.id, participant, (before) => chosen ?? placeOf(room, before)));
    if (placed === null)
      throw RefusedException.conflict(
        `This room is full: ${MOST_PARTICIPANTS.toLocaleString('en')} are in it. You can watch the big screen, or play alone.`,
      );
    const place = chosen ?? placed.place;
    return {
      joined: {
        token: own,
        place,
        basis: place === null ? null : 'simulated',
        answers: known === undefined ? {} : await this.store.answersOf(room.id, participant),
        replay: await this.present(room),
      },
      key: participant,
      place: place ?? '',
    };
  }

  /** @throws HttpException 403 with another key, 404, 409 and 422 where it cannot be done */
  async control(room: StoredReplay, body: ControlReplayBody): Promise<ReplayState> {
    this.requireKey(room, body.presenter_key);
    const played = await this.played(room);
    const control = await this.controlOf(body, room, played);
    const after = await this.store.control(room.id, ({ clock, now }) => {
      const told = controlled(clock, control, played, now);
      if (!told.ok) throw RefusedException.conflict(told.error);
      return told.clock;
    });
    if (after === undefined) throw new RecordNotFoundException();
    const parts = await this.states.of(after);
    this.watch.tellAll(parts);
    return presentState(parts);
  }

  /** @throws HttpException 403 for who is not in the room, 409 where the question is not open, 422 */
  async answer(room: StoredReplay, { token, question, choice }: AnswerReplayBody): Promise<void> {
    const { participant } = await this.participantOf(room, token);
    const { stage } = await this.played(room);
    const asked = stage.ask.find(({ id }) => id === question);
    if (asked === undefined) throw RefusedException.invalid('question', 'must be one of the scenario’s');
    if (choice > asked.choices.length)
      throw RefusedException.invalid('choice', `must be from 1 to ${asked.choices.length}`);
    await this.store.answer(room.id, participant, { question, choice }, ({ clock }) => {
      if (clock.revealed.includes(question))
        throw RefusedException.conflict('The answers to this question have been shown');
      if (clock.ask !== question) throw RefusedException.conflict('This question is not on the screens');
    });
  }

  /**
   * Likes a post as it stands at the room's moment, from where its participant looks; or takes that back.
   *
   * @throws HttpException 403 for who is not in the room, 404 where the post is not there, a 451 where it is
   *   withheld from there
   */
  async like(room: StoredReplay, body: LikeReplayBody, viewpoint: Viewpoint): Promise<ReplayLikes> {
    const { participant, place } = await this.participantOf(room, body.token);
    const { status_id, liked = true } = body;
    const there = await this.viewpointIn(room, viewpoint, place);
    // To take back a like stays open, as everywhere.
    if (liked) {
      const posts = await statusesById(this.database.reader, readAt(there), [status_id]);
      const { value } = admitted(this.gate.status(posts, status_id, there));
      if (value.provenance?.scenario !== room.scenario) throw new RecordNotFoundException();
    }
    return { status_id, likes: await this.store.like(room.id, participant, status_id, liked) };
  }

  /** The posts liked most in a room, of those that a viewpoint is shown at the room's moment. */
  async likes(room: StoredReplay, viewpoint: Viewpoint): Promise<ReplayLikes[]> {
    const there = await this.viewpointIn(room, viewpoint, null);
    const likes = await this.store.likes(room.id, MOST_LIKED);
    const ids = likes.map(({ status_id }) => status_id);
    const posts = await statusesById(this.database.reader, readAt(there), ids);
    return likes.filter(({ status_id }) => this.gate.status(posts, status_id, there).is === 'shown');
  }

  now(): Promise<number> {
    return this.store.now();
  }

  private async present(room: StoredReplay): Promise<Replay> {
    return presentReplay(await this.states.of(room), this.origin.url);
  }

  private async byCode(text: string, caller: string | null): Promise<StoredReplay | undefined> {
    const wait = caller === null ? null : this.wrong.left(caller, this.clock.now());
    if (wait !== null)
      throw new TooManyRequestsException(wait, 'Too many codes that do not exist: wait a while');
    const code = asRoomCode(text);
    const room = code === null ? undefined : await this.store.find({ code });
    if (room !== undefined) return room;
    if (caller !== null) this.wrong.take(caller, this.clock.now());
    const named = text.trim().toUpperCase().slice(0, 20);
    throw new HttpException({ error: `There is no room ${named}. Look at the big screen again.` }, 404);
  }

  /** @throws HttpException 409 where the scenario is another than when the room was made */
  private async played(room: StoredReplay): Promise<Played> {
    const played = await this.tables.of(room.scenario, room.cut);
    if ('error' in played || played.revision !== room.revision)
      throw RefusedException.conflict('The scenario is another than when this room was made: make a new one');
    return played;
  }

  private assignOf(assign: string, places: readonly string[] | null): string {
    if (this.config.geo.mode === 'enforced')
      throw RefusedException.invalid(
        'assign',
        'is not to be given here: this server goes by where each viewer really is',
      );
    if (assign === SPLIT && places === null)
      throw RefusedException.invalid('assign', 'cannot be split: the scenario names no places to look from');
    if (assign === SPLIT || assign === CHOICE) return assign;
    const parsed = parseViewFrom(assign);
    if (!parsed.ok) throw RefusedException.invalid('assign', 'must be split, choice, a country or elsewhere');
    return parsed.value;
  }

  private chosenOf({ assign }: StoredReplay, view_from: string): string {
    if (assign !== CHOICE)
      throw RefusedException.invalid(
        'view_from',
        'is for rooms in which everybody chooses; this one does not',
      );
    const parsed = parseViewFrom(view_from);
    if (!parsed.ok)
      throw RefusedException.invalid('view_from', 'must be a country, such as IN, or elsewhere');
    return parsed.value;
  }

  private requireKey({ keyHash }: StoredReplay, key: string): void {
    if (!sameSecret(hashOf(key), keyHash))
      throw new ForbiddenException('This is not the presenter’s key of this room');
  }

  private async participantOf(
    { id }: StoredReplay,
    token: string,
  ): Promise<{ participant: string; place: string | null }> {
    const participant = hashOf(token);
    const known = await this.store.participant(id, participant);
    if (known === undefined)
      throw new ForbiddenException('This token is of nobody in this room: join it first');
    return { participant, place: known.place };
  }

  private async controlOf(body: ControlReplayBody, room: StoredReplay, played: Played): Promise<RoomControl> {
    const { action, speed, direction, question } = body;
    switch (action) {
      case 'play':
      case 'pause':
      case 'reveal':
        return { action };
      case 'seek':
        return { action, position: await this.positionAsked(body, room, played) };
      case 'speed':
        return { action, speed: speed ?? 1 };
      case 'step':
        return { action, direction: direction ?? 'forward' };
      case 'ask':
        return { action, question: question ?? null };
    }
  }

  private async positionAsked(
    { position, at, step, chapter }: ControlReplayBody,
    { scenario }: StoredReplay,
    { time, stage }: Played,
  ): Promise<number> {
    if ([position, at, step, chapter].filter((given) => given !== undefined).length !== 1)
      throw RefusedException.invalid('seek', 'takes one of position, at, step and chapter');
    if (position !== undefined) return position;
    if (at !== undefined) return time.positionAt(instantOf(at));
    if (step !== undefined) {
      const happened = await scenarioStepAt(this.database.reader, scenario, step);
      if (happened === undefined) throw RefusedException.invalid('step', 'must be one of the scenario’s');
      return time.positionAt(happened);
    }
    const found = stage.chapters.find(({ id }) => id === chapter);
    if (found === undefined) throw RefusedException.invalid('chapter', 'must be one of the scenario’s');
    return time.positionAt(Date.parse(found.at));
  }

  /** As the public sees it at the room's moment, from a place that the room gives, else from where they are. */
  private async viewpointIn(
    room: StoredReplay,
    viewpoint: Viewpoint,
    place: string | null,
  ): Promise<Viewpoint> {
    const { time } = await this.played(room);
    const at = Math.min(Math.floor(time.storyAt(positionOf(room.clock, room.now))), viewpoint.now);
    const from = place ?? viewpoint.from;
    return { ...viewpoint, at, live: false, from, viewer: null, asPublic: true };
  }
}

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** Where the next one to join looks from; null where the room says nothing of it. @param before how many joined before */
function placeOf({ assign, places }: StoredReplay, before: number): string | null {
  if (assign === null || assign === CHOICE) return null;
  if (assign !== SPLIT) return assign;
  return places[before % places.length] ?? ELSEWHERE;
}

function instantOf(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}T/.test(text) && /(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(at)) throw RefusedException.invalid('at', 'must be ISO 8601 with an offset');
  return at;
}
