import type { NewEvent } from './events.js';

/** What comes about by the clock alone; each is the command that asks for it. */
export type Scheduled = 'start-restriction' | 'expire-restriction' | 'expire-order';

/** Something that is to come about at an instant (ms since the epoch), of a restriction or an order. */
export interface ScheduleEntry {
  what: Scheduled;
  subject: string;
  at: number;
}

/** When something comes about that has come about, or never will. */
export const NEVER = Number.POSITIVE_INFINITY;

/** How long an emergency order binds without being confirmed, ms. */
export const EMERGENCY_ORDER_MS = 48 * 3_600_000;

/**
 * The reason of an order that expires by the clock. That is modelled on rule 9 of India's Information
 * Technology (Procedure and Safeguards for Blocking for Access of Information by Public) Rules, 2009:
 * what is blocked in an emergency is put before the committee within 48 hours, and revoked where it is
 * not approved. The rule itself knows no lapse.
 */
export const EMERGENCY_EXPIRY_REASON = 'The emergency order was not confirmed within 48 hours';

/**
 * What an event puts on the schedule, and what it takes off (at `NEVER`): what it was about came
 * about, or a decision came first. A scenario's own steps tell its story, so nothing of it is scheduled.
 */
export function scheduledBy(event: NewEvent): ScheduleEntry[] {
  const { subject, scenario } = event;
  if (scenario !== null) return [];
  switch (event.type) {
    case 'restriction.imposed': {
      const from = Date.parse(event.payload.from);
      const entries: ScheduleEntry[] = [];
      // What holds at once is begun by this very event.
      if (from > event.at) entries.push({ what: 'start-restriction', subject, at: from });
      if (event.payload.until !== null)
        entries.push({ what: 'expire-restriction', subject, at: Date.parse(event.payload.until) });
      return entries;
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
