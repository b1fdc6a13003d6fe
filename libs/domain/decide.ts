import { eraseAccount, followAccount, openAccount, refuseSuspended, warnAccount } from './accounts.rules.js';
import type { Command } from './commands.js';
import type { NewEvent } from './events.js';
import {
  closeOrder,
  decideItem,
  fileOrder,
  giveNotice,
  imposeRestriction,
  liftRestriction,
  registerAuthority,
} from './orders.rules.js';
import { deletePost, likePost, publishPost, repostPost, undoRepost } from './posts.rules.js';
import { refuse, type Decided } from './refusal.js';
import { expireOrder, expireRestriction, startRestriction } from './schedule.rules.js';
import { finishScenario, narrate, openScenario, scenarioIsOpen } from './scenarios.rules.js';
import { pairKey, type KeptAnswer, type World } from './world.js';

/**
 * What comes of a command in the world as it is: one event, nothing where it was so already, or a
 * refusal. Pure: no I/O, no clock, no chance.
 */
export function decide(world: World, command: Command): Decided<NewEvent> {
  const { actor, idempotency_key, idempotency_digest } = command.meta;
  const done = doneBefore(world, command);
  if (done !== undefined) {
    // One that was kept before digests were is taken to be of the same.
    const isSame = done.digest === null || done.digest === idempotency_digest;
    return isSame ? { ok: true, event: null, subject: done.subject } : refuse.conflict(askedBefore(command));
  }
  const decided =
    scenarioIsOpen(world, command) ?? refuseSuspended(world, command) ?? decideByType(world, command);
  if (decided.ok && actor !== null && idempotency_key !== null) {
    world.idempotency.set(pairKey(actor, idempotency_key), {
      subject: decided.subject,
      digest: idempotency_digest,
    });
  }
  return decided;
}

/** What came of a command with the same idempotency key; undefined where there was none. */
export function doneBefore(
  world: World,
  { meta: { actor, idempotency_key } }: Command,
): KeptAnswer | undefined {
  if (actor === null || idempotency_key === null) return undefined;
  return world.idempotency.get(pairKey(actor, idempotency_key));
}

function askedBefore({ type }: Command): string {
  const key = type === 'file-order' ? 'external_id' : 'Idempotency-Key';
  return `Something else was asked for under this ${key} before: take another one`;
}

function decideByType(world: World, command: Command): Decided<NewEvent> {
  switch (command.type) {
    case 'open-account':
      return openAccount(world, command);
    case 'erase-account':
      return eraseAccount(world, command);
    case 'warn-account':
      return warnAccount(world, command);
    case 'follow-account':
    case 'unfollow-account':
      return followAccount(world, command);
    case 'publish-post':
      return publishPost(world, command);
    case 'repost-post':
      return repostPost(world, command);
    case 'undo-repost':
      return undoRepost(world, command);
    case 'delete-post':
      return deletePost(world, command);
    case 'like-post':
    case 'unlike-post':
      return likePost(world, command);
    case 'register-authority':
      return registerAuthority(world, command);
    case 'file-order':
      return fileOrder(world, command);
    case 'give-notice':
      return giveNotice(world, command);
    case 'close-order':
      return closeOrder(world, command);
    case 'decide-item':
      return decideItem(world, command);
    case 'impose-restriction':
      return imposeRestriction(world, command);
    case 'lift-restriction':
      return liftRestriction(world, command);
    case 'start-restriction':
      return startRestriction(world, command);
    case 'expire-restriction':
      return expireRestriction(world, command);
    case 'expire-order':
      return expireOrder(world, command);
    case 'open-scenario':
      return openScenario(world, command);
    case 'finish-scenario':
      return finishScenario(world, command);
    case 'add-context':
    case 'observe-trend':
      return narrate(world, command);
    default:
      return command satisfies never;
  }
}
