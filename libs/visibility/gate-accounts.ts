import type { Account, CredentialAccount, FamiliarFollowers, Relationship } from '#contract';
import { isApart, type StoredAccount } from '#domain';
import { Answer, NO_POSTS } from './answer.js';
import type { Gated } from './gated.js';
import { judgeAccount } from './judge-stored.js';
import { originOf, Renderer, type Address } from './renderer.js';
import { seesAll, type Viewer, type Viewpoint } from './viewpoint.js';

/** The viewer's relationship with an account: their own private state, and what the account does to them. */
export interface StoredRelation {
  following: boolean;
  followedBy: boolean;
  requested: boolean;
  requestedBy: boolean;
  blocking: boolean;
  blockedBy: boolean;
  muting: boolean;
  mutingNotifications: boolean;
  note: string;
}

/** Roles as Mastodon names them: by id, and with its flags for reports (16), appeals (512) and people (1024), or all (1). */
const ROLES: Readonly<
  Record<Viewer['role'], Pick<CredentialAccount['role'], 'id' | 'name' | 'permissions'>>
> = {
  reader: { id: '-99', name: '', permissions: '0' },
  authority: { id: '1', name: 'Authority', permissions: '0' },
  moderator: { id: '2', name: 'Moderator', permissions: '1552' },
  admin: { id: '3', name: 'Admin', permissions: '1' },
};

/** The gate for lists of accounts, and for what the viewer has to do with accounts. */
export class AccountGate {
  constructor(private readonly address: Address) {}

  private answer(viewpoint: Viewpoint): Answer {
    return new Answer(NO_POSTS, viewpoint, new Renderer(originOf(this.address)));
  }

  /**
   * Whether a list of accounts holds an account: what is withheld, suspended or not there yet is left out, as in
   * any place that is searched, and so is whoever is kept apart from the viewer.
   *
   * @param shown what is shown all the same: who is limited, where one looks for them; who is kept apart, in the
   *   list of these
   */
  lists(
    account: StoredAccount,
    viewpoint: Viewpoint,
    shown: { limited: boolean; apart: boolean } = { limited: true, apart: false },
  ): boolean {
    const { verdict, leftOut } = judgeAccount(account, viewpoint);
    if (verdict !== 'full' && verdict !== 'labelled') return false;
    return (shown.apart || !isApart(account, seesAll(viewpoint))) && (shown.limited || !leftOut);
  }

  /** Accounts that a list holds, in their order. */
  accounts(accounts: readonly StoredAccount[], viewpoint: Viewpoint): Gated<Account[]> {
    const answer = this.answer(viewpoint);
    return answer.seal(accounts.map((account) => answer.account(account)));
  }

  /** One's own account, with what only oneself is told. */
  own(
    account: StoredAccount,
    settings: Pick<
      CredentialAccount['source'],
      'privacy' | 'sensitive' | 'language' | 'follow_requests_count'
    >,
    { role }: Viewer,
    viewpoint: Viewpoint,
  ): Gated<CredentialAccount> {
    const answer = this.answer(viewpoint);
    return answer.seal({
      ...answer.account(account),
      source: {
        ...settings,
        note: account.note,
        fields: account.fields.map(({ name, value }) => ({ name, value, verified_at: null })),
        hide_collections: false,
        discoverable: account.scenario === null,
        indexable: account.scenario === null,
        attribution_domains: [],
      },
      role: { ...ROLES[role], color: '', highlighted: role !== 'reader' },
    });
  }

  /** For each account those of the viewer's own circle who follow it. */
  familiar(
    followers: readonly { id: string; accounts: readonly StoredAccount[] }[],
    viewpoint: Viewpoint,
  ): Gated<FamiliarFollowers[]> {
    const answer = this.answer(viewpoint);
    return answer.seal(
      followers.map(({ id, accounts }) => ({
        id,
        accounts: accounts
          .filter((account) => this.lists(account, viewpoint))
          .map((account) => answer.account(account)),
      })),
    );
  }

  /** The viewer's relationships with some accounts. One that is not there, or suspended, is left out. */
  relationships(
    relations: readonly { account: StoredAccount; relation: StoredRelation }[],
    viewpoint: Viewpoint,
    withSuspended: boolean,
  ): Gated<Relationship[]> {
    const answer = this.answer(viewpoint);
    return answer.seal(
      relations
        .filter(({ account }) => {
          const { verdict } = answer.judgementOnAccount(account);
          return verdict !== 'absent' && (withSuspended || verdict !== 'suspended');
        })
        .map(({ account, relation }) => relationship(account, relation, viewpoint)),
    );
  }

  /** The viewer's relationship with an account after they changed it: undoing stays open, whatever became of it. */
  relationship(account: StoredAccount, relation: StoredRelation, viewpoint: Viewpoint): Gated<Relationship> {
    return this.answer(viewpoint).seal(relationship(account, relation, viewpoint));
  }
}

/** Of an account that is not shown nothing is told but what the viewer themselves has done. */
function relationship(account: StoredAccount, relation: StoredRelation, viewpoint: Viewpoint): Relationship {
  const { verdict } = judgeAccount(account, viewpoint);
  const isShown = verdict === 'full' || verdict === 'labelled';
  const { following, followedBy, requested, requestedBy, blocking, blockedBy } = relation;
  const { muting, mutingNotifications, note } = relation;
  return {
    id: account.id,
    following,
    showing_reblogs: following,
    notifying: false,
    languages: null,
    followed_by: isShown && followedBy,
    blocking,
    blocked_by: isShown && blockedBy,
    muting,
    muting_notifications: mutingNotifications,
    requested,
    requested_by: isShown && requestedBy,
    domain_blocking: false,
    endorsed: false,
    note,
  };
}
