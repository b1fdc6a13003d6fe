import type { WebhookEvent } from '#contract';
import type { LoggedEvent } from '#domain';

/** Something that webhooks are told: its type, the id of what it is of, and when it happened (ms since the epoch). */
export interface Told {
  type: WebhookEvent;
  about: string;
  at: number;
}

/** Gives the message that an event makes for webhooks. A story's events tell nothing: nobody's system acts on a reconstruction. */
export function toldBy(event: LoggedEvent): Told[] {
  if (event.scenario !== null) return [];
  const { id, at, subject } = event;
  const ended = (restriction: string): Told => ({ type: 'restriction.ended', about: restriction, at });
  switch (event.type) {
    case 'restriction.imposed':
      // One that is scheduled is told when it begins.
      return Date.parse(event.payload.from) > at ? [] : [{ type: 'restriction.imposed', about: id, at }];
    case 'restriction.started':
      return [{ type: 'restriction.imposed', about: subject, at }];
    case 'restriction.changed':
      return [{ type: 'restriction.changed', about: subject, at }];
    case 'restriction.lifted':
    case 'restriction.expired':
      return [ended(subject)];
    case 'item.decided': {
      const { lifts, imposes } = event.payload;
      return [
        ...(lifts === null ? [] : [ended(lifts)]),
        ...(imposes === null ? [] : [{ type: 'restriction.imposed' as const, about: id, at }]),
      ];
    }
    case 'order.filed':
      return [{ type: 'order.filed', about: subject, at }];
    case 'order.revoked':
    case 'order.expired':
    case 'order.set_aside':
      return [{ type: 'order.ended', about: subject, at }, ...event.payload.lifts.map(ended)];
    default:
      return [];
  }
}
