import type { AdminAccount, AdminReport, AdminRole, AuditEntry, Report, ReportCategory } from '#contract';
import { inForce, type StoredAccount, type StoredPage } from '#domain';
import type { Gate } from './gate.js';
import { seal, type Gated } from './gated.js';
import { seesAll, type Role, type Viewpoint } from './viewpoint.js';

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

/** What is read beside reports that a moderator is told of. */
export interface Surroundings {
  accounts: ReadonlyMap<string, StoredAccount>;
  /** Of those that somebody signs in with: as whom, and with what address. */
  persons: ReadonlyMap<string, { role: Role; email: string | null }>;
  /** Those that the reports name, as far as they are there. */
  posts: StoredPage['posts'];
}

/** An entry of the audit as stored. Times are ms since the epoch. */
export interface StoredAuditEntry extends Omit<AuditEntry, 'at' | 'view'> {
  at: number;
  view: { at: number; live: boolean; from: string | null };
}

/** What whoever reports is answered: the account, as a stream would tell of it. */
export function gateReport(
  gate: Gate,
  report: StoredReport,
  target: StoredAccount,
  viewpoint: Viewpoint,
): Gated<Report> {
  return seal({
    ...presentReport(report),
    status_ids: report.statuses,
    rule_ids: report.rules.length === 0 ? null : report.rules,
    target_account: gate.accountEntry(target, viewpoint).value,
  });
}

/** An account as moderators see it. @throws where the viewpoint is no moderator's */
export function gateAdminAccount(
  gate: Gate,
  account: StoredAccount,
  persons: Surroundings['persons'],
  viewpoint: Viewpoint,
): Gated<AdminAccount> {
  requireModerator(viewpoint);
  return seal(presentAdminAccount(gate, account, persons, viewpoint));
}

/** Accounts as moderators see them. @throws where the viewpoint is no moderator's */
export function gateAdminAccounts(
  gate: Gate,
  accounts: readonly StoredAccount[],
  persons: Surroundings['persons'],
  viewpoint: Viewpoint,
): Gated<AdminAccount[]> {
  requireModerator(viewpoint);
  return seal(accounts.map((account) => presentAdminAccount(gate, account, persons, viewpoint)));
}

/**
 * A report as moderators see it; null where its people are not there any more.
 *
 * @throws where the viewpoint is no moderator's
 */
export function gateAdminReport(
  gate: Gate,
  report: StoredReport,
  around: Surroundings,
  viewpoint: Viewpoint,
): Gated<AdminReport> | null {
  requireModerator(viewpoint);
  const presented = presentAdminReport(gate, report, around, viewpoint);
  return presented === null ? null : seal(presented);
}

/**
 * Reports as moderators see them; those whose people are not there any more are left out.
 *
 * @throws where the viewpoint is no moderator's
 */
export function gateAdminReports(
  gate: Gate,
  reports: readonly StoredReport[],
  around: Surroundings,
  viewpoint: Viewpoint,
): Gated<AdminReport[]> {
  requireModerator(viewpoint);
  return seal(reports.flatMap((report) => presentAdminReport(gate, report, around, viewpoint) ?? []));
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

/** Routes ask for the role; that none forgets to is seen to here. */
function requireModerator(viewpoint: Viewpoint): void {
  if (!seesAll(viewpoint)) throw new Error('This is for moderators alone');
}

function presentReport(
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

function presentAdminReport(
  gate: Gate,
  report: StoredReport,
  { accounts, persons, posts }: Surroundings,
  viewpoint: Viewpoint,
): AdminReport | null {
  const accountOf = (id: string | null): AdminAccount | null => {
    const account = id === null ? undefined : accounts.get(id);
    return account === undefined ? null : presentAdminAccount(gate, account, persons, viewpoint);
  };
  const account = accountOf(report.account);
  const target = accountOf(report.target);
  if (account === null || target === null) return null;
  return {
    ...presentReport(report),
    updated_at: iso(report.updatedAt),
    account,
    target_account: target,
    assigned_account: accountOf(report.assignedTo),
    action_taken_by_account: accountOf(report.actionTakenBy),
    statuses: gate.timeline({ ids: report.statuses, posts }, viewpoint).value,
    rules: report.rules.map((id) => ({ id, text: '' })),
  };
}

function presentAdminAccount(
  gate: Gate,
  account: StoredAccount,
  persons: Surroundings['persons'],
  viewpoint: Viewpoint,
): AdminAccount {
  const person = persons.get(account.id);
  const imposed = (kind: 'limit' | 'suspend'): boolean =>
    account.restrictions.some((one) => one.kind === kind && inForce(one, viewpoint.at));
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
    account: gate.accountEntry(account, viewpoint).value,
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
