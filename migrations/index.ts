/**
 * The migrations, oldest first: one hand-written set for SQLite and PostgreSQL, forward only.
 */
import { Foundation1770000000000 } from './1770000000000-foundation.js';
import { Lookups1772000000000 } from './1772000000000-lookups.js';
import { Mentions1780000000000 } from './1780000000000-mentions.js';
import { Replies1781000000000 } from './1781000000000-replies.js';
import { Warnings1782000000000 } from './1782000000000-warnings.js';
import { SignUp1783000000000 } from './1783000000000-sign-up.js';
import { Scopes1784000000000 } from './1784000000000-scopes.js';
import { EventTypes1784500000000 } from './1784500000000-event-types.js';
import { ScenarioFeed1785000000000 } from './1785000000000-scenario-feed.js';
import { IdempotencyDigest1786000000000 } from './1786000000000-idempotency-digest.js';
import { LastPosts1786100000000 } from './1786100000000-last-posts.js';
import { ScenarioFacts1787000000000 } from './1787000000000-scenario-facts.js';
import { TagsOfPosts1787500000000 } from './1787500000000-tags-of-posts.js';
import { OAuth1788000000000 } from './1788000000000-oauth.js';
import { Statuses1789000000000 } from './1789000000000-statuses.js';
import { Replays1791000000000 } from './1791000000000-replays.js';
import { Desk1792000000000 } from './1792000000000-desk.js';
import { Relations1793000000000 } from './1793000000000-relations.js';
import { Profiles1793100000000 } from './1793100000000-profiles.js';
import { Keeping1793200000000 } from './1793200000000-keeping.js';
import { Search1794000000000 } from './1794000000000-search.js';
import { Notifications1795000000000 } from './1795000000000-notifications.js';
import { ScheduledPosts1795100000000 } from './1795100000000-scheduled-posts.js';
import { BoundedState1798000000000 } from './1798000000000-bounded-state.js';
import { FollowRequests1799000000000 } from './1799000000000-follow-requests.js';
import { Conversations1799100000000 } from './1799100000000-conversations.js';
import { FollowedTags1799400000000 } from './1799400000000-followed-tags.js';

export const MIGRATIONS = [
  Foundation1770000000000,
  Lookups1772000000000,
  Mentions1780000000000,
  Replies1781000000000,
  Warnings1782000000000,
  SignUp1783000000000,
  Scopes1784000000000,
  EventTypes1784500000000,
  ScenarioFeed1785000000000,
  IdempotencyDigest1786000000000,
  LastPosts1786100000000,
  ScenarioFacts1787000000000,
  TagsOfPosts1787500000000,
  OAuth1788000000000,
  Statuses1789000000000,
  Replays1791000000000,
  Desk1792000000000,
  Relations1793000000000,
  Profiles1793100000000,
  Keeping1793200000000,
  Search1794000000000,
  Notifications1795000000000,
  ScheduledPosts1795100000000,
  BoundedState1798000000000,
  FollowRequests1799000000000,
  Conversations1799100000000,
  FollowedTags1799400000000,
];
