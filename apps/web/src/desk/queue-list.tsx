import { OUTCOMES, type Order, type QueueEntry } from '#contract';
import { useEffect, useRef } from 'react';
import { OutcomeMark } from '../orders/outcome-mark.js';
import { RichText } from '../post/rich-text.js';
import { useLanguage } from '../words/words.js';
import { ago, dueIn } from './ago.js';
import type { Done, Group, Row } from './rows.js';
import type { Desk } from './use-desk.js';
import { kindOf } from './where.js';
import { useDeskWords, type DeskWords } from './words.js';

interface Props {
  desk: Desk;
  orders: ReadonlyMap<string, Order>;
  nameOf: (id: string | null) => string;
  onOpen: () => void;
}

const KINDS = ['all', 'item', 'report', 'appeal'] as const;

/** All that waits: items by order, reports, appeals. */
export function QueueList({ desk, orders, nameOf, onOpen }: Props) {
  const words = useDeskWords();
  const { queue, groups, rows, kind } = desk;
  const { counts } = queue;
  const total = counts === null ? 0 : counts.item + counts.report + counts.appeal;
  const waiting = rows.filter(({ done }) => done === null).length;
  const more = (kind === null ? total : (counts?.[kind] ?? 0)) - waiting;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [desk.currentId]);
  const lastAt =
    rows
      .map(({ done }) => done?.at ?? '')
      .sort()
      .at(-1) ?? '';
  return (
    <section className="queue" aria-label={words.queue}>
      <header>
        <h1>{words.title}</h1>
        <div className="seg" role="group" aria-label={words.ofKind}>
          {KINDS.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={(kind ?? 'all') === one}
              onClick={() => desk.setKind(one === 'all' ? null : one)}
            >
              {words.kinds[one]} <b>{counts === null ? '' : one === 'all' ? total : counts[one]}</b>
            </button>
          ))}
        </div>
      </header>
      <div className="queue-rows" ref={list}>
        {queue.failed && (
          <p className="queue-note" role="status">
            {words.stale}
          </p>
        )}
        {counts !== null && waiting === 0 && (
          <div className="queue-empty">
            <p>{words.empty}</p>
            <p>{lastAt === '' ? words.emptyMore : words.emptyLast(ago(lastAt).clock)}</p>
          </div>
        )}
        {groups.map((group) => (
          <section key={group.order ?? group.kind}>
            <GroupHead group={group} order={orders.get(group.order ?? '')} />
            <ol>
              {group.rows.map((row) => (
                <QueueRow key={row.entry.id} row={row} desk={desk} nameOf={nameOf} onOpen={onOpen} />
              ))}
            </ol>
          </section>
        ))}
        {more > 0 && <p className="queue-note">{words.more(more)}</p>}
      </div>
      <QueueFoot desk={desk} />
    </section>
  );
}

function GroupHead({ group, order }: { group: Group; order: Order | undefined }) {
  const words = useDeskWords();
  const language = useLanguage();
  const [first] = group.rows;
  const oldest = group.rows.find(({ done }) => done === null);
  return (
    <h2 className="queue-group">
      {group.kind === 'item' ? (
        <>
          <bdi>{words.order(order?.title ?? first?.entry.text ?? '', order?.authority.name ?? '')}</bdi>
          {first?.entry.due != null && <em>{words.due(dueIn(first.entry.due, language))}</em>}
        </>
      ) : (
        <>
          <span>{words.kinds[group.kind]}</span>
          {oldest && <em>{words.oldest(ago(oldest.entry.since, language).text)}</em>}
        </>
      )}
    </h2>
  );
}

