import type { NewEvent } from './events.js';

/** The commands that the clock alone gives, each at its time. */
export type Scheduled = 'start-restriction' | 'expire-restriction' | 'expire-order';

/** A command due at an instant (ms since the epoch), on a restriction or an order. */
export interface ScheduleEntry {
  what: Scheduled;
  subject: string;
  at: number;
}

/** The due time of something that has already happened, or never will. */
export const NEVER = Number.POSITIVE_INFINITY;

/** How long an emergency order binds without being confirmed, ms. */
export const EMERGENCY_ORDER_MS = 48 * 3_600_000;

/**
 * The reason given for an order that expires by the clock. Modelled on rule 9 of India's Information
 * Technology (Procedure and Safeguards for Blocking for Access of Information by Public) Rules, 2009: an
 * emergency blocking is put before the committee within 48 hours, and revoked if it is not approved. The
 * rule itself knows no lapse.
 */
export const EMERGENCY_EXPIRY_REASON = 'The emergency order was not confirmed within 48 hours';

/**
 * The entries that an event puts on the schedule, or takes off it (at `NEVER`) because they happened or a
 * decision came first. A scenario's own steps tell its story, so nothing of it is scheduled.
 */
export function scheduledBy(event: NewEvent): ScheduleEntry[] {
  const { subject, scenario } = event;
  if (scenario !== null) return [];
  switch (event.type) {
    case 'restriction.imposed': {
      const from = Date.parse(event.payload.from);
      const entries: ScheduleEntry[] = [];
      // A restriction that holds at once begins with this very event.
      if (from > event.at) entries.push({ what: 'start-restriction', subject, at: from });
      if (event.payload.until !== null)
        entries.push({ what: 'expire-restriction', subject, at: Date.parse(event.payload.until) });
      return entries;
    }
    case 'restriction.changed': {
      const { until } = event.payload;
      return [{ what: 'expire-restriction', subject, at: until === null ? NEVER : Date.parse(until) }];
    }
    case 'restriction.started':
      return [{ what: 'start-restriction', subject, at: NEVER }];
    case 'restriction.expired':
      return [{ what: 'expire-restriction', subject, at: NEVER }];
    case 'restriction.lifted':
      return [
        { what: 'start-restriction', subject, at: NEVER },
        { what: 'expire-restriction', subject, at: NEVER },
      ];
    case 'order.filed':
      return event.payload.emergency
        ? [{ what: 'expire-order', subject, at: event.at + EMERGENCY_ORDER_MS }]
        : [];
    case 'order.confirmed':
    case 'order.revoked':
    case 'order.expired':
    case 'order.set_aside':
      return [{ what: 'expire-order', subject, at: NEVER }];
    default:
      return [];
  }
}
