import type { Account, Conversation, Status } from '#contract';
import { seal, type Gated } from './gated.js';

/** Somebody's marks on a conversation that they are in. */
interface Marked {
  /** Its name. */
  talk: string;
  /** Their mark on the post `markedUpTo` and all before it; null: none. */
  unread: boolean | null;
  markedUpTo: string;
}

/** Ids of those who are in a conversation beside the viewer, by its last post as it is shown: a tombstone mentions nobody. */
export function othersIn({ account, mentions }: Status, viewer: string): string[] {
  const all = new Set([account.id, ...mentions.map(({ id }) => id)]);
  all.delete(viewer);
  return [...all];
}

/**
 * A conversation of parts that passed the gate.
 *
 * @param last the last post that the viewer is shown of it
 * @param others those who are in it beside them
 */
export function gateConversation(
  { talk, unread, markedUpTo }: Marked,
  last: Gated<Status>,
  others: readonly Gated<Account>[],
  viewer: string,
): Gated<Conversation> {
  const { id, account } = last.value;
  return seal({
    id: talk,
    // One's own posts are read.
    unread: unread !== null && id <= markedUpTo ? unread : account.id !== viewer,
    accounts: others.map(({ value }) => value),
    last_status: last.value,
  });
}

/** Conversations that passed the gate, in their order. */
export function gateConversations(conversations: readonly Gated<Conversation>[]): Gated<Conversation[]> {
  return seal(conversations.map(({ value }) => value));
}
