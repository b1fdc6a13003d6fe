import type { Subject } from './restrictions.js';
import type { VenueId } from './venues.js';

/** The keys under which a world holds its state. */

export function pairKey(actor: string, subject: string): string {
  return `${actor} ${subject}`;
}

export function handleKey(venue: VenueId, handle: string): string {
  return `${handle.toLowerCase()}@${venue}`;
}

export function subjectKey(subject: Subject): string {
  return `${subject.type} ${subject.id}`;
}

export function itemKey(order: string, n: number): string {
  return `${order} ${n}`;
}

export function externalKey(authority: string, externalId: string): string {
  return `${authority} ${externalId}`;
}

/** The part of a key that is an id or a type, neither of which has a space in it. */
export function firstOf(key: string): string {
  return key.slice(0, key.indexOf(' '));
}

/** The part of a key after its first space. */
export function secondOf(key: string): string {
  return key.slice(key.indexOf(' ') + 1);
}
