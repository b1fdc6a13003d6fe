import type { QueueEntry, RestrictionField } from '#contract';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { refusalOf, type Client } from '../session/client.js';
import { assign, decide, decideMany, HalfDone, Overtaken, takeBack, type Left, type Undo } from './acts.js';
import { NEW_DRAFT, type Draft } from './draft.js';
import { groupRows, inOrder, neighbour, type Done, type Row } from './rows.js';
import { extended, NOTHING_CHOSEN, stillOf, toggled, type Selection } from './selection.js';
import { useQueue } from './use-queue.js';

/** Milliseconds for which a decision can be taken back. */
const UNDO_MS = 10_000;
/** The draft of a decision on many. */
const MANY = 'many';

/** Why a decision was not taken; what was typed stays. */
export type Trouble =
  { is: 'overtaken'; done: Done } | { is: 'unsent' | 'half' } | { is: 'refused'; message: string };

/** The last act, as the status line says it. */
export interface Said {
  what:
    | { is: 'done'; outcome: Done['outcome'] }
    | { is: 'many'; done: number }
    | { is: 'undone' | 'undo-failed' };
  left: readonly Left[];
  undo: readonly { entry: QueueEntry; undo: Undo }[];
}

/**
 * The desk's state: what waits, which one is looked at, what is chosen, typed, sent.
 *
 * @param me the id of the moderator's account
 */
