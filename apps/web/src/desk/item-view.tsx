import type { Order, QueueEntry } from '#contract';
import { useEffect, useRef } from 'react';
import { AuthorLine } from '../post/author-line.js';
import { PostCard } from '../post/post-card.js';
import { RichText } from '../post/rich-text.js';
import { TombstoneCard } from '../post/tombstone-card.js';
import type { Client } from '../session/client.js';
import { CountrySelect } from '../viewpoint/country-select.js';
import { countryName, inCountry } from '../viewpoint/countries.js';
import { useLanguage } from '../words/words.js';
import { ago } from './ago.js';
import { Becomes } from './becomes.js';
import { HistoryList } from './history-list.js';
import { Notes } from './notes.js';
import type { Row } from './rows.js';
import { Standing } from './standing.js';
import type { Desk } from './use-desk.js';
import { useSeen, type Look, type Seen, type SubjectFacts } from './use-facts.js';
import { kindOf } from './where.js';
import { useDeskWords } from './words.js';

interface Props {
  client: Client;
  desk: Desk;
  /** The entry that is looked at; of many the first. Null where nothing waits. */
  row: Row | null;
  order: Order | null;
  facts: SubjectFacts;
  nameOf: (id: string | null) => string;
  look: Look;
  /** The country to look from, where one does. */
  place: string;
  onLook: (look: Look) => void;
  /** Something was written about it. */
  onChanged: () => void;
  onBack: () => void;
}

/** The item as everybody sees it, what it will become, what was done about it, and moderators' notes. */
export function ItemView(props: Props) {
  const { client, desk, row, order, facts, nameOf, look, place, onLook, onChanged, onBack } = props;
  const words = useDeskWords();
  const language = useLanguage();
  const heading = useRef<HTMLHeadingElement>(null);
  const seen = useSeen(client, row?.entry ?? null, look, desk.version);
  useEffect(() => {
    if (desk.moves > 0) heading.current?.focus();
  }, [desk.moves]);

  if (row === null)
    return (
      <section className="item" aria-label={words.item}>
        <h2 ref={heading} tabIndex={-1}>
          {desk.queue.counts === null ? words.reading : words.empty}
        </h2>
      </section>
    );
  const { entry } = row;
  const shownAs =
    look.as === 'country' ? words.shown.country(inCountry(look.country, language)) : words.shown[look.as];
  return (
    <section className="item" aria-label={words.item}>
      <button type="button" className="button item-back" onClick={onBack}>
        {words.back}
      </button>
      <header>
        <div>
          <h2 ref={heading} tabIndex={-1}>
            {desk.isMany
              ? words.many(desk.chosen.length)
              : words.heading(entry.kind, entry.item, kindOf(entry, words))}
          </h2>
          <p className="basis">
            {desk.isMany ? words.firstOf(desk.chosen.length) : words.since(ago(entry.since, language).clock)}{' '}
            {shownAs}
          </p>
        </div>
        <div className="look">
          <div className="seg" role="group" aria-label={words.viewAs}>
            <button
              type="button"
              aria-pressed={look.as === 'everybody'}
              onClick={() => onLook({ as: 'everybody' })}
            >
              {words.everybody}
            </button>
            <button
              type="button"
              aria-pressed={look.as === 'country'}
              onClick={() => onLook({ as: 'country', country: place })}
            >
              {countryName(place, language)}
            </button>
            <button
              type="button"
              aria-pressed={look.as === 'moderator'}
              onClick={() => onLook({ as: 'moderator' })}
            >
              {words.moderator}
            </button>
          </div>
          {look.as === 'country' && (
            <CountrySelect
              label={words.country}
              value={place}
              ofStory={(order?.countries ?? []).filter((code) => /^(?!EU)[A-Z]{2}$/.test(code))}
              disabled={null}
              onChange={(country) => onLook({ as: 'country', country })}
            />
          )}
        </div>
      </header>
      {row.done === null && !desk.isMany && <Taken desk={desk} entry={entry} nameOf={nameOf} />}
      <Said entry={entry} />
      <div className="item-shown">
        <Shown entry={entry} seen={seen} />
      </div>
      <Becomes desk={desk} entry={entry} order={order} />
      <div className="item-below">
        <div className="item-history">
          <Standing client={client} standing={facts.standing} nameOf={nameOf} onChanged={onChanged} />
          <HistoryList history={facts.history} nameOf={nameOf} />
        </div>
        <Notes client={client} entry={entry} notes={facts.notes} nameOf={nameOf} onChanged={onChanged} />
      </div>
    </section>
  );
}

/** Who is at it: whoever takes it on is named to the others, who may decide it all the same. */
function Taken({ desk, entry, nameOf }: Pick<Props, 'desk' | 'nameOf'> & { entry: QueueEntry }) {
  const words = useDeskWords();
  const by = entry.assigned_account_id;
  return (
    <p className="item-taken">
      {by !== null && <span>{words.taken(nameOf(by))}</span>}
      <button type="button" className="button" onClick={() => void desk.take(entry)}>
        {by === desk.me ? words.giveBack : words.take} <kbd>T</kbd>
      </button>
    </p>
  );
}

/** The words of whoever reported or appeals. */
function Said({ entry }: { entry: QueueEntry }) {
  const words = useDeskWords();
  if (entry.kind === 'item') return null;
  return (
    <div className="item-said">
      <h3>
        {entry.kind === 'report' ? words.saidReport : words.saidAppeal}
        {entry.kind === 'report' && <small> {words.report(entry.category ?? 'other')}</small>}
      </h3>
      {entry.text !== '' && <p dir="auto">{entry.text}</p>}
    </div>
  );
}

function Shown({ entry, seen }: { entry: QueueEntry; seen: Seen }) {
  const words = useDeskWords();
  if (entry.url !== null)
    return (
      <p className="item-note">
        <bdi>{entry.url}</bdi>
        <br />
        {words.elsewhere}
      </p>
    );
  if (entry.tag !== null) return <p className="item-note">{words.tagIs(entry.tag)}</p>;
  switch (seen.is) {
    case 'reading':
      return <p className="item-note">{words.reading}</p>;
    case 'unread':
      return <p className="item-note">{words.notSent}</p>;
    case 'absent':
      return (
        <p className="item-note">
          {entry.status === null && entry.account === null ? words.gone : words.notShown}
        </p>
      );
    case 'account':
      return (
        <div className="post">
          <AuthorLine account={seen.account} />
          <RichText html={seen.account.note} />
          <p className="foot">
            {words.posts(seen.account.statuses_count)}, {words.followers(seen.account.followers_count)}
          </p>
        </div>
      );
    case 'post':
      return (
        <>
          {seen.status.tombstone ? (
            <TombstoneCard status={seen.status} />
          ) : (
            <PostCard status={seen.status} open={false} onToggle={() => undefined} />
          )}
          <a className="item-thread" href={seen.status.url} target="_blank" rel="noreferrer">
            {words.thread}
          </a>
        </>
      );
  }
}
