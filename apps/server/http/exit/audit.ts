import type { Viewpoint } from '#visibility';

/** The record of what moderators are let see that is kept from others. The feature that stores it provides it. */
export abstract class Audit {
  /**
   * Notes that somebody is let see something; resolves once that is committed.
   *
   * @param account the moderator's id
   * @param route as `AuditEntry` has it, such as `GET /api/v1/statuses/:id`
   * @param subjects ids of the accounts, posts and orders that are seen
   * @throws where it is not written; what it was to note must then not leave
   */
  abstract note(
    account: string,
    route: string,
    view: Pick<Viewpoint, 'at' | 'live' | 'from'>,
    subjects: Iterable<string>,
  ): Promise<void>;
}
