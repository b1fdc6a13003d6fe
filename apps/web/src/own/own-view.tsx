import type { Status } from '#contract';
import { useEffect, useState } from 'react';
import { RichText } from '../post/rich-text.js';
import { refusalOf, type Client } from '../session/client.js';
import { clockTime, shortDay } from '../time/moments.js';
import { useLanguage } from '../words/words.js';
import { standing, type OwnNotice } from './notices.js';
import { useOwn } from './use-own.js';
import { WhoMayFollow } from './who-may-follow.js';
import { bannerOf, useOwnWords } from './words.js';

/** Lists the restrictions on what is one's own, those in force first, then those that ended. */
export function OwnView({ client }: { client: Client }) {
  const words = useOwnWords();
  const { notices, failed, again, older } = useOwn(client);
  const [opened] = useState(() => Date.now());
  const now = standing(notices ?? [], opened);
  const before = (notices ?? []).filter((one) => !now.includes(one));
  return (
    <main className="own">
      <h1>{words.heading}</h1>
      {failed && <p role="alert">{words.unread}</p>}
      {notices === null && !failed && <p>{words.reading}</p>}
      {notices !== null && now.length === 0 && (
        <div>
          <p className="own-none">{words.none}</p>
          <p>{words.noneMore}</p>
        </div>
      )}
      {now.length > 0 && <h2>{words.now}</h2>}
      {now.map((one) => (
        <Restricted key={one.notice.restriction_id} client={client} one={one} onAppealed={again} />
      ))}
      {before.length > 0 && <h2>{words.before}</h2>}
      {before.map((one) => (
        <Restricted key={one.notice.restriction_id} client={client} one={one} onAppealed={again} />
      ))}
      {older !== null && (
        <button type="button" className="button" onClick={older}>
          {words.older}
        </button>
      )}
      <WhoMayFollow client={client} />
    </main>
  );
}

function Restricted({ client, one, onAppealed }: { client: Client; one: OwnNotice; onAppealed: () => void }) {
  const { notice, appeal } = one;
  const words = useOwnWords();
  const language = useLanguage();
  const when = (at: string) => `${shortDay(at, undefined, language)}, ${clockTime(at)}`;
  const ends = notice.lifted_at ?? notice.until;
  const over = notice.lifted_at !== null;
  return (
    <article className={`own-notice${notice.kind === 'withhold' && !over ? ' withheld' : ''}`}>
      <h3>{bannerOf(notice, language)}</h3>
      <p>
        {words.basis[notice.basis]}, {words.since(when(notice.since))}
        {ends !== null && !over && <>, {words.until(when(ends))}</>}
        {'. '}
        {notice.order_id === null ? (
          notice.basis === 'legal_demand' && words.noOrder
        ) : (
          <a href={`/orders/${notice.order_id}`}>{words.onOrder}</a>
        )}
        {over && ends !== null && <b> {words.ended(when(ends))}</b>}
      </p>
      {notice.reason !== null && notice.reason !== '' && (
        <p>
          {words.reason}: <bdi>{notice.reason}</bdi>
        </p>
      )}
      {notice.status_id !== null && <OwnPost client={client} id={notice.status_id} />}
      {appeal !== null ? (
        <div className="own-appeal" role="status">
          <p>{words.appealed(when(appeal.created_at))}</p>
          <p dir="auto">{appeal.text}</p>
          {appeal.state !== 'open' && (
            <p>
              <b>{words.answered[appeal.state]}</b>{' '}
              {appeal.answer !== null && (
                <>
                  {words.answer}: <bdi>{appeal.answer}</bdi>
                </>
              )}
            </p>
          )}
        </div>
      ) : (
        !over && <AppealForm client={client} restriction={notice.restriction_id} onAppealed={onAppealed} />
      )}
    </article>
  );
}

/** One's own words, as their author still reads them. */
function OwnPost({ client, id }: { client: Client; id: string }) {
  const words = useOwnWords();
  const [status, setStatus] = useState<Status | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    client.read('/api/v1/statuses/{id}', { path: { id } }, stop.signal).then(setStatus, () => undefined);
    return () => stop.abort();
  }, [client, id]);
  if (status === null) return null;
  return (
    <blockquote className="post">
      <a href={status.url}>{words.post}</a>
      <RichText html={status.content} />
    </blockquote>
  );
}

function AppealForm({
  client,
  restriction,
  onAppealed,
}: {
  client: Client;
  restriction: string;
  onAppealed: () => void;
}) {
  const words = useOwnWords();
  const [text, setText] = useState('');
  const [sending, setSending] = useState(false);
  const [failed, setFailed] = useState('');
  return (
    <form
      className="own-appeal"
      onSubmit={(event) => {
        event.preventDefault();
        if (sending || text.trim() === '') return;
        setSending(true);
        client
          .post('/api/v1/appeals', { body: { restriction_id: restriction, text: text.trim() } })
          .then(
            () => {
              setFailed('');
              onAppealed();
            },
            (error: unknown) => {
              const { failure } = refusalOf(error);
              setFailed(failure.kind === 'unreachable' ? words.notSent : words.refused(failure.message));
              // One that ended meanwhile, or was appealed against in another tab, shows so.
              if (failure.kind === 'refused' && failure.status === 409) onAppealed();
            },
          )
          .finally(() => setSending(false));
      }}
    >
      <label className="field">
        <span>
          {words.appealField} <small>{words.appealNote}</small>
        </span>
        <textarea
          rows={3}
          maxLength={2000}
          required
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <button className="big">{sending ? words.sending : words.send}</button>
      <p role="alert">{failed}</p>
    </form>
  );
}
