import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Config } from '#config';
import type { Moment, Tape } from '#contract';
import { Pace, type Database } from '#database';
import {
  bindsIn,
  ELSEWHERE,
  EVERYWHERE,
  restrictionsIn,
  type Restriction,
  type ScenarioFacts,
} from '#domain';
import { scenarioById, scenarioFacts } from '#projections';
import { Gate, gateTape, partOfTape, tapeOf, type Gated, type Packed, type Viewpoint } from '#visibility';
import { LogFollower } from '../follower/log-follower.js';
import { pack, unpack } from '../http/exit/kept.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, DATABASE } from '../platform/tokens.js';
import { ScenarioRevisions } from './scenario-revisions.js';

/** The most moments of a page. */
export const MOST_MOMENTS = 200;
/** Characters; a page ends before the moment that would make it longer, unless that is its first. */
const MOST_TEXT = 1_000_000;
/** How many scenarios, and how many bytes of compressed pages, are kept. */
const MOST_SCENARIOS = 4;
const MOST_BYTES = 48 * 1024 * 1024;
/** Enough that no cursor of one tape is by chance one of another. */
const DIGEST_LENGTH = 16;

/** The place from which, and the language in which a tape is. */
type Look = Pick<Viewpoint, 'from' | 'language'>;

/** A cursor that is of no tape, or of one that is no longer. */
export class NotOfThisTape extends Error {
  override readonly name = 'NotOfThisTape';
}

/** A tape as it is kept. */
interface KeptTape {
  /** Each begins at moment `n`. */
  pages: { n: number; page: Packed<Tape> }[];
  /** The cursor before each moment, and after the last one. */
  cursors: string[];
  /** ISO 8601. */
  until: string;
  isComplete: boolean;
  bytes: number;
}

/** A scenario as it is kept, as long as nothing changes its look. */
interface KeptScenario {
  revision: string;
  /** The instants between which it holds, ms since the epoch. */
  from: number;
  until: number;
  facts: ScenarioFacts;
  isComplete: boolean;
  restrictions: readonly Restriction[];
  tapes: Map<string, Promise<KeptTape>>;
}

/**
 * The tapes of this process: each is made, rendered and compressed once, for all whom it looks the same to, as
 * long as nothing changes what it looks like.
 */
@Injectable()
export class Tapes implements OnModuleDestroy {
  private readonly mode: Viewpoint['mode'];
  private readonly revisions: ScenarioRevisions;
  /** The one asked for last is the last. */
  private readonly kept = new Map<string, Promise<KeptScenario | undefined>>();
  /** Resolves once the last tape that is to be made is. */
  private making: Promise<unknown> = Promise.resolve();
  private readonly stopping = new AbortController();
  private readonly stopListening: () => void;

  constructor(
    @Inject(CONFIG) { geo }: Config,
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: Gate,
    private readonly clock: Clock,
    follower: LogFollower,
  ) {
    this.mode = geo.mode;
    this.revisions = new ScenarioRevisions(database, geo.mode);
    this.stopListening = follower.listen({
      take: () => undefined,
      begin: () => {
        this.kept.clear();
        this.revisions.restart();
      },
    });
  }

  onModuleDestroy(): void {
    this.stopping.abort();
    this.stopListening();
  }

  /**
   * A page of a tape, as the public sees it.
   *
   * @param since a cursor; null from the beginning
   * @param limit how many moments, at most
   * @returns kept where it is a whole page, made for this once where fewer are asked for; undefined where no step
   *   of the scenario has happened
   * @throws NotOfThisTape where the cursor is of another tape
   */
  async page(
    scenario: string,
    look: Look,
    since: string | null,
    limit: number,
  ): Promise<Packed<Tape> | Gated<Tape> | undefined> {
    const kept = await this.scenario(scenario);
    if (kept === undefined) return undefined;
    const tape = await this.tape(kept, look);
    const n = since === null ? 0 : tape.cursors.indexOf(since);
    if (n === -1) throw new NotOfThisTape();
    const index = tape.pages.findLastIndex((page) => page.n <= n);
    const found = tape.pages[index];
    if (found === undefined) throw new Error('A tape has a first page');
    const size = (tape.pages[index + 1]?.n ?? tape.cursors.length - 1) - found.n;
    if (found.n === n && limit >= size) return found.page;
    const rest = restOf(tape, Math.min(n + limit, found.n + size));
    return n === tape.cursors.length - 1
      ? gateTape([], rest)
      : partOfTape(await unpack(found.page), n - found.n, limit, rest);
  }

  /** Returns the kept scenario, if it still looks like that; else reads it anew. */
  private async scenario(id: string): Promise<KeptScenario | undefined> {
    const revision = await this.revisions.of(id);
    const before = this.kept.get(id);
    const kept = await before?.catch(() => undefined);
    const now = this.clock.now();
    if (kept?.revision === revision && kept.from <= now && now < kept.until)
      return this.used(id, before!).then(() => kept);
    // Another may have begun to read it meanwhile.
    const latest = this.kept.get(id);
    if (latest !== before && latest !== undefined) return this.scenario(id);
    // Whoever guesses ids takes no room.
    if (latest === undefined && (await scenarioById(this.database.reader, id)) === undefined)
      return undefined;
    if (this.kept.get(id) !== latest) return this.scenario(id);
    return this.used(id, this.read(id, revision, now));
  }

