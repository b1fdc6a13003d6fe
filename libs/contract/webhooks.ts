/** The kinds of thing that a webhook may be told of. */
export const WEBHOOK_EVENTS = [
  'restriction.imposed',
  'restriction.changed',
  'restriction.ended',
  'order.filed',
  'order.ended',
  'report.filed',
  'appeal.filed',
] as const;
