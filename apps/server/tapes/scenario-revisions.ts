import type { Database } from '#database';
import { timeOfId, type LoggedEvent } from '#domain';
import { read, readHead } from '#log';
import { restrictionsById, scenariosOf } from '#projections';

/** How much of the log is looked at for what it changes; after more, everything may have changed. */
const MOST_EVENTS = 2_000;

/**
 * Tells when what a scenario looks like may have changed, whichever process changed it: each time it is asked it
 * looks at what the log has gained. So what is acknowledged holds for whoever asks next.
 */
export class ScenarioRevisions {
  /** The `seq` up to which the log was looked at; null before the first time. */
  private cursor: number | null = null;
  /** The `seq` of the last event that changed each scenario, and of the last that may have changed any. */
  private readonly changedAt = new Map<string, number>();
  private allChangedAt = 0;
  private underWay: Promise<void> | null = null;

  /** The latest instant that anybody keeps of a scenario, ms since the epoch: people's events are mostly later. */
  latestEnd = 0;

  /** @param mode where geography is enforced, what people restrict now binds at every instant */
  constructor(
    private readonly database: Database,
    private readonly mode: 'open' | 'enforced',
  ) {}

  /** The revision of a scenario: as long as it is the same, so is what it looks like, but for what the clock does. */
  async of(scenario: string): Promise<string> {
    const { seq } = await readHead(this.database.reader);
    this.cursor ??= seq;
    while (this.cursor < seq) {
      this.underWay ??= this.lookOn(this.cursor, seq).finally(() => (this.underWay = null));
      await this.underWay;
    }
    return `${this.allChangedAt}-${this.changedAt.get(scenario) ?? 0}`;
  }

  /** Begins anew: the log did. */
  restart(): void {
    this.changedAt.clear();
    this.allChangedAt += 1;
    this.cursor = null;
  }

  private async lookOn(after: number, head: number): Promise<void> {
    if (head - after > MOST_EVENTS) {
      this.allChangedAt = head;
      this.cursor = head;
      return;
    }
    const { events, cursor } = await read(this.database.reader, after, MOST_EVENTS);
    for (const { scenario, seq } of events) if (scenario !== null) this.changedAt.set(scenario.id, seq);
    const byPeople = events.filter(({ scenario }) => scenario === null);
    if (byPeople.some((event) => happenedAt(event) <= this.latestEnd)) this.allChangedAt = cursor;
    if (this.mode === 'enforced')
      for (const scenario of await this.restricted(byPeople)) this.changedAt.set(scenario, cursor);
    this.cursor = cursor;
  }

  /** The scenarios of which something was restricted, or is no longer. */
  private async restricted(events: readonly LoggedEvent[]): Promise<string[]> {
    const { reader } = this.database;
    const subjects: string[] = [];
    const lifted: string[] = [];
    for (const event of events) {
      switch (event.type) {
        case 'restriction.imposed':
          subjects.push(event.payload.subject.id);
          break;
        case 'restriction.lifted':
        case 'restriction.changed':
          lifted.push(event.subject);
          break;
        case 'item.decided':
          if (event.payload.imposes !== null) subjects.push(event.payload.imposes.subject.id);
          if (event.payload.lifts !== null) lifted.push(event.payload.lifts);
          break;
        case 'order.revoked':
        case 'order.expired':
        case 'order.set_aside':
          lifted.push(...event.payload.lifts);
          break;
        default:
      }
    }
    for (const { subject } of await restrictionsById(reader, lifted)) subjects.push(subject.id);
    return scenariosOf(reader, subjects);
  }
}

/** The earliest instant at which something may look otherwise after an event, ms since the epoch. */
function happenedAt({ type, at, subject }: LoggedEvent): number {
  return type === 'account.erased' ? timeOfId(subject) : at;
}
