import {
  answerFollow,
  eraseAccount,
  followAccount,
  openAccount,
  refuseSuspended,
  updateAccount,
  warnAccount,
} from './accounts.rules.js';
import type { Command, CommandType } from './commands.js';
import type { NewEvent } from './events.js';
import type { Needs } from './needs.js';
import { closeOrder, decideItem, fileOrder, giveNotice, registerAuthority } from './orders.rules.js';
import { deletePost, editPost, likePost, publishPost, repostPost, undoRepost } from './posts.rules.js';
import { asksForRanks } from './ranks.js';
import { refuseByRank } from './ranks.rules.js';
import { refuse, type Decided } from './refusal.js';
import { changeRestriction, imposeRestriction, liftRestriction } from './restrictions.rules.js';
import { expireOrder, expireRestriction, startRestriction } from './schedule.rules.js';
import { finishScenario, narrate, openScenario, scenarioIsOpen } from './scenarios.rules.js';
import { handleKey, itemKey, pairKey } from './world-keys.js';
import type { KeptAnswer, World } from './world.js';

/** The record of a type of command: what it needs, and how it is decided. */
interface CommandRule<T extends CommandType> {
  /** Adds the parts of the present that it is decided on, beside those that every command is. */
  needs(command: Command<T>, needs: Needs): void;
  /** Gives one event, none where it was so already, or a refusal. Reads only what it needs. */
  decide(world: World, command: Command<T>): Decided<NewEvent>;
}

const followRule: CommandRule<'follow-account' | 'unfollow-account'> = {
  needs: ({ meta, body }, needs) => {
    needs.accounts.add(body.account);
    needs.pair(needs.follows, meta.actor, body.account);
    // Nobody of a scenario is locked, or blocks anybody.
    if (meta.scenario !== null) return;
    needs.profiles.add(body.account);
    needs.pair(needs.followRequests, meta.actor, body.account);
    needs.pair(needs.blocks, meta.actor, body.account);
  },
  decide: followAccount,
};

const answerRule: CommandRule<'authorize-follow' | 'reject-follow'> = {
  needs: ({ meta, body }, needs) => {
    needs.accounts.add(body.account);
    if (meta.actor !== null) needs.pair(needs.followRequests, body.account, meta.actor);
  },
  decide: answerFollow,
};

const likeRule: CommandRule<'like-post' | 'unlike-post'> = {
  needs: ({ meta, body }, needs) => {
    needs.actsOn(body.post, meta.actor);
    needs.pair(needs.likes, meta.actor, body.post);
  },
  decide: likePost,
};

const narrationRule: CommandRule<'add-context' | 'observe-trend'> = {
  needs: () => undefined,
  decide: narrate,
};