export function useDesk(client: Client, me: string, undoReason: string) {
  const [kind, setKind] = useState<QueueEntry['kind'] | null>(null);
  const queue = useQueue(client, kind);
  const groups = useMemo(() => groupRows(queue.rows), [queue.rows]);
  const rows = useMemo(() => inOrder(groups), [groups]);
  const [wanted, setWanted] = useState<string | null>(null);
  const currentId = rows.some(({ entry }) => entry.id === wanted)
    ? wanted
    : (rows.find(({ done }) => done === null)?.entry.id ?? rows[0]?.entry.id ?? null);
  // The entry that is looked at stays, whatever comes into the queue above it, and whoever ends it meanwhile.
  if (currentId !== null && currentId !== wanted) setWanted(currentId);
  const current = rows.find(({ entry }) => entry.id === currentId) ?? null;

  const choosable = useMemo(
    () =>
      rows.filter(({ entry, done }) => done === null && entry.kind !== 'appeal').map(({ entry }) => entry.id),
    [rows],
  );
  const [selected, setSelection] = useState<Selection>(NOTHING_CHOSEN);
  const selection = useMemo(() => stillOf(selected, new Set(choosable)), [selected, choosable]);
  const chosen = useMemo(
    () => rows.filter(({ entry }) => selection.chosen.includes(entry.id)),
    [rows, selection],
  );
  const isMany = chosen.length > 0;

  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const draftId = isMany ? MANY : (currentId ?? '');
  const draft = drafts.get(draftId) ?? NEW_DRAFT;
  const write = useCallback(
    (change: Partial<Draft>) =>
      setDrafts((before) =>
        new Map(before).set(draftId, { ...(before.get(draftId) ?? NEW_DRAFT), ...change }),
      ),
    [draftId],
  );
  const [troubles, setTroubles] = useState<ReadonlyMap<string, Trouble>>(new Map());
  const [sending, setSending] = useState(false);
  const [said, setSaid] = useState<Said | null>(null);
  /** Raised where the item is to be read again. */
  const [version, setVersion] = useState(0);
  /** Raised where the item's heading takes the focus. */
  const [moves, setMoves] = useState(0);

  const timer = useRef<number | undefined>(undefined);
  const say = useCallback((what: Said) => {
    window.clearTimeout(timer.current);
    setSaid(what);
    // An act can be taken back for a while; that it was done stays to be read.
    if (what.undo.length > 0)
      timer.current = window.setTimeout(() => setSaid((now) => now && { ...now, undo: [] }), UNDO_MS);
  }, []);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const go = (id: string | null, focus = true) => {
    setWanted(id);
    if (focus) setMoves((n) => n + 1);
  };
  const move = (by: 1 | -1, open = false) => go(neighbour(rows, currentId, by, open));
  const drop = (id: string) => {
    const without = <T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
      new Map([...map].filter(([key]) => key !== id));
    setDrafts(without);
    setTroubles(without);
  };

  const sendOne = async (row: Row, standing: readonly RestrictionField[]): Promise<void> => {
    const { entry } = row;
    try {
      const { done, undo } = await decide(client, row, draft, standing);
      const next = neighbour(rows, entry.id, 1, true);
      queue.end(entry, done);
      drop(entry.id);
      say({
        what: { is: 'done', outcome: done.outcome },
        left: [],
        undo: undo === null ? [] : [{ entry, undo }],
      });
      go(next);
    } catch (error) {
      if (error instanceof Overtaken) queue.end(entry, error.done);
      setTroubles((before) => new Map(before).set(entry.id, troubleOf(error)));
    }
  };

  const sendMany = async (): Promise<void> => {
    const { ended, left } = await decideMany(client, chosen, draft);
    for (const { row, done } of ended) queue.end(row.entry, done);
    const undo = ended.flatMap(({ row, undo: one }) => (one === null ? [] : { entry: row.entry, undo: one }));
    say({ what: { is: 'many', done: ended.length }, left, undo });
    // Nothing went through: what was typed is not to be typed again.
    if (ended.length > 0) drop(MANY);
    setSelection({ chosen: left.map(({ row }) => row.entry.id), anchor: null });
    setMoves((n) => n + 1);
  };

  const send = async (standing: readonly RestrictionField[]): Promise<void> => {
    if (sending || (current === null && !isMany)) return;
    setSending(true);
    setSaid(null);
    try {
      await (isMany ? sendMany() : sendOne(current!, standing));
    } finally {
      setSending(false);
      setVersion((n) => n + 1);
      queue.refresh();
    }
  };

  /** Takes an entry on, or gives back what one has taken. */
  const take = async (entry: QueueEntry): Promise<void> => {
    const mine = entry.assigned_account_id === me;
    try {
      await assign(client, entry, mine ? 'nobody' : 'self');
      queue.change({ ...entry, assigned_account_id: mine ? null : me });
    } catch (error) {
      setTroubles((before) => new Map(before).set(entry.id, troubleOf(error)));
      queue.refresh();
    }
  };

  const undo = async (): Promise<void> => {
    const back = said?.undo ?? [];
    window.clearTimeout(timer.current);
    setSaid(null);
    let failed = false;
    for (const { entry, undo: one } of back)
      try {
        await takeBack(client, one, undoReason);
        const done: Done = { outcome: 'restored', at: new Date().toISOString(), by: null, here: true };
        if (one.item !== null) queue.end(entry, done);
      } catch {
        failed = true;
      }
    say({ what: { is: failed ? 'undo-failed' : 'undone' }, left: [], undo: [] });
    go(back[0]?.entry.id ?? currentId);
    setVersion((n) => n + 1);
    queue.refresh();
  };

  return {
    ...{ kind, setKind, queue, groups, rows, current, currentId, selection, chosen, choosable, isMany },
    ...{ draft, write, sending, said, version, moves, go, move, send, take, undo, me },
    trouble: troubles.get(isMany ? MANY : (currentId ?? '')) ?? null,
    select: (id: string) => {
      if (choosable.includes(id)) setSelection(toggled(selection, id));
    },
    selectTo: (id: string) => setSelection(extended(selection, id, choosable)),
    selectAll: () => setSelection({ chosen: choosable, anchor: null }),
    clear: () => setSelection(NOTHING_CHOSEN),
  };
}

export type Desk = ReturnType<typeof useDesk>;

function troubleOf(error: unknown): Trouble {
  if (error instanceof Overtaken) return { is: 'overtaken', done: error.done };
  if (error instanceof HalfDone) return { is: 'half' };
  const { failure } = refusalOf(error);
  return failure.kind === 'unreachable' ? { is: 'unsent' } : { is: 'refused', message: failure.message };
}
