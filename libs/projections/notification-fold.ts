import type { Transaction } from '#database';
import type { DeedType, LoggedEvent } from '#domain';

/** A change of a restriction that may be told. */
type Change = 'began' | 'changed' | 'ended';

/**
 * Gathers whom a run of events notifies, and writes it set-wise once all else is written: who is meant follows
 * from the posts, accounts and restrictions that it is about. Nobody is notified of what they do themselves.
 */
export class NotificationFold {
  private readonly deeds: { id: string; type: DeedType; actor: string; post: string }[] = [];
  private readonly mentioned: { id: string; actor: string; post: string; at: number; handle: string }[] = [];
  private readonly restrictions: { id: string; restriction: string; what: Change }[] = [];
  private readonly direct: { id: string; recipient: string; type: string; actor: string | null }[] = [];

  /** Adds a notification of an author about something that somebody did with their post. */
  deed(type: 'favourite' | 'reblog', deed: { id: string; actor: string; post: string }): void {
    this.deeds.push({ ...deed, type });
  }

  follow(type: 'follow' | 'follow_request', of: { id: string; actor: string; recipient: string }): void {
    this.direct.push({ ...of, type });
  }

  /** @param handles those whom the post mentions, as their keys */
  mentions(event: LoggedEvent<'post.published' | 'post.edited'>, handles: readonly string[]): void {
    const { id, at, subject: post } = event;
    for (const handle of handles) this.mentioned.push({ id, actor: event.actor ?? '', post, at, handle });
  }

  warning(id: string, recipient: string): void {
    this.direct.push({ id, recipient, type: 'moderation_warning', actor: null });
  }

  /** Adds a notification about a restriction, which is made if it ever began. */
  restriction(id: string, restriction: string, what: Change): void {
    this.restrictions.push({ id, restriction, what });
  }

  async flush(transaction: Transaction): Promise<void> {
    const direct = this.direct.map((row) => ({ ...row, post: null, restriction: null }));
    await transaction.insert('notification', direct);
    await this.flushDeeds(transaction);
    await this.flushMentions(transaction);
    await this.flushRestrictions(transaction);
  }

  private async flushDeeds(transaction: Transaction): Promise<void> {
    if (this.deeds.length === 0) return;
    const { dialect } = transaction;
    const deeds = dialect.rowsOf('$1', 'd', { id: 'text', type: 'text', actor: 'text', post: 'text' });
    await transaction.run(
      `INSERT INTO notification (id, recipient, type, actor, post)
       SELECT d.id, p.account_id, d.type, d.actor, d.post FROM ${deeds} ${dialect.lookUp('post', 'p', 'p.id = d.post')}
       WHERE p.account_id <> d.actor`,
      [JSON.stringify(this.deeds)],
    );
  }

  /** Whom a post has mentioned before it was edited was told then. */
  private async flushMentions(transaction: Transaction): Promise<void> {
    if (this.mentioned.length === 0) return;
    const { dialect } = transaction;
    const mentions = dialect.rowsOf('$1', 'm', {
      id: 'text',
      actor: 'text',
      post: 'text',
      at: 'int',
      handle: 'text',
    });
    const whom = dialect.lookUp('account', 'a', 'a.handle_key = m.handle AND a.opened_at <= m.at');
    const before = `notification n WHERE n.post = m.post AND n.recipient = a.id AND n.type = 'mention'`;
    await transaction.run(
      `INSERT INTO notification (id, recipient, type, actor, post)
       SELECT min(m.id), a.id, 'mention', m.actor, m.post FROM ${mentions} ${whom}
       WHERE a.id <> m.actor AND (SELECT 1 FROM ${before} LIMIT 1) IS NULL
       GROUP BY a.id, m.actor, m.post`,
      [JSON.stringify(this.mentioned)],
    );
  }

  private async flushRestrictions(transaction: Transaction): Promise<void> {
    if (this.restrictions.length === 0) return;
    const { dialect } = transaction;
    const told = dialect.rowsOf('$1', 't', { id: 'text', restriction: 'text', what: 'text' });
    // A restriction that ends before it began never was: nobody is notified.
    const isTold = "r.began_id IS NOT NULL AND (t.what <> 'changed' OR t.id > r.began_id)";
    const began = dialect.lookUp('restriction', 'r', `r.id = t.restriction AND ${isTold}`);
    await transaction.run(
      `INSERT INTO notification (id, recipient, type, restriction)
       SELECT t.id, coalesce(p.account_id, a.id), 'moderation_warning', t.restriction FROM ${told} ${began}
       ${dialect.lookUp('post', 'p', 'p.id = r.subject_id', { orNone: true })}
       ${dialect.lookUp('account', 'a', 'a.id = r.subject_id', { orNone: true })}
       WHERE coalesce(p.account_id, a.id) IS NOT NULL`,
      [JSON.stringify(this.restrictions)],
    );
  }
}
