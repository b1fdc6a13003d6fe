import {
  command as commandOf,
  type Command,
  type CommandBodies,
  type CommandType,
  type EventPayloads,
  type EventType,
  type NewEvent,
  type Subject,
  type VenueId,
} from '#domain';
import { accountBody, orderBody, postBody, restrictionBody, scenarioBody } from './bodies.js';

/** When the stories of the rule tests happen, ms since the epoch. */
export const NOW = Date.parse('2026-01-05T09:00:00Z');
const EARLIER = NOW - 60_000;

let made = 0;

/** A command of a person's, or with `within` a scenario's, at `NOW`. */
export function command<T extends CommandType>(
  type: T,
  body: CommandBodies[T],
  meta: Partial<Command['meta']> = {},
): Command {
  made += 1;
  return commandOf(type, body, { id: `command-${made}`, at: NOW, ...meta });
}

/** An event that happened a minute before `NOW`. */
export function happened<T extends EventType>(
  type: T,
  payload: EventPayloads[T],
  rest: Partial<Omit<NewEvent, 'type' | 'payload'>> = {},
): NewEvent {
  made += 1;
  const id = rest.id ?? `event-${made}`;
  return {
    id,
    type,
    at: EARLIER,
    actor: null,
    venue: null,
    subject: id,
    payload,
    provenance: null,
    scenario: null,
    ...rest,
  } as unknown as NewEvent;
}

/** A command or event, as a step of a scenario. */
export function within(scenario: string, one: Command): Command;
export function within(scenario: string, one: NewEvent): NewEvent;
export function within(scenario: string, one: Command | NewEvent): Command | NewEvent {
  const step = { id: scenario, step: 'a-step' };
  return 'meta' in one ? { ...one, meta: { ...one.meta, scenario: step } } : { ...one, scenario: step };
}

/** Somebody with an account: its id is the handle, so that a failing test can be read. */
export class Someone {
  constructor(
    readonly id: string,
    readonly venue: VenueId = 'home',
  ) {}

  get account(): Subject {
    return { type: 'account', id: this.id };
  }

  // Events: things that they did.

  signedUp(): NewEvent {
    const { handle, display_name, note, verified, kind } = accountBody(this.id);
    return happened(
      'account.opened',
      { handle, display_name, note, verified, kind },
      { id: this.id, actor: this.id, venue: this.venue },
    );
  }

  posted(id: string, text = 'Words', rest: Partial<EventPayloads['post.published']> = {}): NewEvent {
    const payload = { ...postBody(text), in_reply_to_account: null, ...rest };
    return happened('post.published', payload, { id, actor: this.id, venue: this.venue });
  }

  reposted(id: string, of: string): NewEvent {
    const payload = { of, visibility: 'public' } as const;
    return happened('post.reposted', payload, { id, actor: this.id, venue: this.venue });
  }

  liked(post: string): NewEvent {
    return happened('post.liked', {}, { actor: this.id, venue: this.venue, subject: post });
  }

  deleted(post: string): NewEvent {
    return happened('post.deleted', {}, { actor: this.id, venue: this.venue, subject: post });
  }

  askedToFollow(account: string): NewEvent {
    return happened('account.follow_requested', {}, { actor: this.id, venue: this.venue, subject: account });
  }

  locked(): NewEvent {
    const { display_name, note } = accountBody(this.id);
    return happened(
      'account.updated',
      { display_name, note, bot: false, locked: true, fields: [] },
      { actor: this.id, venue: this.venue, subject: this.id },
    );
  }

  followed(account: string): NewEvent {
    return happened('account.followed', {}, { actor: this.id, venue: this.venue, subject: account });
  }

  // Commands: things that they ask for.

  asks<T extends CommandType>(type: T, body: CommandBodies[T], meta: Partial<Command['meta']> = {}): Command {
    return command(type, body, { actor: this.id, ...meta });
  }

  posts(text: string, rest: Partial<CommandBodies['publish-post']> = {}): Command {
    return this.asks('publish-post', postBody(text, rest));
  }

  reposts(post: string): Command {
    return this.asks('repost-post', { post, visibility: 'public' });
  }

  undoesRepost(post: string): Command {
    return this.asks('undo-repost', { post });
  }

  deletes(post: string): Command {
    return this.asks('delete-post', { post });
  }

  likes(post: string): Command {
    return this.asks('like-post', { post });
  }

  unlikes(post: string): Command {
    return this.asks('unlike-post', { post });
  }

  follows(account: Someone): Command {
    return this.asks('follow-account', { account: account.id });
  }

  lets(account: Someone): Command {
    return this.asks('authorize-follow', { account: account.id });
  }

  rejects(account: Someone): Command {
    return this.asks('reject-follow', { account: account.id });
  }

  unfollows(account: Someone): Command {
    return this.asks('unfollow-account', { account: account.id });
  }
}

export const asha = new Someone('asha');
export const bilal = new Someone('bilal');
/** Has an account on each of the stand-off's two platforms, and on the venues that only speak. */
export const onTwitter = new Someone('chitra', 'twitter');
export const onKoo = new Someone('chitra-koo', 'koo');
export const onBlog = new Someone('company', 'blog');
export const toPress = new Someone('spokesperson', 'press');

export const ministry = 'ministry';

export function authorityRegistered(id = ministry): NewEvent {
  return happened(
    'authority.registered',
    { name: 'A ministry', short_name: 'Ministry', country: 'IN', note: '' },
    { id },
  );
}

/** An order with one item per subject or address. */
export function orderFiled(
  id: string,
  items: (Subject | string)[],
  rest: Partial<EventPayloads['order.filed']> = {},
): NewEvent {
  const payload: EventPayloads['order.filed'] = {
    ...orderBody(ministry, []),
    authority: ministry,
    items: items.map((item, index) =>
      typeof item === 'string'
        ? { n: index + 1, subject: null, url: item }
        : { n: index + 1, subject: item, url: null },
    ),
    ...rest,
  };
  return happened('order.filed', payload, { id, actor: ministry, venue: 'home' });
}

export function restrictionImposed(
  id: string,
  kind: CommandBodies['impose-restriction']['kind'],
  subject: Subject,
  rest: Partial<EventPayloads['restriction.imposed']> = {},
): NewEvent {
  const { countries, basis, reason, label } = restrictionBody(kind, subject);
  const from = new Date(EARLIER).toISOString();
  const payload = { kind, subject, countries, basis, reason, label, from, until: null, ...rest };
  return happened('restriction.imposed', payload, { id });
}

export function scenarioOpened(scenario: string): NewEvent {
  return within(scenario, happened('scenario.opened', scenarioBody(), { subject: scenario }));
}

export function scenarioLoaded(scenario: string): NewEvent {
  return within(scenario, happened('scenario.loaded', { steps: 2 }, { subject: scenario }));
}

export function post(id: string): Subject {
  return { type: 'post', id };
}
