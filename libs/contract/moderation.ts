import type { Account, Status } from './entities.js';

export type ReportCategory = 'spam' | 'legal' | 'violation' | 'other';

/** `POST /api/v1/reports`. */
export interface Report {
  id: string;
  action_taken: boolean;
  action_taken_at: string | null;
  category: ReportCategory;
  comment: string;
  /** Nothing is forwarded: there is nowhere to forward it to. */
  forwarded: false;
  created_at: string;
  status_ids: string[];
  rule_ids: string[] | null;
  target_account: Account;
}

/** Mastodon's Role, as far as there are roles here. */
export interface AdminRole {
  id: string;
  name: string;
  color: string;
  /** Mastodon's bit mask, as a decimal number. */
  permissions: string;
  highlighted: boolean;
}

/** `GET /api/v1/admin/accounts`, `/:id`: Mastodon's Admin::Account. */
export interface AdminAccount {
  id: string;
  username: string;
  /** The venue; null for `home`, which is local in Mastodon's sense. */
  domain: string | null;
  created_at: string;
  /** Null where nobody signs in with it, or without one. */
  email: string | null;
  /** No network addresses are kept. */
  ip: null;
  ips: never[];
  locale: null;
  invite_request: null;
  /** Null where nobody signs in with it. */
  role: AdminRole | null;
  confirmed: boolean;
  approved: boolean;
  disabled: false;
  /** Limited, by a restriction of kind `limit`. */
  silenced: boolean;
  suspended: boolean;
  sensitized: false;
  account: Account;
}

/** `GET /api/v1/admin/reports`, `/:id`: Mastodon's Admin::Report. */
export interface AdminReport {
  id: string;
  action_taken: boolean;
  action_taken_at: string | null;
  category: ReportCategory;
  comment: string;
  forwarded: false;
  created_at: string;
  updated_at: string;
  account: AdminAccount;
  target_account: AdminAccount;
  assigned_account: AdminAccount | null;
  action_taken_by_account: AdminAccount | null;
  /** Those of the reported posts that still are. */
  statuses: Status[];
  /** As the reporter named them; this server keeps no list of rules, so without words. */
  rules: { id: string; text: '' }[];
}

/** `GET /api/v1/admin/audit`: a moderator was shown something that is hidden from others at the same place. */
export interface AuditEntry {
  id: string;
  /** ISO 8601, wall time. */
  at: string;
  account_id: string;
  /** Such as `GET /api/v1/statuses/:id`, or of a socket `subscribe public`. */
  route: string;
  view: {
    /** ISO 8601. */
    at: string;
    live: boolean;
    /** A country, `elsewhere`, or null where it was unknown. */
    from: string | null;
  };
  /**
   * Ids of what was seen, and of what a restriction on it is on: posts, accounts, orders,
   * restrictions, authorities, hashtags. Of a socket none: it sees whatever comes.
   */
  subjects: string[];
}
