import { setImmediate as nextTurn } from 'node:timers/promises';
import { DatabaseUnavailable, Pace, type Database, type Transaction } from '#database';
import {
  addNeeds,
  decide,
  doneBefore,
  evolve,
  Needs,
  remember,
  type Command,
  type NewEvent,
  type Refusal,
  type World,
} from '#domain';
import { append, lockHead } from '#log';
import { project } from '#projections';
import { idSequence } from './id-sequence.js';
import { loadWorld } from './load-world.js';
import { ofOneAccount } from './private-table.js';
import { withheldFrom, withoutGone } from './withheld-from.js';

/** When a person's command happens, and ids that fit: given by the batch, under the lock. */
export interface Stamp {
  /** Ms since the epoch; never earlier than that of any person's event before. */
  at: number;
  /** A new id, greater than those before it. */
  id: () => string;
}

/** Commands that stand or fall together. */
export interface Submission {
  /** Makes the commands; called again when a batch is tried again. */
  build(stamp: Stamp): Command[];
  /** Writes private state in the same transaction, once the commands are decided. */
  privately?(transaction: Transaction, done: Done): Promise<void>;
  /** Submissions that share a sequence are refused once one of them was. */
  sequence?: { broken: boolean };
  /** The number of its commands, 1 unless said; a batch takes a bounded number. */
  weight?: number;
  /** It waits however long it takes, since no request is held for it. */
  patient?: boolean;
  /** Aborted before it is committed, it rejects with the signal's reason, and nothing of it happens. */
  signal?: AbortSignal;
}

/** The result of an accepted submission: each command's subject, and where the log stood after the last. */
export interface Done {
  ok: true;
  subjects: string[];
  /** `seq` of its last event; of the head where nothing happened. */
  seq: number;
  at: number;
}

export type Outcome = Done | { ok: false; refusal: Refusal };

/** A submission whose outcome somebody waits for, until they are told it or it is given up. */
class Pending {
  /** Set once nobody waits any more: a submission that has not begun by then never does. */
  over = false;
  private readonly timer: NodeJS.Timeout | null;

  constructor(
    readonly submission: Submission,
    private readonly settle: { resolve: (outcome: Outcome) => void; reject: (error: unknown) => void },
    within: number,
  ) {
    const giveUp = (): void => this.fail(new DatabaseUnavailable('The database did not answer in time'));
    this.timer = submission.patient === true ? null : setTimeout(giveUp, within);
  }

  succeed(outcome: Outcome): void {
    const { sequence } = this.submission;
    if (!outcome.ok && sequence !== undefined) sequence.broken = true;
    this.end();
    this.settle.resolve(outcome);
  }

  /** Rejects with an error, and breaks its sequence: the submissions that follow in it are refused. */
  fail(error: unknown): void {
    const { sequence } = this.submission;
    if (sequence !== undefined) sequence.broken = true;
    this.end();
    this.settle.reject(error);
  }

  private end(): void {
    this.over = true;
    if (this.timer !== null) clearTimeout(this.timer);
  }
}

export interface CommandBusOptions {
  /** Wall time, ms since the epoch. */
  clock?: () => number;
  /** The most commands that share a transaction. */
  batchSize?: number;
  /**
   * Called after a commit, before its submitters are told, with the instant of its events, ms since the
   * epoch.
   */
  onCommit?: (at: number) => void;
  /** Called after a commit, with how many submissions it was of, how many of them were refused, and how long it took. */
  onBatch?: (batch: { commands: number; refused: number; seconds: number }) => void;
}

/** How long a batch waits for more to come, at most: turns of the event loop, and ms. */
const GATHERING = { turns: 16, ms: 2 };

/**
 * The one way in. Submissions that arrive while another batch commits share the next transaction;
 * they are decided in order of arrival, each on what the ones before it left. A refused one writes
 * nothing and costs nobody else.
 */
export class CommandBus {
  private readonly queue: Pending[] = [];
  private draining = false;
  private readonly clock: () => number;
  private readonly batchSize: number;
  private readonly onCommit: (at: number) => void;
  private readonly onBatch: NonNullable<CommandBusOptions['onBatch']>;
  private readonly nextId = idSequence();

