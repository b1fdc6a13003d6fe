import type { Account } from './entities.js';

/** The relationship of the signed-in account with another: `GET /api/v1/accounts/relationships`. */
export interface Relationship {
  id: string;
  following: boolean;
  showing_reblogs: boolean;
  notifying: boolean;
  languages: string[] | null;
  followed_by: boolean;
  blocking: boolean;
  blocked_by: boolean;
  muting: boolean;
  muting_notifications: boolean;
  requested: boolean;
  requested_by: boolean;
  domain_blocking: boolean;
  endorsed: boolean;
  /** One's own note on the account, which nobody else reads. */
  note: string;
}

/** Those whom one follows who follow an account: `GET /api/v1/accounts/familiar_followers`. */
export interface FamiliarFollowers {
  id: string;
  accounts: Account[];
}
