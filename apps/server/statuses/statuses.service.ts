import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, type Done } from '#commands';
import type { Context, Status } from '#contract';
import type { Database } from '#database';
import { command, isId, type CommandBodies, type CommandType } from '#domain';
import { statusesById, threadOf } from '#projections';
import { Gate, seesAll, type Gated, type Viewer, type Viewpoint } from '#visibility';
import { admitted } from '../errors/admitted.js';
import { RecordNotFoundException, RefusedException } from '../errors/refused.js';
import { Clock } from '../platform/clock.js';
import { DATABASE } from '../platform/tokens.js';
import { asOfNow, readAt } from '../viewpoint/viewpoint.js';

@Injectable()
export class StatusesService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly bus: CommandBus,
    private readonly gate: Gate,
    private readonly clock: Clock,
  ) {}

  /** A post, from a viewpoint; withheld from there it is a 451, gone or not there a 404. */
  async show(id: string, viewpoint: Viewpoint): Promise<Gated<Status>> {
    if (!isId(id)) throw new RecordNotFoundException();
    const posts = await statusesById(this.database.reader, readAt(viewpoint), [id]);
    return admitted(this.gate.status(posts, id, viewpoint));
  }

  /** What a post answers and what answers it; of one that is withheld or gone, neither. */
  async thread(id: string, viewpoint: Viewpoint): Promise<Gated<Context>> {
    await this.show(id, viewpoint);
    const thread = await threadOf(this.database.reader, readAt(viewpoint), id);
    return this.gate.thread(id, thread, viewpoint);
  }

  /**
   * Asks for something as the viewer.
   *
   * @throws RefusedException, or a 451 with the tombstone of what is withheld from them
   */
  async ask<T extends CommandType>(
    type: T,
    body: CommandBodies[T],
    viewpoint: Viewpoint & { viewer: Viewer },
    idempotencyKey: string | null = null,
  ): Promise<Done> {
    if ('post' in body && !isId(body.post)) throw new RecordNotFoundException();
    const { viewer, from, mode } = viewpoint;
    const outcome = await this.bus.submit({
      build: ({ at, id }) => [
        command(type, body, {
          id: id(),
          at,
          actor: viewer.id,
          viewpoint: { from, mode, seesAll: seesAll(viewpoint) },
          idempotency_key: idempotencyKey,
        }),
      ],
    });
    if (outcome.ok) return outcome;
    if (outcome.refusal.kind !== 'withheld') throw new RefusedException(outcome.refusal);
    // Reading it from the same viewpoint gives the 451 with its tombstone.
    await this.show(outcome.refusal.subject.id, asOfNow(viewpoint, this.clock));
    // It was lifted in between: what was asked can be asked again.
    throw RefusedException.conflict('The post has just changed. Try again.');
  }

  /**
   * A post of which something is undone: that stays open whatever keeps it from being shown, so it is
   * answered with its tombstone.
   *
   * @param done what was undone; before it, left out
   * @returns null where not even that is there
   */
  async shownOrTombstone(id: string, viewpoint: Viewpoint, done?: Done): Promise<Gated<Status> | null> {
    if (!isId(id)) return null;
    const then = asOfNow(viewpoint, this.clock, done?.at);
    const posts = await statusesById(this.database.reader, readAt(then), [id]);
    return this.gate.entry(posts, id, then, 'thread');
  }

  /** Reads a post back after a write, as its writer sees it right then. */
  shown(id: string, viewpoint: Viewpoint, done: Done): Promise<Gated<Status>> {
    return this.show(id, asOfNow(viewpoint, this.clock, done.at));
  }
}
