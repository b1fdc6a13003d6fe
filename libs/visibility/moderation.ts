import type {
  Account,
  AdminAccount,
  AdminReport,
  AdminRole,
  AuditEntry,
  Report,
  ReportCategory,
  Status,
} from '#contract';
import { inForce, type Role, type StoredAccount, type StoredPage } from '#domain';
import { seal, type Gated } from './gated.js';
import { seesAll, type Viewpoint } from './viewpoint.js';

/** A report as stored: private state, as it stands now. Times are ms since the epoch. */
export interface StoredReport {
  id: string;
  account: string;
  target: string;
  category: ReportCategory;
  comment: string;
  statuses: string[];
  rules: string[];
  assignedTo: string | null;
  actionTakenBy: string | null;
  actionTakenAt: number | null;
  createdAt: number;
  updatedAt: number;
}

/** Who signs in with an account. */
interface Person {
  role: Role;
  email: string | null;
}

/** The things that are read beside reports, to present those to a moderator. */
export interface Surroundings {
  accounts: ReadonlyMap<string, StoredAccount>;
  /** Role and e-mail address, of the accounts that somebody signs in with. */
  persons: ReadonlyMap<string, Person>;
  /** The posts that the reports name, as far as they exist. */
  posts: StoredPage['posts'];
}

/** An entry of the audit as stored. Times are ms since the epoch. */
export interface StoredAuditEntry extends Omit<AuditEntry, 'at' | 'view'> {
  at: number;
  view: { at: number; live: boolean; from: string | null };
}

/** The audit, for admins. @throws where the viewpoint is no admin's */
export function gateAudit(entries: readonly StoredAuditEntry[], viewpoint: Viewpoint): Gated<AuditEntry[]> {
  if (viewpoint.viewer?.role !== 'admin') throw new Error('The audit is for admins alone');
  requireModerator(viewpoint);
  return seal(
    entries.map(({ id, at, account_id, route, view, subjects }) => ({
      id,
      at: iso(at),
      account_id,
      route,
      view: { ...view, at: iso(view.at) },
      subjects,
    })),
  );
}

/** Guards against a route that forgot to ask for the role. @throws where the viewpoint is no moderator's */
export function requireModerator(viewpoint: Viewpoint): void {
  if (!seesAll(viewpoint)) throw new Error('This is for moderators alone');
}

/** A report, as the answer to whoever filed it. */
export function presentReport(report: StoredReport, target: Account): Report {
  return {
    ...presentFiled(report),
    status_ids: report.statuses,
    rule_ids: report.rules.length === 0 ? null : report.rules,
    target_account: target,
  };
}

function presentFiled(
  report: StoredReport,
): Pick<
  Report,
  'id' | 'action_taken' | 'action_taken_at' | 'category' | 'comment' | 'forwarded' | 'created_at'
> {
  return {
    id: report.id,
    action_taken: report.actionTakenAt !== null,
    action_taken_at: report.actionTakenAt === null ? null : iso(report.actionTakenAt),
    category: report.category,
    comment: report.comment,
    forwarded: false,
    created_at: iso(report.createdAt),
  };
}

/** A report as moderators see it, with its people and posts as they see those. */
export function presentAdminReport(
  report: StoredReport,
  people: Pick<AdminReport, 'account' | 'target_account' | 'assigned_account' | 'action_taken_by_account'>,
  statuses: Status[],
): AdminReport {
  return {
    ...presentFiled(report),
    updated_at: iso(report.updatedAt),
    ...people,
    statuses,
    rules: report.rules.map((id) => ({ id, text: '' })),
  };
}

/**
 * An account as moderators see it.
 *
 * @param shown the same account as they see it elsewhere
 * @param person who signs in with it, if anybody does
 * @param at the instant looked at, ms since the epoch
 */
export function presentAdminAccount(
  account: StoredAccount,
  shown: Account,
  person: Person | undefined,
  at: number,
): AdminAccount {
  const imposed = (kind: 'limit' | 'suspend'): boolean =>
    account.restrictions.some((one) => one.kind === kind && inForce(one, at));
  return {
    id: account.id,
    username: account.handle,
    domain: account.venue === 'home' ? null : account.venue,
    created_at: iso(account.openedAt),
    email: person?.email ?? null,
    ip: null,
    ips: [],
    locale: null,
    invite_request: null,
    role: person === undefined ? null : presentRole(person.role),
    confirmed: person !== undefined,
    approved: person !== undefined,
    disabled: false,
    silenced: imposed('limit'),
    suspended: imposed('suspend'),
    sensitized: false,
    account: shown,
  };
}

/**
 * Mastodon's flags: administrator; manage reports and users.
 * @see https://docs.joinmastodon.org/entities/Role/#permission-flags
 */
const PERMISSIONS: Readonly<Record<Role, number>> = {
  reader: 0,
  authority: 0,
  moderator: 0x10 | 0x400,
  admin: 0x1,
};

function presentRole(role: Role): AdminRole {
  return {
    id: role,
    name: role,
    color: '',
    permissions: String(PERMISSIONS[role]),
    highlighted: role === 'moderator' || role === 'admin',
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
