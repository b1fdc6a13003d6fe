import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '#database';
import { inForce, type Restriction, type StoredPage } from '#domain';
import { actorsOf } from '#log';
import { accountsById, restrictionsById, restrictionsOn, statusesById } from '#projections';
import type { AppealSurroundings, StoredAppeal, Viewer, Viewpoint } from '#visibility';
import { CommandSender, type CommandRequest } from '../../commands/command-sender.js';
import { RecordNotFoundException, RefusedException } from '../../http/errors/refused.js';
import { asOfNow, readAt } from '../../http/viewpoint/viewpoint.js';
import { Clock } from '../../platform/clock.js';
import { DATABASE } from '../../platform/tokens.js';
import type { AnswerBody, AppealBody } from './appeals.dto.js';
import { appealedAlready, AppealsStore } from './appeals.store.js';

/** Handles appeals: what one is against, who may answer it, and what the answer does. */
@Injectable()
export class Appeals {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly commands: CommandSender,
    private readonly store: AppealsStore,
    private readonly clock: Clock,
  ) {}

  /** Files an appeal of an author against what restricts something of theirs. */
  async file(body: AppealBody, author: Viewer, viewpoint: Viewpoint): Promise<StoredAppeal> {
    const restriction = await this.against(body, author, asOfNow(viewpoint, this.clock));
    return this.store.file({ account: author.id, restriction: restriction.id, text: body.text });
  }

  /**
   * Answers an appeal. Restoring is the command that ends the restriction: it is lifted, or the item of its order
   * decided, by the rules of either. Upholding tells its author, as a moderator's warning does, so that ranks
   * are kept; whoever imposed it does not judge their own deed, and may undo it.
   */
  async answer(appeal: StoredAppeal, { outcome, text }: AnswerBody, moderator: Viewer): Promise<void> {
    const [restriction] = await restrictionsById(this.database.reader, [appeal.restriction]);
    if (restriction === undefined) throw new RecordNotFoundException();
    if (appeal.answeredAt !== null)
      throw RefusedException.conflict(
        `The appeal was ${appeal.outcome ?? 'answered'} at ${iso(appeal.answeredAt)}`,
      );
    if (!inForce(restriction, this.clock.now()))
      throw RefusedException.conflict(
        `Restored at ${iso(restriction.until ?? this.clock.now())}: there is nothing to answer`,
      );
    if (outcome === 'uphold' && (await this.imposedBy(restriction)) === moderator.id)
      throw new RefusedException({
        kind: 'forbidden',
        message: 'You imposed it: someone else upholds it. You may restore it',
      });
    const asked: CommandRequest =
      outcome === 'uphold'
        ? { type: 'warn-account', body: { account: appeal.account, text } }
        : restoring(restriction, text);
    const answer = {
      outcome: outcome === 'uphold' ? ('upheld' as const) : ('restored' as const),
      text,
      by: moderator.id,
    };
    await this.commands.send(moderator.id, [asked], (transaction) =>
      this.store.answerWithin(transaction, appeal.id, answer),
    );
  }

  /** Facts that are told beside some appeals. */
  async around(appeals: readonly StoredAppeal[], viewpoint: Viewpoint): Promise<AppealSurroundings> {
    const { reader } = this.database;
    const when = readAt(viewpoint);
    const restrictions = await restrictionsById(
      reader,
      appeals.map(({ restriction }) => restriction),
    );
    const posts = restrictions.flatMap(({ subject }) => (subject.type === 'post' ? subject.id : []));
    const accounts = await accountsById(reader, when, [...new Set(appeals.map(({ account }) => account))]);
    const page: Pick<StoredPage, 'posts'> = await statusesById(reader, when, posts);
    return {
      restrictions: new Map(restrictions.map((one) => [one.id, one])),
      accounts: new Map(accounts.map((account) => [account.id, account])),
      posts: page.posts,
    };
  }

  /** The restriction that an author names. @throws RefusedException where there is none to appeal against */
  private async against(body: AppealBody, author: Viewer, viewpoint: Viewpoint): Promise<Restriction> {
    const { restriction_id, status_id, account_id } = body;
    const named = [restriction_id, status_id, account_id].filter((id) => id !== undefined);
    const [id] = named;
    if (id === undefined || named.length > 1)
      throw RefusedException.invalid(
        'restriction_id',
        'or else status_id or account_id must be given, and one of them alone',
      );
    const { reader } = this.database;
    const [byId] = restriction_id === undefined ? [] : await restrictionsById(reader, [restriction_id]);
    const subject = restriction_id === undefined ? id : byId?.subject.id;
    const own = subject === undefined ? null : await this.own(subject, author, viewpoint);
    if (own === null) throw new RecordNotFoundException();
    // The author is not told of a restriction that is still ahead.
    const told = (byId === undefined ? await restrictionsOn(reader, own) : [byId]).filter(
      ({ from }) => from <= viewpoint.at,
    );
    if (byId !== undefined && told.length === 0) throw new RecordNotFoundException();
    const standing = told.filter((one) => inForce(one, viewpoint.at));
    if (standing.length === 0) {
      const last = told.map(({ until }) => until ?? 0).sort((a, b) => b - a)[0];
      throw RefusedException.conflict(
        last === undefined
          ? 'Nothing restricts it'
          : `Restored at ${iso(last)}: there is nothing to appeal against`,
      );
    }
    const appealed = await this.store.appealed(standing.map((one) => one.id));
    const open = standing.filter((one) => !appealed.has(one.id));
    // A restriction of the post itself comes first.
    const found = open.find((one) => one.subject.id === subject) ?? open[0];
    if (found === undefined) throw appealedAlready();
    return found;
  }

  /** The ids that an author's own post or account rests on; null where it is not theirs, or is gone. */
  private async own(id: string, author: Viewer, viewpoint: Viewpoint): Promise<string[] | null> {
    if (id === author.id) return [id];
    const { posts } = await statusesById(this.database.reader, readAt(viewpoint), [id]);
    const post = posts.get(id);
    return post?.account.id === author.id && !post.deleted ? [id, author.id] : null;
  }

  private async imposedBy({ id }: Restriction): Promise<string | undefined> {
    return (await actorsOf(this.database.reader, [id], ['restriction.imposed', 'item.decided'])).get(id);
  }
}

function restoring({ id, order }: Restriction, reason: string): CommandRequest {
  return order === null
    ? { type: 'lift-restriction', body: { restriction: id, reason } }
    : {
        type: 'decide-item',
        body: {
          order: order.id,
          n: order.n,
          outcome: 'restored',
          reason,
          ground: null,
          label: null,
          basis: 'legal_demand',
        },
      };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
