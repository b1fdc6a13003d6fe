import type { RestrictionKind, Subject } from './restrictions.js';
import { isTag, normaliseTag } from './text.js';
import type { World } from './world.js';

/** The kinds of restriction that each type of subject can have. */
export const KINDS_ON: Record<Subject['type'], RestrictionKind[]> = {
  account: ['withhold', 'suspend', 'label', 'limit'],
  post: ['withhold', 'suspend', 'label', 'limit'],
  hashtag: ['limit'],
};

/** Whether a subject is there: an account, a post that was not deleted, or whatever can be a hashtag. */
export function isThere(world: World, subject: Subject): boolean {
  switch (subject.type) {
    case 'account':
      return world.accounts.get(subject.id) !== undefined;
    case 'post':
      return world.posts.get(subject.id)?.deleted === false;
    case 'hashtag':
      return isTag(subject.id);
  }
}

/** Normalises a subject, because a hashtag can be written in many ways. */
export function normaliseSubject(subject: Subject): Subject {
  return subject.type === 'hashtag' ? { type: 'hashtag', id: normaliseTag(subject.id) } : subject;
}

/** A type of subject as it stands in a sentence: `an account`, `a post`. */
export function articleOf(type: Subject['type']): string {
  return type === 'account' ? 'an account' : `a ${type}`;
}
