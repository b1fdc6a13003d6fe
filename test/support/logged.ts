import type { Database } from '#database';
import type { LoggedEvent, NewEvent } from '#domain';
import { append, lockHead } from '#log';
import { BEGINNING } from './platform.js';

let made = 0;

/** An event for tests of the log, which must never know what one means. */
export function anEvent(text: string, rest: Partial<NewEvent> = {}): NewEvent {
  made += 1;
  const id = `event-${String(made).padStart(8, '0')}`;
  return {
    id,
    type: 'context.added',
    at: BEGINNING + made,
    actor: null,
    venue: null,
    subject: id,
    payload: { title: '', text, side: null },
    provenance: null,
    scenario: null,
    ...rest,
  } as NewEvent;
}

/** The same event of a scenario's step, whenever it is made. */
export function stepEvent(step: string, n: number): NewEvent {
  const id = `${step}-${n}`;
  return anEvent(`Row ${n} of ${step}`, {
    id,
    subject: id,
    at: BEGINNING + n,
    scenario: { id: 'story', step },
  });
}

/** Appends events in a transaction of their own. */
export function appendTo(database: Database, ...events: NewEvent[]): Promise<LoggedEvent[]> {
  return database.write(async (transaction) =>
    append(transaction, await lockHead(transaction), events, BEGINNING),
  );
}
