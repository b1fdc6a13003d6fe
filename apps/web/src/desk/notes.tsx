import type { ModeratorNote, QueueEntry } from '#contract';
import { useState } from 'react';
import { refusalOf, type Client } from '../session/client.js';
import { useLanguage } from '../words/words.js';
import { ago } from './ago.js';
import { useDeskWords } from './words.js';

interface Props {
  client: Client;
  entry: QueueEntry;
  notes: readonly ModeratorNote[];
  nameOf: (id: string | null) => string;
  onChanged: () => void;
}

/** Shows moderators' notes to one another about it. */
export function Notes({ client, entry, notes, nameOf, onChanged }: Props) {
  const words = useDeskWords();
  const language = useLanguage();
  const [texts, setTexts] = useState<ReadonlyMap<string, string>>(new Map());
  const [failed, setFailed] = useState('');
  const about =
    entry.status_id !== null
      ? { status_id: entry.status_id }
      : entry.account_id !== null
        ? { account_id: entry.account_id }
        : { order_id: entry.order_id ?? undefined };
  const text = texts.get(entry.id) ?? '';
  const setText = (typed: string) => setTexts((before) => new Map(before).set(entry.id, typed));
  const keep = () => {
    if (text.trim() === '') return;
    client.post('/api/v1/admin/notes', { body: { ...about, text: text.trim() } }).then(
      () => {
        setText('');
        setFailed('');
        onChanged();
      },
      (error: unknown) => {
        const { failure } = refusalOf(error);
        setFailed(failure.kind === 'unreachable' ? words.notSent : words.refusedBy(failure.message));
      },
    );
  };
  return (
    <section className="item-notes" aria-label={words.notes}>
      <h3>
        {words.notes} <small>{words.notesFor}</small>
      </h3>
      {notes.map((note) => (
        <p key={note.id}>
          <b>{nameOf(note.account_id)}</b>,{' '}
          <time dateTime={note.created_at}>{ago(note.created_at, language).text}</time>.{' '}
          <span dir="auto">{note.text}</span>
        </p>
      ))}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keep();
        }}
      >
        <label className="field">
          <span className="sr">{words.addNote}</span>
          <textarea
            id="desk-note"
            rows={2}
            maxLength={2000}
            placeholder={words.addNote}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              keep();
            }}
          />
        </label>
        {text.trim() !== '' && <button className="button">{words.keepNote}</button>}
        <p role="alert">{failed}</p>
      </form>
    </section>
  );
}