function QueueRow({
  row,
  desk,
  nameOf,
  onOpen,
}: { row: Row; desk: Desk } & Pick<Props, 'nameOf' | 'onOpen'>) {
  const words = useDeskWords();
  const language = useLanguage();
  const { entry, done } = row;
  const on = kindOf(entry, words);
  const name = entry.kind === 'item' ? words.numbered(entry.item ?? 0, on) : on;
  const isCurrent = desk.currentId === entry.id;
  return (
    <li className={done === null ? '' : 'done'} aria-current={isCurrent ? 'true' : undefined}>
      <label className="queue-check">
        <input
          type="checkbox"
          aria-label={words.select(name)}
          disabled={!desk.choosable.includes(entry.id)}
          checked={desk.selection.chosen.includes(entry.id)}
          onChange={(event) =>
            (event.nativeEvent as MouseEvent).shiftKey ? desk.selectTo(entry.id) : desk.select(entry.id)
          }
        />
      </label>
      <button
        type="button"
        onClick={() => {
          desk.go(entry.id);
          onOpen();
        }}
      >
        <span className="queue-what">
          {entry.kind === 'item' && <b>{entry.item}</b>} {on}
          <em>{measureOf(entry, words)}</em>
        </span>
        <span className="queue-says">
          <Says entry={entry} />
        </span>
        {done === null && entry.assigned_account_id !== null && (
          <span className="queue-taken">{words.taken(nameOf(entry.assigned_account_id))}</span>
        )}
        {done !== null && (
          <span className="queue-done">
            <DoneMark done={done} />
            {doneText(done, words, nameOf, ago(done.at ?? entry.since, language).text)}
          </span>
        )}
      </button>
    </li>
  );
}

/** How an entry ended, by whom and when, in words. */
export function doneText(
  done: Done,
  words: DeskWords,
  nameOf: (id: string | null) => string,
  when: string,
): string {
  const what = words.outcomes[done.outcome] ?? done.outcome;
  if (done.at === null && !done.here) return what;
  if (done.here) return words.done(what, words.you, when);
  return done.by === null ? words.doneNobody(what, when) : words.done(what, nameOf(done.by), when);
}

function DoneMark({ done }: { done: Done }) {
  const outcome = OUTCOMES.find((one) => one === done.outcome);
  return outcome === undefined ? null : <OutcomeMark outcome={outcome} />;
}

/** The word at the right end of a row: how far it reaches, or what was reported. */
function measureOf({ kind, category, status, account }: QueueEntry, words: DeskWords): string {
  if (kind === 'report') return words.report(category ?? 'other');
  if (kind === 'appeal') return words.appealed;
  if (status !== null) return words.reposts(status.reblogs_count);
  return account === null ? '' : words.followers(account.followers_count);
}

function Says({ entry }: { entry: QueueEntry }) {
  const words = useDeskWords();
  if (entry.kind !== 'item' && entry.text !== '') return <bdi>{entry.text}</bdi>;
  if (entry.status !== null) return <RichText html={entry.status.content} unfocusable />;
  if (entry.account !== null)
    return <bdi>{`@${entry.account.acct}, ${words.posts(entry.account.statuses_count)}`}</bdi>;
  return <bdi>{entry.tag === null ? (entry.url ?? words.gone) : `#${entry.tag}`}</bdi>;
}

/** The keys; or what is selected. */
function QueueFoot({ desk }: { desk: Desk }) {
  const words = useDeskWords();
  if (desk.isMany)
    return (
      <div className="queue-bulk" role="region" aria-label={words.selected(desk.chosen.length)}>
        <p>
          <b>{words.selected(desk.chosen.length)}</b>
        </p>
        <button type="button" onClick={desk.selectAll}>
          {words.allOpen(desk.choosable.length)}
        </button>
        <button type="button" onClick={desk.clear}>
          {words.clear} <kbd>Esc</kbd>
        </button>
      </div>
    );
  const { move, select, decide, note, all } = words.keysShort;
  return (
    <footer className="queue-keys">
      <span>
        <kbd>J</kbd> <kbd>K</kbd> {move}
      </span>
      <span>
        <kbd>X</kbd> {select}
      </span>
      <span>
        <kbd>1</kbd>–<kbd>6</kbd> {decide}
      </span>
      <span>
        <kbd>N</kbd> {note}
      </span>
      <span>
        <kbd>?</kbd> {all}
      </span>
    </footer>
  );
}
