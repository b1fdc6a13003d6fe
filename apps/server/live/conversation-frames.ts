import type { Conversation, Status } from '#contract';
import type { LoggedEvent } from '#domain';
import { gateConversation, othersIn, type Gated, type Viewpoint } from '#visibility';
import { changedFrom, type Affected, type ToldTalk } from './affected.js';
import type { ApartFrom } from './apart-from.js';
import type { Audience } from './audience.js';
import type { Sight } from './sight.js';

/** Makes frames of the conversations whose last post some events change, for the streams of those who are in them. */
export class ConversationFrames {
  constructor(
    private readonly affected: Affected,
    private readonly audience: Audience,
    private readonly viewpoint: Viewpoint,
    private readonly sight: Sight,
    private readonly apart: ApartFrom,
  ) {}

  /** The conversations that read otherwise since an event. One of which nothing is shown any more is told by no frame. */
  of(event: LoggedEvent): Gated<Conversation>[] {
    const { stream, viewer } = this.audience;
    if (stream !== 'user' || viewer === null || this.affected.talks.length === 0) return [];
    const changed = new Set(this.changedBy(event));
    return this.affected.talks.flatMap((talk) => {
      const posts = talk.posts.filter((id) => changed.has(id));
      const last = talk.account === viewer.id && posts.length > 0 ? this.lastOf(talk) : null;
      // No conversation shows what came before its last post.
      if (last === null || !posts.some((id) => id >= last.value.id)) return [];
      const others = othersIn(last.value, viewer.id).flatMap((id) => this.affected.people.get(id) ?? []);
      const entries = others.map((account) => this.sight.account(account));
      return [gateConversation(talk, last, entries, viewer.id)];
    });
  }

  private changedBy(event: LoggedEvent): string[] {
    const { restrictions, restingOn, lastBy } = this.affected;
    const { type, subject } = event;
    if (type === 'post.published' || type === 'post.edited' || type === 'post.deleted') return [subject];
    return changedFrom(event, restrictions, this.viewpoint).flatMap(({ restriction }) => {
      const { id } = restriction.subject;
      return [id, ...(restingOn.get(id) ?? []), ...(lastBy.get(id) ?? [])];
    });
  }

  /** The last post of a conversation as it is shown; null where none is. */
  private lastOf({ last }: ToldTalk): Gated<Status> | null {
    for (const id of last) {
      const post = this.affected.page.posts.get(id);
      const entry =
        post === undefined || this.apart.keepsPost(post) ? null : this.sight.entry(id, 'conversations');
      if (entry !== null) return entry;
    }
    return null;
  }
}