const RULES: { readonly [T in CommandType]: CommandRule<T> } = {
  'open-account': {
    needs: ({ body }, needs) => needs.handles.add(handleKey(body.venue, body.handle)),
    decide: openAccount,
  },
  'update-account': {
    needs: ({ meta }, needs) => {
      if (meta.actor !== null) needs.profiles.add(meta.actor);
    },
    decide: updateAccount,
  },
  'erase-account': {
    needs: ({ body }, needs) => {
      needs.accounts.add(body.account);
      needs.answeredRepliesOf.add(body.account);
    },
    decide: eraseAccount,
  },
  'warn-account': { needs: ({ body }, needs) => needs.accounts.add(body.account), decide: warnAccount },
  'follow-account': followRule,
  'unfollow-account': followRule,
  'authorize-follow': answerRule,
  'reject-follow': answerRule,
  'publish-post': {
    needs: ({ meta, body }, needs) => {
      for (const id of [body.in_reply_to, body.quote_of]) if (id !== null) needs.actsOn(id, meta.actor);
    },
    decide: publishPost,
  },
  'edit-post': {
    needs: ({ body }, needs) => {
      needs.posts.add(body.post);
      needs.words.add(body.post);
    },
    decide: editPost,
  },
  'repost-post': {
    needs: ({ meta, body }, needs) => {
      needs.passedOn.set(meta.id, body.post);
      needs.actsOn(body.post, meta.actor);
      needs.pair(needs.reposts, meta.actor, body.post);
    },
    decide: repostPost,
  },
  'undo-repost': {
    needs: ({ meta, body }, needs) => {
      needs.actsOn(body.post, meta.actor);
      needs.pair(needs.reposts, meta.actor, body.post);
    },
    decide: undoRepost,
  },
  'delete-post': { needs: ({ body }, needs) => needs.posts.add(body.post), decide: deletePost },
  'like-post': likeRule,
  'unlike-post': likeRule,
  'register-authority': {
    needs: ({ meta }, needs) => {
      needs.authorities.add(meta.id);
      if (meta.actor !== null) needs.authoritiesOf.add(meta.actor);
    },
    decide: registerAuthority,
  },
  'file-order': {
    needs: ({ meta, body }, needs) => {
      if (body.authority !== null) needs.authorities.add(body.authority);
      if (meta.actor !== null) needs.authoritiesOf.add(meta.actor);
      if (body.external_id !== null) needs.externalIds.add(body.external_id);
      for (const item of body.items) if ('subject' in item) needs.subject(item.subject, meta.actor);
    },
    decide: fileOrder,
  },
  'give-notice': { needs: ({ body }, needs) => needs.orders.add(body.order), decide: giveNotice },
  'close-order': {
    needs: ({ body }, needs) => needs.wholeOrder(body.order),
    decide: closeOrder,
  },
  'decide-item': {
    needs: ({ body: { order, n } }, needs) => {
      needs.orders.add(order);
      needs.items.set(itemKey(order, n), { order_id: order, n });
    },
    decide: decideItem,
  },
  'impose-restriction': {
    needs: ({ body }, needs) => needs.subject(body.subject),
    decide: imposeRestriction,
  },
  'lift-restriction': {
    needs: ({ body }, needs) => needs.restrictions.add(body.restriction),
    decide: liftRestriction,
  },
  'change-restriction': {
    needs: ({ body }, needs) => needs.restrictions.add(body.restriction),
    decide: changeRestriction,
  },
  'start-restriction': {
    needs: ({ body }, needs) => needs.restrictions.add(body.restriction),
    decide: startRestriction,
  },
  'expire-restriction': {
    needs: ({ body }, needs) => needs.restrictions.add(body.restriction),
    decide: expireRestriction,
  },
  'expire-order': { needs: ({ body }, needs) => needs.wholeOrder(body.order), decide: expireOrder },
  'open-scenario': { needs: () => undefined, decide: openScenario },
  'finish-scenario': { needs: () => undefined, decide: finishScenario },
  'add-context': narrationRule,
  'observe-trend': narrationRule,
};

/** The record of a command's type takes commands of that type, which the compiler cannot see. */
function ruleOf(command: Command): CommandRule<CommandType> {
  return RULES[command.type];
}

/** Adds the needs of a command to those of others. */
export function addNeeds(command: Command, needs: Needs): void {
  const { actor, scenario, idempotency_key, viewpoint } = command.meta;
  if (scenario !== null) needs.scenarios.add(scenario.id);
  if (actor !== null) needs.accounts.add(actor);
  if (actor !== null && idempotency_key !== null) {
    needs.idempotency.set(pairKey(actor, idempotency_key), { account_id: actor, key: idempotency_key });
  }
  if ((actor !== null && scenario === null) || viewpoint !== null) needs.byPeople = true;
  if (asksForRanks(command)) needs.ranks = true;
  ruleOf(command).needs(command, needs);
}

/**
 * Decides a command in the world as it is: gives one event, none where it was so already, or a
 * refusal. Pure: no I/O, no clock, no chance, and the world stays as it is.
 *
 * @throws NotLoaded where its rule asks for more than its needs
 */
export function decide(world: World, command: Command): Decided<NewEvent> {
  const done = doneBefore(world, command);
  if (done !== undefined) {
    // A result that was kept before digests existed is taken to be of the same request.
    const isSame = done.digest === null || done.digest === command.meta.idempotency_digest;
    return isSame ? { ok: true, event: null, subject: done.subject } : refuse.conflict(askedBefore(command));
  }
  return (
    scenarioIsOpen(world, command) ??
    refuseSuspended(world, command) ??
    refuseByRank(world, command) ??
    ruleOf(command).decide(world, command)
  );
}

/** The kept result of a command with the same idempotency key; undefined where there was none. */
export function doneBefore(
  world: World,
  { meta: { actor, idempotency_key } }: Command,
): KeptAnswer | undefined {
  if (actor === null || idempotency_key === null) return undefined;
  return world.idempotency.get(pairKey(actor, idempotency_key));
}

/** Keeps the result of a command under its idempotency key, if it has one, for when it is sent again. */
export function remember(world: World, { meta }: Command, subject: string): void {
  const { actor, idempotency_key, idempotency_digest } = meta;
  if (actor !== null && idempotency_key !== null)
    world.idempotency.set(pairKey(actor, idempotency_key), { subject, digest: idempotency_digest });
}

/** Says that a key has been used for something else. @param type of the command that was sent under it now */
export function askedBefore({ type }: Pick<Command, 'type'>): string {
  const key = type === 'file-order' ? 'external_id' : 'Idempotency-Key';
  return `Something else was asked for under this ${key} before: take another one`;
}
