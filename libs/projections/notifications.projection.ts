import { createHash } from 'node:crypto';
import { entropyOfId, ulid, type LoggedEvent } from '#domain';
import type { Fold } from './fold.js';

/** An id's ten bytes of entropy, of which the first say where it sorts and the others keep it apart. */
const PLACE_BYTES = 5;
const HASH_BYTES = 5;

/** The events that can end a restriction. */
type Ending = LoggedEvent<
  | 'item.decided'
  | 'order.revoked'
  | 'order.expired'
  | 'order.set_aside'
  | 'restriction.lifted'
  | 'restriction.expired'
>;

export function foldRestrictionEnded(fold: Fold, event: Ending, restriction: string): void {
  // One that expires has said from the beginning when; the clock may tell of it later than that.
  const at = event.type === 'restriction.expired' ? Date.parse(event.payload.until) : event.at;
  const ended_id = endedId(event, restriction);
  fold.ends.set(restriction, { at, ended_id });
  fold.told.restriction(ended_id, restriction, 'ended');
}

export function foldAccountWarned(fold: Fold, event: LoggedEvent<'account.warned'>): void {
  fold.insert('warning', { id: event.id, account_id: event.subject, text: event.payload.text });
  fold.told.warning(event.id, event.subject);
}

/**
 * The id of the notification that a restriction ended: that of the event, which is about it alone.
 * An order's end lifts many, and a decision may begin another restriction, which then has its name:
 * there it is of the event's time and a hash, and so follows from the log, too.
 */
export function endedId(event: Ending, restriction: string): string {
  switch (event.type) {
    case 'restriction.lifted':
    case 'restriction.expired':
      return event.id;
    case 'item.decided':
      // A restriction that is replaced ends before the one that replaces it begins.
      return event.payload.imposes === null ? event.id : idOf(event, restriction, half(event.id));
    case 'order.revoked':
    case 'order.expired':
    case 'order.set_aside':
      return idOf(event, restriction, LAST);
  }
}

/** @param place the first half of its entropy, which says where it sorts among what happened at the same instant */
function idOf({ id, at }: Ending, restriction: string, place: Uint8Array): string {
  const hash = createHash('sha256').update(`${id} ends ${restriction}`).digest();
  return ulid(at, Buffer.concat([place, hash.subarray(0, HASH_BYTES)]));
}

/** After everything else of the instant: no person's id begins so high, and hardly a scenario's. */
const LAST = Buffer.alloc(PLACE_BYTES, 255);

/** The place half as far into the instant as an id is: before it, whatever the chance that made it. */
function half(id: string): Uint8Array {
  const entropy = Buffer.from((entropyOfId(id) >> 1n).toString(16).padStart(20, '0'), 'hex');
  return entropy.subarray(0, PLACE_BYTES);
}