  constructor(
    private readonly database: Database,
    {
      clock = Date.now,
      batchSize = 2_000,
      onCommit = () => undefined,
      onBatch = () => undefined,
    }: CommandBusOptions = {},
  ) {
    this.clock = clock;
    this.batchSize = batchSize;
    this.onCommit = onCommit;
    this.onBatch = onBatch;
  }

  /**
   * Resolves once the outcome is committed; rejects when the database fails.
   *
   * @throws DatabaseUnavailable where the database does not answer in time, or takes nothing: it may still
   *   have happened, or happen, unless it had not begun
   */
  submit(submission: Submission): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.queue.push(new Pending(submission, { resolve, reject }, this.database.answersWithin));
      if (this.draining) return;
      this.draining = true;
      void this.drain();
    });
  }

  private async drain(): Promise<void> {
    while (this.queue.length > 0) {
      await this.gather();
      const batch = this.takeBatch();
      if (batch.length > 0) await this.tryTogether(batch);
    }
    this.draining = false;
  }

  /**
   * Lets turns of the event loop pass while each brings more: whoever is answered at once asks on at once, and a
   * commit costs as much for all of them as for one. Who comes alone waits for one turn.
   */
  private async gather(): Promise<void> {
    const began = performance.now();
    for (let [turn, before] = [0, 0]; turn < GATHERING.turns && this.queue.length > before; turn += 1) {
      if (performance.now() - began > GATHERING.ms) return;
      before = this.queue.length;
      await nextTurn();
    }
  }

  private async tryTogether(batch: readonly Pending[]): Promise<void> {
    try {
      await this.commit(batch);
    } catch (error) {
      // The database is to blame, not a submission; trying again might do twice what nothing answered for.
      if (error instanceof DatabaseUnavailable || batch.length === 1)
        for (const pending of batch) pending.fail(error);
      // One of them failed the batch, and nothing was committed: each is tried alone to find it.
      else for (const pending of batch) if (!pending.over) await this.tryTogether([pending]);
    }
  }

  private takeBatch(): Pending[] {
    let weight = 0;
    let size = 0;
    for (const { submission, over } of this.queue) {
      if (!over) weight += submission.weight ?? 1;
      if (size > 0 && weight > this.batchSize) break;
      size += 1;
    }
    return this.queue.splice(0, size).filter(({ over }) => !over);
  }

  private async commit(batch: readonly Pending[]): Promise<void> {
    let latest = 0;
    // Aborted, the batch is rolled back, and the others in it are tried again.
    const signals = batch.flatMap(({ submission }) => submission.signal ?? []);
    const signal = signals.length === 0 ? undefined : AbortSignal.any(signals);
    const decideAll = async (transaction: Transaction): Promise<Decided[]> => {
      const now = this.clock();
      const head = await lockHead(transaction);
      const stamp: Stamp = { at: Math.max(now, head.personAt), id: () => this.nextId(stamp.at) };
      // Others have their turn of the event loop meanwhile; nobody else writes until this is committed.
      const pace = new Pace(signal);
      const needs = new Needs();
      // Some may have been given up while another held the log.
      const asked = batch
        .filter(({ over }) => !over)
        .map((pending) => {
          const commands = pending.submission.build(stamp);
          for (const command of commands) addNeeds(command, needs);
          return { pending, commands };
        });
      await pace.rest();
      const world = await loadWorld(transaction, needs);
      const events: NewEvent[] = [];
      // Sequences broken in this attempt: should it be rolled back, none of them stays broken by it.
      const broken = new Set<Submission['sequence']>();
      const decided: Decided[] = [];
      for (const { pending, commands } of asked) {
        const { sequence } = pending.submission;
        const isBroken = sequence !== undefined && (sequence.broken || broken.has(sequence));
        const outcome = isBroken
          ? AFTER_A_REFUSED_ONE
          : await decideTogether(world, commands, events, head.seq, stamp.at, pace);
        if (!outcome.ok) broken.add(sequence);
        decided.push({ pending, commands, outcome });
      }
      const logged = await append(transaction, head, events, now);
      await project(transaction, logged, signal);
      const done = decided.flatMap(({ outcome, ...one }) => (outcome.ok ? [{ ...one, outcome }] : []));
      await rememberIdempotency(transaction, done, now);
      for (const { pending, outcome } of done) await pending.submission.privately?.(transaction, outcome);
      signal?.throwIfAborted();
      if (events.some(({ scenario }) => scenario === null)) latest = stamp.at;
      return decided;
    };
    const patient = batch.some(({ submission }) => submission.patient === true);
    const began = performance.now();
    const decided = await this.database.write(decideAll, { patient });
    this.onCommit(latest);
    const refused = decided.filter(({ outcome }) => !outcome.ok).length;
    this.onBatch({ commands: decided.length, refused, seconds: (performance.now() - began) / 1_000 });
    for (const { pending, outcome } of decided) pending.succeed(outcome);
  }
}

