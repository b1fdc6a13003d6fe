import { handleKey, pairKey, type Command } from '#domain';

/** What of the present some commands are decided on, gathered so that it is loaded set-wise. */
export class Needs {
  readonly accounts = new Set<string>();
  readonly handles = new Set<string>();
  readonly posts = new Set<string>();
  /** Accounts whose answered replies are needed. */
  readonly answeredRepliesOf = new Set<string>();
  readonly likes = new Map<string, { actor: string; subject: string }>();
  readonly follows = new Map<string, { actor: string; subject: string }>();
  readonly reposts = new Map<string, { actor: string; subject: string }>();
  /** What re-posts made by these very commands pass on, by the re-post's id. */
  readonly passedOn = new Map<string, string>();
  readonly restrictions = new Set<string>();
  readonly authorities = new Set<string>();
  /** Accounts whose authority is needed. */
  readonly authoritiesOf = new Set<string>();
  readonly orders = new Set<string>();
  readonly items = new Map<string, { order_id: string; n: number }>();
  /** Orders all of whose items are needed. */
  readonly wholeOrders = new Set<string>();
  /** Orders filed under these ids, by whichever authority. */
  readonly externalIds = new Set<string>();
  readonly scenarios = new Set<string>();
  readonly idempotency = new Map<string, { account_id: string; key: string }>();
  /** Whether someone asks whom restrictions bind: a person, and not a scenario or the platform. */
  byPeople = false;

  add(command: Command): void {
    const { actor, scenario, idempotency_key } = command.meta;
    if (scenario !== null) this.scenarios.add(scenario.id);
    if (actor !== null) this.accounts.add(actor);
    if (actor !== null && idempotency_key !== null) {
      this.idempotency.set(pairKey(actor, idempotency_key), { account_id: actor, key: idempotency_key });
    }
    if (actor !== null && scenario === null) this.byPeople = true;
    switch (command.type) {
      case 'open-account':
        this.handles.add(handleKey(command.body.venue, command.body.handle));
        break;
      case 'erase-account':
        this.accounts.add(command.body.account);
        this.answeredRepliesOf.add(command.body.account);
        break;
      case 'warn-account':
        this.accounts.add(command.body.account);
        break;
      case 'follow-account':
      case 'unfollow-account':
        this.accounts.add(command.body.account);
        this.pair(this.follows, actor, command.body.account);
        break;
      case 'publish-post':
        for (const id of [command.body.in_reply_to, command.body.quote_of])
          if (id !== null) this.posts.add(id);
        break;
      case 'repost-post':
        this.passedOn.set(command.meta.id, command.body.post);
        this.posts.add(command.body.post);
        this.pair(this.reposts, actor, command.body.post);
        break;
      case 'undo-repost':
        this.posts.add(command.body.post);
        this.pair(this.reposts, actor, command.body.post);
        break;
      case 'delete-post':
        this.posts.add(command.body.post);
        break;
      case 'like-post':
      case 'unlike-post':
        this.posts.add(command.body.post);
        this.pair(this.likes, actor, command.body.post);
        break;
      case 'file-order':
        if (command.body.authority !== null) this.authorities.add(command.body.authority);
        if (actor !== null) this.authoritiesOf.add(actor);
        if (command.body.external_id !== null) this.externalIds.add(command.body.external_id);
        for (const item of command.body.items)
          if ('subject' in item) this.subject(item.subject.type, item.subject.id);
        break;
      case 'give-notice':
        this.orders.add(command.body.order);
        break;
      case 'close-order':
      case 'expire-order':
        this.orders.add(command.body.order);
        this.wholeOrders.add(command.body.order);
        break;
      case 'decide-item': {
        const { order, n } = command.body;
        this.orders.add(order);
        this.items.set(`${order} ${n}`, { order_id: order, n });
        break;
      }
      case 'impose-restriction':
        this.subject(command.body.subject.type, command.body.subject.id);
        break;
      case 'lift-restriction':
      case 'start-restriction':
      case 'expire-restriction':
        this.restrictions.add(command.body.restriction);
        break;
      case 'register-authority':
        this.authorities.add(command.meta.id);
        if (actor !== null) this.authoritiesOf.add(actor);
        break;
      case 'open-scenario':
      case 'finish-scenario':
      case 'add-context':
      case 'observe-trend':
        break;
      default:
        command satisfies never;
    }
  }

  private pair(
    pairs: Map<string, { actor: string; subject: string }>,
    actor: string | null,
    subject: string,
  ): void {
    if (actor !== null) pairs.set(pairKey(actor, subject), { actor, subject });
  }

  private subject(type: 'account' | 'post' | 'hashtag', id: string): void {
    if (type === 'account') this.accounts.add(id);
    if (type === 'post') this.posts.add(id);
  }
}
