import { isHandle, MAX_HANDLE } from './acct.js';
import type { Command } from './commands.js';
import type { NewEvent, Profile } from './events.js';
import { refuse, type Decided, type Refused } from './refusal.js';
import { inForce } from './restrictions.js';
import { handleKey, pairKey } from './world-keys.js';
import type { AccountState, World } from './world.js';

/** In code points. */
export const MAX_DISPLAY_NAME = 30;
const MAX_PERSON_NOTE = 500;
const MAX_FIELDS = 4;
const MAX_FIELD = 255;

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

/**
 * Changes what a person says of themself; no event where it is what it was. A scenario's cast says what its sources
 * say, and no step of a scenario changes that.
 */
export function updateAccount(world: World, { meta, body }: Command<'update-account'>): Decided<NewEvent> {
  const own = actingAccount(world, meta);
  if (!own.ok) return own;
  const { account } = own;
  if (account.scenario !== null) return refuse.forbidden('A scenario’s accounts stay as they are');
  const is = world.profiles.get(account.id);
  if (is === undefined) return refuse.notFound('The account');
  const profile: Profile = {
    display_name: body.display_name?.trim() ?? is.display_name,
    note: body.note?.trim() ?? is.note,
    bot: body.bot ?? is.bot,
    locked: body.locked ?? is.locked,
    fields: (body.fields ?? is.fields)
      .map(({ name, value }) => ({ name: name.trim(), value: value.trim() }))
      .filter(({ name, value }) => name !== '' || value !== ''),
  };
  const refused = refuseProfile(profile);
  if (refused !== null) return refused;
  if (JSON.stringify(profile) === JSON.stringify(is)) return { ok: true, event: null, subject: account.id };
  return {
    ok: true,
    subject: account.id,
    event: {
      ...eventHead(meta),
      type: 'account.updated',
      actor: account.id,
      venue: account.venue,
      subject: account.id,
      payload: profile,
    },
  };
}

/** Refuses a profile that is too long; null where none of it is. */
function refuseProfile({ display_name, note, fields }: Profile): Refused | null {
  if ([...display_name].length > MAX_DISPLAY_NAME)
    return refuse.invalid('display_name', `must be at most ${MAX_DISPLAY_NAME} characters`);
  if ([...note].length > MAX_PERSON_NOTE)
    return refuse.invalid('note', `must be at most ${MAX_PERSON_NOTE} characters`);
  if (fields.length > MAX_FIELDS)
    return refuse.invalid('fields_attributes', `must be at most ${MAX_FIELDS} fields`);
  if (fields.some(({ name, value }) => [name, value].some((text) => [...text].length > MAX_FIELD)))
    return refuse.invalid('fields_attributes', `must be at most ${MAX_FIELD} characters each`);
  return null;
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

/**
 * Follows an account, asks to where it is locked, or does neither any longer. Of somebody suspended nobody is told
 * that they are there; nobody follows whom they block, or who blocks them.
 */
export function followAccount(
  world: World,
  { meta, body, type }: Command<'follow-account' | 'unfollow-account'>,
): Decided<NewEvent> {
  const account = world.accounts.get(body.account);
  if (account === undefined) return refuse.notFound('The account');
  const follower = actingAccount(world, meta);
  if (!follower.ok) return follower;
  if (follower.account.id === account.id)
    return refuse.invalid('id', 'is your own: one cannot follow oneself');
  if (type === 'follow-account' && meta.scenario === null) {
    if (isSuspended(world, account.id, meta.at)) return refuse.notFound('The account');
    const [one, other] = [pairKey(account.id, follower.account.id), pairKey(follower.account.id, account.id)];
    if (world.blocks.get(one) === true || world.blocks.get(other) === true)
      return refuse.forbidden('This action is not allowed');
  }
  const event = followEvent(world, follower.account, account.id, type, meta.scenario === null);
  return {
    ok: true,
    subject: account.id,
    event: event && {
      ...eventHead(meta),
      type: event,
      actor: follower.account.id,
      venue: follower.account.venue,
      subject: account.id,
      payload: {},
    },
  };
}

/**
 * The event that comes of following an account, or of no longer doing so; null: it was so already.
 *
 * @param asks whether the account may be locked: nobody of a scenario is
 */
function followEvent(
  world: World,
  follower: AccountState,
  account: string,
  type: 'follow-account' | 'unfollow-account',
  asks: boolean,
):
  'account.followed' | 'account.unfollowed' | 'account.follow_requested' | 'account.follow_withdrawn' | null {
  const pair = pairKey(follower.id, account);
  const follows = world.follows.get(pair) === true;
  const requested = asks && world.followRequests.get(pair) === true;
  if (type === 'follow-account') {
    if (follows) return null;
    if (!asks || world.profiles.get(account)?.locked !== true) return 'account.followed';
    return requested ? null : 'account.follow_requested';
  }
  if (follows) return 'account.unfollowed';
  return requested ? 'account.follow_withdrawn' : null;
}

/**
 * Answers somebody who asks to follow the account that answers: they follow it from then on, or ask no longer.
 * Nobody suspended is let in, as they could not follow.
 */
export function answerFollow(
  world: World,
  { meta, body, type }: Command<'authorize-follow' | 'reject-follow'>,
): Decided<NewEvent> {
  const own = actingAccount(world, meta);
  if (!own.ok) return own;
  const follower = world.accounts.get(body.account);
  const waits = world.followRequests.get(pairKey(body.account, own.account.id)) === true;
  const accepts = type === 'authorize-follow';
  if (follower === undefined || !waits || (accepts && isSuspended(world, follower.id, meta.at)))
    return refuse.notFound('The request to follow');
  const [by, whom] = accepts ? [follower, own.account] : [own.account, follower];
  return {
    ok: true,
    subject: follower.id,
    event: {
      ...eventHead(meta),
      type: accepts ? 'account.followed' : 'account.follow_rejected',
      actor: by.id,
      venue: by.venue,
      subject: whom.id,
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
  return isSuspended(world, meta.actor, meta.at) ? refuse.forbidden('Your account is suspended') : null;
}

/** @param at ms since the epoch */
function isSuspended(world: World, id: string, at: number): boolean {
  return world
    .restrictionsOn({ type: 'account', id })
    .some((restriction) => restriction.kind === 'suspend' && inForce(restriction, at));
}

/** The fields that an event takes over from its command. */
export function eventHead(meta: Command['meta']): Pick<NewEvent, 'id' | 'at' | 'provenance' | 'scenario'> {
  return { id: meta.id, at: meta.at, provenance: meta.provenance, scenario: meta.scenario };
}
