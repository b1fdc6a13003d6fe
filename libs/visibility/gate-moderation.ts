import type { AdminAccount, AdminReport, Report } from '#contract';
import { FEEDS, type StoredAccount, type StoredPage } from '#domain';
import { Answer, NO_POSTS } from './answer.js';
import type { Gated } from './gated.js';
import { mayKnowOf } from './known.js';
import {
  presentAdminAccount,
  presentAdminReport,
  presentReport,
  requireModerator,
  type StoredReport,
  type Surroundings,
} from './moderation.js';
import { originOf, Renderer, type Address } from './renderer.js';
import type { Viewpoint } from './viewpoint.js';

/** The gate for answers to moderators, and for reports that are made to them. */
export class ModerationGate {
  constructor(private readonly address: Address) {}

  private answer(viewpoint: Viewpoint, posts: StoredPage['posts'] = NO_POSTS): Answer {
    return new Answer(posts, viewpoint, new Renderer(originOf(this.address)));
  }

  /**
   * A report, as the answer to whoever filed it, with its account as a stream would tell of it.
   *
   * @param posts those that the report names; whoever filed it may know of them
   */
  filed(
    report: StoredReport,
    target: StoredAccount,
    posts: StoredPage['posts'],
    viewpoint: Viewpoint,
  ): Gated<Report> {
    const answer = this.answer(viewpoint, posts);
    for (const id of report.statuses) {
      const post = posts.get(id);
      if (post !== undefined) answer.admits(mayKnowOf(post, posts, viewpoint));
    }
    return answer.seal(presentReport(report, answer.account(target)));
  }

  /** Accounts as moderators see them. @throws where the viewpoint is no moderator's */
  accounts(
    accounts: readonly StoredAccount[],
    persons: Surroundings['persons'],
    viewpoint: Viewpoint,
  ): Gated<AdminAccount[]> {
    requireModerator(viewpoint);
    const answer = this.answer(viewpoint);
    return answer.seal(accounts.map((account) => adminAccount(answer, account, persons)));
  }

  /** An account as moderators see it. @throws where the viewpoint is no moderator's */
  account(
    account: StoredAccount,
    persons: Surroundings['persons'],
    viewpoint: Viewpoint,
  ): Gated<AdminAccount> {
    requireModerator(viewpoint);
    const answer = this.answer(viewpoint);
    return answer.seal(adminAccount(answer, account, persons));
  }

  /**
   * Reports as moderators see them; those whose people no longer exist are left out.
   *
   * @throws where the viewpoint is no moderator's
   */
  reports(
    reports: readonly StoredReport[],
    around: Surroundings,
    viewpoint: Viewpoint,
  ): Gated<AdminReport[]> {
    requireModerator(viewpoint);
    const answer = this.answer(withReported(viewpoint, reports), around.posts);
    return answer.seal(reports.flatMap((report) => adminReport(answer, report, around) ?? []));
  }

  /**
   * A report as moderators see it; null where its people no longer exist.
   *
   * @throws where the viewpoint is no moderator's
   */
  report(report: StoredReport, around: Surroundings, viewpoint: Viewpoint): Gated<AdminReport> | null {
    requireModerator(viewpoint);
    const answer = this.answer(withReported(viewpoint, [report]), around.posts);
    const presented = adminReport(answer, report, around);
    return presented === null ? null : answer.seal(presented);
  }
}

/** The viewpoint of a moderator who reads reports: what these name is shown, whomever it was for. */
function withReported(viewpoint: Viewpoint, reports: readonly StoredReport[]): Viewpoint {
  return { ...viewpoint, reported: new Set(reports.flatMap(({ statuses }) => statuses)) };
}

function adminAccount(
  answer: Answer,
  account: StoredAccount,
  persons: Surroundings['persons'],
): AdminAccount {
  return presentAdminAccount(account, answer.account(account), persons.get(account.id), answer.viewpoint.at);
}

function adminReport(
  answer: Answer,
  report: StoredReport,
  { accounts, persons }: Surroundings,
): AdminReport | null {
  if (!accounts.has(report.account) || !accounts.has(report.target)) return null;
  const person = (id: string | null): AdminAccount | null => {
    const account = id === null ? undefined : accounts.get(id);
    return account === undefined ? null : adminAccount(answer, account, persons);
  };
  const [account, target] = [person(report.account), person(report.target)];
  if (account === null || target === null) return null;
  const people = {
    account,
    target_account: target,
    assigned_account: person(report.assignedTo),
    action_taken_by_account: person(report.actionTakenBy),
  };
  return presentAdminReport(report, people, answer.list(report.statuses, FEEDS.account));
}