  /** Keeps a scenario as the one asked for last, and as many others as there is room for. */
  private used(id: string, kept: Promise<KeptScenario | undefined>): Promise<KeptScenario | undefined> {
    this.kept.delete(id);
    this.kept.set(id, kept);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MOST_SCENARIOS) break;
      this.kept.delete(oldest);
    }
    return kept;
  }

  private async read(id: string, revision: string, now: number): Promise<KeptScenario | undefined> {
    const { reader } = this.database;
    const known = await scenarioById(reader, id);
    const facts = await scenarioFacts(reader, id, now);
    if (known === undefined || facts === undefined) return undefined;
    this.revisions.latestEnd = Math.max(this.revisions.latestEnd, facts.end);
    const restrictions = restrictionsIn(facts);
    const ahead = restrictions
      .flatMap(({ from, until }) => [from, until ?? Infinity])
      .filter((at) => at > now);
    return {
      revision,
      from: now,
      until: Math.min(Infinity, ...ahead),
      facts,
      isComplete: known.loaded,
      restrictions,
      tapes: new Map(),
    };
  }

  /** A tape that is kept, or under way; makes it the first time. */
  private tape(kept: KeptScenario, { from, language }: Look): Promise<KeptTape> {
    const place = this.placeOf(kept, from);
    const key = `${place ?? '?'} ${language}`;
    const known = kept.tapes.get(key);
    const tape = known ?? this.makeNext(kept, { from: place, language });
    kept.tapes.delete(key);
    kept.tapes.set(key, tape);
    if (known === undefined)
      tape.then(
        () => this.makeRoom(tape),
        () => kept.tapes.delete(key),
      );
    return tape;
  }

  /**
   * A place from which a scenario looks the same as from the given one: a country that nothing is restricted in by
   * its name is any country. What is restricted everywhere names none.
   */
  private placeOf({ restrictions }: KeptScenario, from: string | null): string | null {
    if (from === null && this.mode === 'enforced') return null;
    const isNamed = restrictions.some(
      ({ countries }) => !countries.includes(EVERYWHERE) && bindsIn(countries, from),
    );
    return isNamed ? from : ELSEWHERE;
  }

  /** Makes one tape after the other: each takes memory while it is made. */
  private makeNext(...of: Parameters<Tapes['make']>): Promise<KeptTape> {
    const tape = this.making.then(() => this.make(...of));
    this.making = tape.catch(() => undefined);
    return tape;
  }

  /** Lets go of the tapes that were asked for longest ago, until the others have room. */
  private async makeRoom(latest: Promise<KeptTape>): Promise<void> {
    const all: { forget: () => void; bytes: number }[] = [];
    for (const reading of this.kept.values()) {
      const { tapes } = (await reading.catch(() => undefined)) ?? {
        tapes: new Map<string, Promise<KeptTape>>(),
      };
      for (const [key, tape] of tapes) {
        const { bytes } = (await tape.catch(() => undefined)) ?? { bytes: 0 };
        all.push({ forget: () => tape !== latest && tapes.delete(key), bytes });
      }
    }
    let sum = all.reduce((bytes, one) => bytes + one.bytes, 0);
    for (const { forget, bytes } of all) {
      if (sum <= MOST_BYTES) return;
      forget();
      sum -= bytes;
    }
  }

  private async make(
    { facts, from: now, isComplete }: KeptScenario,
    { from, language }: Look,
  ): Promise<KeptTape> {
    const viewpoint: Viewpoint = {
      at: now,
      live: false,
      now,
      from,
      basis: 'simulated',
      mode: this.mode,
      viewer: null,
      asPublic: true,
      language,
    };
    const pace = new Pace(this.stopping.signal);
    const tape: KeptTape = {
      pages: [],
      cursors: [cursorAfter('', facts.id)],
      until: new Date(facts.end).toISOString(),
      isComplete,
      bytes: 0,
    };
    let moments: Gated<Moment>[] = [];
    let length = 0;
    const endPage = async (isLast: boolean): Promise<void> => {
      const end = tape.cursors.length - 1;
      const page = await pack(gateTape(moments, restOf(tape, end, isLast)));
      tape.pages.push({ n: end - moments.length, page });
      tape.bytes += page.size;
      moments = [];
      length = 0;
    };
    for (const moment of tapeOf(facts, viewpoint, this.gate)) {
      await pace.rest();
      if (moment === null) continue;
      const { text } = moment;
      if (moments.length === MOST_MOMENTS || (moments.length > 0 && length + text.length > MOST_TEXT))
        await endPage(false);
      moments.push(moment);
      length += text.length;
      tape.cursors.push(cursorAfter(tape.cursors.at(-1) ?? '', text));
    }
    await endPage(true);
    return tape;
  }
}

/** Makes the fields of a page beside its moments. @param end the moment before which it ends */
function restOf(
  { cursors, until, isComplete }: KeptTape,
  end: number,
  isLast = end === cursors.length - 1,
): Omit<Tape, 'moments'> {
  const cursor = cursors[end] ?? '';
  return { next: isLast ? null : cursor, cursor, until, is_complete: isComplete };
}

/** The cursor after a moment: a digest of all up to it, so that two tapes share those up to where they part. */
function cursorAfter(before: string, moment: string): string {
  return createHash('sha256').update(before).update(moment).digest('base64url').slice(0, DIGEST_LENGTH);
}