/** A submission with its commands and their outcome. */
interface Decided {
  pending: Pending;
  commands: readonly Command[];
  outcome: Outcome;
}

const AFTER_A_REFUSED_ONE: Outcome = {
  ok: false,
  refusal: { kind: 'conflict', message: 'An earlier step was refused', allowed: [] },
};

/** Decides commands one after the other; `events` grows only if all of them are accepted. */
async function decideTogether(
  world: World,
  commands: readonly Command[],
  events: NewEvent[],
  headSeq: number,
  at: number,
  pace: Pace,
): Promise<Outcome> {
  const fork = world.fork();
  const happened: NewEvent[] = [];
  const subjects: string[] = [];
  for (const command of commands) {
    if (pace.isTired) await pace.rest();
    // A command that was done before is answered again, though its subject was withheld since.
    const again = doneBefore(fork, command) !== undefined;
    const refusal = again ? null : withheldFrom(fork, command);
    if (refusal !== null) return { ok: false, refusal };
    const decision = decide(again ? fork : withoutGone(fork, command), command);
    if (!decision.ok) return decision;
    subjects.push(decision.subject);
    remember(fork, command, decision.subject);
    if (decision.event === null) continue;
    evolve(fork, decision.event);
    happened.push(decision.event);
  }
  fork.keep();
  for (const event of happened) events.push(event);
  return { ok: true, subjects, seq: headSeq + events.length, at };
}

export const IDEMPOTENCY_KEYS = ofOneAccount('idempotency_key');

/** Ms: for how long a client that sends the same again is given the first result. */
export const IDEMPOTENCY_KEYS_HOLD_MS = 7 * 86_400_000;

/** How many old keys a batch forgets beyond as many as it remembers. */
const SWEPT = 100;

async function rememberIdempotency(
  transaction: Transaction,
  done: readonly { commands: readonly Command[]; outcome: Done }[],
  now: number,
): Promise<void> {
  const rows = done.flatMap(({ commands, outcome }) =>
    commands.flatMap(({ meta }, index) =>
      meta.actor === null || meta.idempotency_key === null
        ? []
        : [
            {
              account_id: meta.actor,
              key: meta.idempotency_key,
              subject: outcome.subjects[index] ?? '',
              digest: meta.idempotency_digest,
              created_at: now,
            },
          ],
    ),
  );
  await transaction.insert('idempotency_key', rows, { orIgnore: true });
  if (rows.length > 0) await dropOldKeys(transaction, now, rows.length + SWEPT);
}

/**
 * Forgets keys that hold no longer, the oldest first, at most so many. Each batch that remembers some forgets more
 * than that, so what is there is bounded by what a week brings, and no batch pays for the past.
 */
async function dropOldKeys(transaction: Transaction, now: number, most: number): Promise<void> {
  const { among, name } = transaction.dialect;
  // By where the rows are: their own key is of two columns.
  const place = name === 'sqlite' ? 'rowid' : 'ctid';
  const old = `SELECT ${place} FROM idempotency_key WHERE created_at <= $1 ORDER BY created_at LIMIT $2`;
  await transaction.query(`DELETE FROM idempotency_key WHERE ${among(place, old)}`, [
    now - IDEMPOTENCY_KEYS_HOLD_MS,
    most,
  ]);
}
