import type { Account, Status } from './entities.js';

/** `GET /api/v1/conversations`, `/:id/read`, and the `conversation` frame: a thread of `direct` posts as one who is in it sees it. */
export interface Conversation {
  /** One's own name for it: the same thread has another for somebody who is in a part of it alone. */
  id: string;
  unread: boolean;
  /** The others: who wrote the last post, and whom it mentions; of a tombstone its author alone. */
  accounts: Account[];
  /** The last post that one is shown, or its tombstone. */
  last_status: Status;
}
