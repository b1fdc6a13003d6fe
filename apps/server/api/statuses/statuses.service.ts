import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, onceUnder, type Done } from '#commands';
import type { Context, Status, StatusEdit, StatusSource } from '#contract';
import type { Database, Transaction } from '#database';
import {
  command,
  isId,
  type CommandBodies,
  type CommandType,
  type StoredPage,
  type Visibility,
} from '#domain';
import { postingDefaults } from '#identity';
import { statusesById, threadOf, versionsOf, wordsAt, writtenPosts } from '#projections';
import { Gate, type Gated, type Viewer, type Viewpoint } from '#visibility';
import { admitted } from '../../http/errors/admitted.js';
import { RecordNotFoundException, RefusedException } from '../../http/errors/refused.js';
import { Clock } from '../../platform/clock.js';
import { readTogether } from '../../platform/together.js';
import { DATABASE } from '../../platform/tokens.js';
import { askedFrom, asOfNow, readAt } from '../../http/viewpoint/viewpoint.js';
import type { PostStatusBody } from './statuses.dto.js';

@Injectable()
export class StatusesService {
  private readonly defaultsOf = readTogether((accounts: readonly string[]) =>
    postingDefaults(this.database.reader, accounts),
  );
  /** Posts that were just written, as their authors see them: of what is committed together, in one statement. */
  private readonly written = readTogether(async (asked: readonly Written[]) => {
    const at = asked.reduce((latest, { at }) => Math.max(latest, at), this.clock.now());
    const posts = await writtenPosts(this.database.reader, at, [...new Set(asked.map(({ id }) => id))]);
    return asked.map(({ id }) => ({ at, post: posts.get(id) }));
  });

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly bus: CommandBus,
    private readonly gate: Gate,
    private readonly clock: Clock,
  ) {}

  /** A post, from a viewpoint; withheld from there it is a 451, gone or not there a 404. */
  async show(id: string, viewpoint: Viewpoint): Promise<Gated<Status>> {
    const posts = await this.read(id, viewpoint);
    return admitted(this.gate.status(posts, id, viewpoint));
  }

  /** Posts by id, in the order of the ids, as they stand on their authors' profiles. */
  async byId(ids: readonly string[], viewpoint: Viewpoint): Promise<Gated<Status[]>> {
    const asked = [...new Set(ids)];
    const { posts } = await statusesById(this.database.reader, readAt(viewpoint), asked);
    return this.gate.listed({ ids: asked, posts }, viewpoint, 'account').statuses;
  }

  /** The id of a post that is shown, or of the one that it passes on. @throws as `show` does */
  async original(id: string, viewpoint: Viewpoint): Promise<string> {
    const page = await this.read(id, viewpoint);
    admitted(this.gate.status(page, id, viewpoint));
    return page.posts.get(id)?.repostOf ?? id;
  }

  /** A post's ancestors and descendants. @throws as `show` does, where the post is withheld or gone */
  async thread(id: string, viewpoint: Viewpoint): Promise<Gated<Context>> {
    await this.show(id, viewpoint);
    const thread = await threadOf(this.database.reader, readAt(viewpoint), id);
    return this.gate.thread(id, thread, viewpoint);
  }

  /** The words that a post has had. @throws as `show` does */
  async history(id: string, viewpoint: Viewpoint): Promise<Gated<StatusEdit[]>> {
    const page = await this.read(id, viewpoint);
    admitted(this.gate.status(page, id, viewpoint));
    const post = page.posts.get(id);
    if (post === undefined) throw new RecordNotFoundException();
    const versions = await versionsOf(this.database.reader, readAt(viewpoint), post);
    return this.gate.history(
      page,
      versions.map((version) => version.post),
      viewpoint,
    );
  }

  /** The words of a post as they were written. @throws as `show` does, and of a re-post, which has none */
  async source(id: string, viewpoint: Viewpoint): Promise<Gated<StatusSource>> {
    const page = await this.read(id, viewpoint);
    admitted(this.gate.status(page, id, viewpoint));
    const words = await wordsAt(this.database.reader, viewpoint.at, id);
    const source = words && this.gate.source(page, id, words, viewpoint);
    if (source === undefined || source === null) throw new RecordNotFoundException();
    return source;
  }

  /** Reads one post. @throws RecordNotFoundException of what is no id */
  private read(id: string, viewpoint: Viewpoint): Promise<StoredPage> {
    if (!isId(id)) throw new RecordNotFoundException();
    return statusesById(this.database.reader, readAt(viewpoint), [id]);
  }

  /** Takes from a request the language, sensitivity and audience of a post, or else from its author's settings. */
  async defaultsFor(
    { language, sensitive, visibility }: Pick<PostStatusBody, 'language' | 'sensitive' | 'visibility'>,
    viewer: Viewer,
  ): Promise<{ language: string | null; sensitive: boolean; visibility: Visibility }> {
    const set = await this.defaultsOf(viewer.id);
    return {
      language: language ?? set.language,
      sensitive: sensitive ?? set.sensitive,
      visibility: visibility ?? set.privacy,
    };
  }

  /**
   * Asks for something as the viewer.
   *
   * @param privately reads or writes private state in the same transaction; what it throws undoes what was asked
   * @throws RefusedException, or a 451 with the tombstone of what is withheld from them
   */
  async ask<T extends CommandType>(
    type: T,
    body: CommandBodies[T],
    viewpoint: Viewpoint & { viewer: Viewer },
    idempotencyKey: string | null = null,
    privately?: (transaction: Transaction) => Promise<void>,
  ): Promise<Done> {
    if ('post' in body && !isId(body.post)) throw new RecordNotFoundException();
    const outcome = await this.bus.submit({
      ...(privately === undefined ? {} : { privately }),
      build: ({ at, id }) => [
        command(type, body, {
          id: id(),
          at,
          actor: viewpoint.viewer.id,
          viewpoint: askedFrom(viewpoint),
          ...onceUnder(idempotencyKey, type, body),
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
   * Undoes something of a post. That stays open where the post is withheld, and is answered with its
   * tombstone; of what is gone it is done, and answered as of what never was.
   *
   * @throws RecordNotFoundException where nothing tells that it is, or was, there
   */
  async undo(
    type: 'unlike-post' | 'undo-repost',
    id: string,
    viewpoint: Viewpoint & { viewer: Viewer },
  ): Promise<Gated<Status>> {
    const done = await this.ask(type, { post: id }, viewpoint);
    return this.standing(subjectOf(done), asOfNow(viewpoint, this.clock, done.at));
  }

  /**
   * Undoes something that the viewer alone keeps of a post, whatever became of that.
   *
   * @param drop is given the id of the post, or of the one that it passes on
   * @returns the post as it stands on its author's profile @throws RecordNotFoundException where it stands nowhere
   */
  async afterwards(
    id: string,
    viewpoint: Viewpoint,
    drop: (post: string) => Promise<void>,
  ): Promise<Gated<Status>> {
    const post = (await this.read(id, viewpoint)).posts.get(id);
    await drop(post?.repostOf ?? id);
    return this.standing(id, viewpoint);
  }

  /** @throws RefusedException of a post that is not one's own words, or is for whom it mentions alone; as `show` does */
  async requirePinnable(id: string, viewpoint: Viewpoint, viewer: Viewer): Promise<void> {
    const page = await this.read(id, viewpoint);
    admitted(this.gate.status(page, id, viewpoint));
    const post = page.posts.get(id);
    if (post?.account.id !== viewer.id) throw StatusesService.unpinnable('is somebody else’s');
    if (post.repostOf !== null) throw StatusesService.unpinnable('is a re-post');
    if (post.visibility === 'direct') throw StatusesService.unpinnable('is for whom it mentions alone');
  }

  /** That a post cannot be pinned. @param why in words after its name */
  static unpinnable(why: string): RefusedException {
    return RefusedException.invalid('id', why);
  }

  private async standing(post: string, then: Viewpoint): Promise<Gated<Status>> {
    const posts = await statusesById(this.database.reader, readAt(then), [post]);
    const shown = this.gate.entry(posts, post, then);
    if (shown === null) throw new RecordNotFoundException();
    return shown;
  }

  /** One's own post, which can be deleted whatever keeps it from being shown; null where it is not there. */
  async redraft(id: string, viewpoint: Viewpoint): Promise<Gated<Status> | null> {
    if (!isId(id)) return null;
    const now = asOfNow(viewpoint, this.clock);
    const { reader } = this.database;
    const posts = await statusesById(reader, readAt(now), [id]);
    const words = await wordsAt(reader, now.at, id);
    return this.gate.redraft(posts, id, words?.text ?? null, now);
  }

  /** Reads a post of one's own words back after it was written, as `shown` does. */
  async shownWritten(id: string, viewpoint: Viewpoint, done: Done): Promise<Gated<Status>> {
    const { at, post } = await this.written({ id, at: done.at });
    const posts = new Map(post === undefined ? [] : [[id, post]]);
    return admitted(this.gate.status({ ids: [...posts.keys()], posts }, id, { ...viewpoint, at, now: at }));
  }

  /** Reads a post back after a write, as its writer sees it right then. */
  shown(id: string, viewpoint: Viewpoint, done: Done): Promise<Gated<Status>> {
    return this.show(id, asOfNow(viewpoint, this.clock, done.at));
  }
}

/** A post that was written, and the instant of that, ms since the epoch. */
interface Written {
  id: string;
  at: number;
}

/** The id of the thing that a command was about. */
export function subjectOf({ subjects: [subject] }: Pick<Done, 'subjects'>): string {
  if (subject === undefined) throw new Error('A command is about something');
  return subject;
}
