import { isHandle, MAX_HANDLE } from './acct.js';
import type { Command } from './commands.js';
import type { NewEvent } from './events.js';
import { refuse, type Decided, type Refused } from './refusal.js';
import { inForce } from './restrictions.js';
import { handleKey, pairKey } from './world-keys.js';
import type { AccountState, World } from './world.js';

const MAX_DISPLAY_NAME = 30;
const MAX_PERSON_NOTE = 500;

/** Opens an account; its handle must have Mastodon's form and be free on its venue. */
export function openAccount(world: World, { meta, body }: Command<'open-account'>): Decided<NewEvent> {
  if (!isHandle(body.handle)) {
    return refuse.invalid('username', `must be 1 to ${MAX_HANDLE} letters, digits or underscores`);
  }
  if (world.handles.get(handleKey(body.venue, body.handle)) !== undefined) {
    return refuse.conflict(`@${body.handle} is taken on ${body.venue}`);
  }
  if (body.kind === 'person' && [...body.display_name].length > MAX_DISPLAY_NAME) {
    return refuse.invalid('display_name', `must be at most ${MAX_DISPLAY_NAME} characters`);
  }
  if (body.kind === 'person' && [...body.note].length > MAX_PERSON_NOTE) {
    return refuse.invalid('note', `must be at most ${MAX_PERSON_NOTE} characters`);
  }
  const { handle, display_name, note, verified, kind } = body;
  return {
    ok: true,
    subject: meta.id,
    event: {
      ...eventHead(meta),
      type: 'account.opened',
      actor: meta.id,
      venue: body.venue,
      subject: meta.id,
      payload: { handle, display_name, note, verified, kind },
    },
  };
}

/** Erases a person's account; a scenario's cannot be erased, since its words are its sources'. */
export function eraseAccount(world: World, { meta, body }: Command<'erase-account'>): Decided<NewEvent> {
  const account = world.accounts.get(body.account);
  if (account === undefined) return refuse.notFound('The account');
  if (account.scenario !== null) return refuse.forbidden('A scenario’s account cannot be erased');
  const answered = world.answeredReplies.get(account.id) ?? new Map<string, string>();
  return {
    ok: true,
    subject: account.id,
    event: {
      ...eventHead(meta),
      type: 'account.erased',
      actor: account.id,
      venue: account.venue,
      subject: account.id,
      payload: answered.size === 0 ? {} : { answered: Object.fromEntries(answered) },
    },
  };
}

/** Sends a person a moderator's warning, and imposes nothing. */
export function warnAccount(world: World, { meta, body }: Command<'warn-account'>): Decided<NewEvent> {
  const account = world.accounts.get(body.account);
  if (account === undefined) return refuse.notFound('The account');
  if (account.scenario !== null) return refuse.forbidden('Nobody is told what a scenario’s account is told');
  const text = body.text.trim();
  if (text === '') return refuse.invalid('text', "can't be blank");
  return {
    ok: true,
    subject: account.id,
    event: {
      ...eventHead(meta),
      type: 'account.warned',
      actor: meta.actor,
      venue: account.venue,
      subject: account.id,
      payload: { text },
    },
  };
}

export function followAccount(
  world: World,
  { meta, body, type }: Command<'follow-account' | 'unfollow-account'>,
): Decided<NewEvent> {
  const account = world.accounts.get(body.account);
  if (account === undefined) return refuse.notFound('The account');
  const follower = actingAccount(world, meta);
  if (!follower.ok) return follower;
  if (follower.account.id === account.id) return refuse.forbidden('One cannot follow oneself');
  const follows = world.follows.get(pairKey(follower.account.id, account.id)) ?? false;
  if (follows === (type === 'follow-account')) return { ok: true, event: null, subject: account.id };
  return {
    ok: true,
    subject: account.id,
    event: {
      ...eventHead(meta),
      type: type === 'follow-account' ? 'account.followed' : 'account.unfollowed',
      actor: follower.account.id,
      venue: follower.account.venue,
      subject: account.id,
      payload: {},
    },
  };
}

/**
 * The account a command comes from. A scenario's accounts take no command but their scenario's:
 * nobody puts words in its cast's mouth.
 */
export function actingAccount(
  world: World,
  meta: Command['meta'],
): { ok: true; account: AccountState } | Refused {
  const account = meta.actor === null ? undefined : world.accounts.get(meta.actor);
  if (account === undefined) return refuse.notFound('The account that asks');
  if (account.scenario !== (meta.scenario?.id ?? null)) {
    return refuse.forbidden('A scenario’s accounts act in their scenario alone');
  }
  return { ok: true, account };
}

/** The commands that a suspended account may still ask for: to take back what it did, and to leave. */
const OPEN_TO_SUSPENDED: readonly Command['type'][] = [
  'unfollow-account',
  'delete-post',
  'undo-repost',
  'unlike-post',
  'erase-account',
];

/** Whether a suspended account may still ask for a command. */
export function isOpenToSuspended(type: Command['type']): boolean {
  return OPEN_TO_SUSPENDED.includes(type);
}

/** Refuses a command of a suspended account, whatever its role; null where there is nothing to refuse. */
export function refuseSuspended(world: World, { type, meta }: Command): Refused | null {
  if (meta.actor === null || meta.scenario !== null || isOpenToSuspended(type)) return null;
  const suspended = world
    .restrictionsOn({ type: 'account', id: meta.actor })
    .some((restriction) => restriction.kind === 'suspend' && inForce(restriction, meta.at));
  return suspended ? refuse.forbidden('Your account is suspended') : null;
}

/** The fields that an event takes over from its command. */
export function eventHead(meta: Command['meta']): Pick<NewEvent, 'id' | 'at' | 'provenance' | 'scenario'> {
  return { id: meta.id, at: meta.at, provenance: meta.provenance, scenario: meta.scenario };
}
