const BY_MODERATORS = 'Whoever gets there is a moderator, and not as the public: both are checked before.';
const TOLD_EVERYBODY = 'Ids and countries, which everybody is told who is told at all.';
const ONES_OWN = 'One’s own account and what it is told: the mutant leaves who looks.';
const READ_ONLY = 'It says what to read; the gate judges what was read.';
const ASKED_TWICE =
  'Reading an order and the gate both ask; that neither may be left out is a mutant of mayReadOrder.';

/**
 * Mutants that change nothing of what leaves, each with the reason.
 *
 * @type {{ mutant: string, because: string }[]}
 */

export const UNNEEDED = [
  { mutant: 'apps/server/api/admin/admin-desk.ts account', because: BY_MODERATORS },
  { mutant: 'apps/server/api/admin/admin-desk.ts accounts', because: BY_MODERATORS },
  { mutant: 'apps/server/api/admin/admin-desk.ts report', because: BY_MODERATORS },
  { mutant: 'apps/server/api/admin/admin-desk.ts reports', because: BY_MODERATORS },
  { mutant: 'apps/server/api/audit/audit.controller.ts list', because: BY_MODERATORS },
  { mutant: 'apps/server/api/orders/orders.controller.ts decide', because: BY_MODERATORS },
  { mutant: 'apps/server/api/restrictions/restrictions.controller.ts shown', because: BY_MODERATORS },
  { mutant: 'apps/server/api/demo/demo.controller.ts signIn', because: ONES_OWN },
  { mutant: 'apps/server/live/notification-frames.ts ofPlatform', because: ONES_OWN },
  { mutant: 'apps/server/api/statuses/scheduled.service.ts list', because: ONES_OWN },
  { mutant: 'apps/server/api/statuses/scheduled.service.ts shown', because: ONES_OWN },
  { mutant: 'apps/server/api/explain/explain.controller.ts knownBy', because: READ_ONLY },
  { mutant: 'apps/server/api/discovery/search.service.ts accountsOf', because: ONES_OWN },
  {
    mutant: 'apps/server/api/discovery/trends.service.ts statuses',
    because:
      'It is handed posts alone that anybody is shown from there; what is asked is whom the viewer keeps apart.',
  },
  { mutant: 'apps/server/api/orders/orders.controller.ts show', because: ASKED_TWICE },
  { mutant: 'apps/server/api/orders/orders.controller.ts items', because: ASKED_TWICE },
  { mutant: 'apps/server/api/orders/orders.controller.ts read', because: ASKED_TWICE },
  { mutant: 'apps/server/live/sight.ts withheld', because: TOLD_EVERYBODY },
  { mutant: 'apps/server/live/sight.ts accountWithheld', because: TOLD_EVERYBODY },
  {
    mutant: 'apps/server/pages/viewpoint-bar.ts viewpointBar',
    because: 'It says which ways to look stand at the head of a page.',
  },
];
