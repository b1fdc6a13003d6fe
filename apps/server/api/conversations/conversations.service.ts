import { Inject, Injectable } from '@nestjs/common';
import type { Conversation, Status } from '#contract';
import type { Database } from '#database';
import {
  accountsById,
  lastPostsOf,
  newestFirst,
  statusesById,
  talkKey,
  talkOf,
  talksInDoubt,
  talksOf,
  type PageRequest,
  type StoredTalk,
  type TalkHead,
} from '#projections';
import { Gate, gateConversation, othersIn, type Gated, type Viewer, type Viewpoint } from '#visibility';
import { fillPage, type FilledPage } from '../../feeds/fill-page.js';
import { readAt } from '../../http/viewpoint/viewpoint.js';
import { DATABASE } from '../../platform/tokens.js';

/** Of how many posts of a conversation one that is shown is looked for. */
const MOST_BACK = 20;
/** Among how many of the latest conversations, and of how many of these, the last post is looked for further back. */
const IN_DOUBT = { among: 1_000, limit: 100 };

/** A conversation as its viewer is shown it, by the id of the last post that they are. */
export interface ShownConversation {
  id: string;
  shown: Gated<Conversation>;
}

/** Reads somebody's conversations as they are seen from a viewpoint. */
@Injectable()
export class ConversationsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: Gate,
  ) {}

  /**
   * A page of conversations, by the ids of the last posts that the viewer is shown. One whose last post is left out
   * stands where the one before has its place; it is found among the latest 1,000, and goes 20 posts back at most.
   */
  async page(
    viewer: Viewer,
    viewpoint: Viewpoint,
    page: PageRequest,
  ): Promise<FilledPage<Gated<Conversation>>> {
    const { reader } = this.database;
    const { at } = viewpoint;
    const filled = await fillPage(
      page,
      (part) => talksOf(reader, viewer.id, at, part),
      async (rows) => {
        const plain = rows.filter(({ id, isInDoubt, removedUpTo }) => !isInDoubt && id > removedUpTo);
        const shown = await this.shown(viewer, viewpoint, plain, (talk) => [talk.id]);
        return new Map(shown.map((one) => [one.id, one.shown]));
      },
    );
    const doubted = await talksInDoubt(reader, viewer.id, at, IN_DOUBT);
    if (doubted.length === 0) return filled;
    return merged(filled, await this.lookedFor(viewer, viewpoint, doubted), page);
  }

  /** One conversation of the viewer's, with its last post of all; null where they are shown nothing of it. */
  async one(
    talk: string,
    viewer: Viewer,
    viewpoint: Viewpoint,
  ): Promise<(ShownConversation & { lastPost: string }) | null> {
    const stored = await talkOf(this.database.reader, viewer.id, talk);
    if (stored === undefined) return null;
    const [found] = await this.lookedFor(viewer, viewpoint, [stored]);
    return found === undefined ? null : { ...found, lastPost: stored.id };
  }

  private async lookedFor(
    viewer: Viewer,
    viewpoint: Viewpoint,
    talks: readonly TalkHead[],
  ): Promise<ShownConversation[]> {
    const account = viewer.id;
    const asked = talks.map((talk) => ({ ...talk, account }));
    const posts = await lastPostsOf(this.database.reader, asked, viewpoint.at, MOST_BACK);
    return this.shown(viewer, viewpoint, talks, ({ talk }) => posts.get(talkKey(account, talk)) ?? []);
  }

  /** Those conversations of which a post is shown, each with the first of some that is. */
  private async shown<Talk extends StoredTalk>(
    viewer: Viewer,
    viewpoint: Viewpoint,
    talks: readonly Talk[],
    postsOf: (talk: Talk) => readonly string[],
  ): Promise<ShownConversation[]> {
    const { reader } = this.database;
    const when = readAt(viewpoint);
    const page = await statusesById(reader, when, talks.flatMap(postsOf));
    const found = talks.flatMap((talk) => {
      for (const id of postsOf(talk)) {
        const last = this.gate.entry(page, id, viewpoint, 'conversations');
        if (last !== null) return [{ talk, last, others: othersIn(last.value, viewer.id) }];
      }
      return [];
    });
    const people = [...new Set(found.flatMap(({ others }) => others))];
    const accounts = new Map((await accountsById(reader, when, people)).map((one) => [one.id, one]));
    return found.map(({ talk, last, others }) => {
      const known = others.flatMap((id) => accounts.get(id) ?? []);
      const entries = known.map((account) => this.gate.accountEntry(account, viewpoint));
      return { id: idOf(last), shown: gateConversation(talk, last, entries, viewer.id) };
    });
  }
}

function idOf({ value }: Gated<Status>): string {
  return value.id;
}

/** A page with those among some that belong into it. */
function merged(
  { ids, shown, goesOn }: FilledPage<Gated<Conversation>>,
  others: readonly ShownConversation[],
  { limit, maxId, sinceId, minId }: PageRequest,
): FilledPage<Gated<Conversation>> {
  const isWithin = ({ id }: ShownConversation): boolean =>
    (maxId === undefined || id < maxId) &&
    (sinceId === undefined || id > sinceId) &&
    (minId === undefined || id > minId) &&
    // Beyond where reading stopped they come with the next page.
    (goesOn?.max_id === undefined || id >= goesOn.max_id) &&
    (goesOn?.min_id === undefined || id <= goesOn.min_id);
  const rows = ids.flatMap((id, n) => {
    const one = shown[n];
    return one === undefined ? [] : [{ id, shown: one }];
  });
  const all = [...rows, ...others.filter(isWithin)].sort(newestFirst);
  const kept = minId === undefined ? all.slice(0, limit) : all.slice(Math.max(0, all.length - limit));
  return {
    ids: kept.map(({ id }) => id),
    shown: kept.map((one) => one.shown),
    goesOn: kept.length < all.length || kept.length >= limit ? null : goesOn,
  };
}
