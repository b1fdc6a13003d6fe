import type { RestrictionField } from '#contract';
import { useState } from 'react';
import { refusalOf, type Client } from '../session/client.js';
import { useLanguage } from '../words/words.js';
import { ago } from './ago.js';
import { whereOf } from './where.js';
import { useDeskWords } from './words.js';

interface Props {
  client: Client;
  /** Restrictions in force. */
  standing: readonly RestrictionField[];
  nameOf: (id: string | null) => string;
  onChanged: () => void;
}

/** Shows what restricts it now, who imposed it, and until when; the end of what no order holds can be set anew. */
export function Standing({ client, standing, nameOf, onChanged }: Props) {
  const words = useDeskWords();
  const language = useLanguage();
  if (standing.length === 0) return null;
  return (
    <section className="standing-now" aria-label={words.inForce}>
      <h3>{words.inForce}</h3>
      <ul>
        {standing.map((one) => (
          <li key={one.id}>
            <b>{words.restriction(one.kind, whereOf(one.countries, language, words))}</b>,{' '}
            {one.until === null ? words.noEnd : words.until(ago(one.until, language).clock)}
            <small>
              {one.imposed_by !== null && `${words.imposedBy(nameOf(one.imposed_by))}. `}
              {one.reason}
            </small>
            {one.order_id === null ? (
              <End client={client} restriction={one} onChanged={onChanged} />
            ) : (
              <small>{words.byOrder}</small>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A field for another end. */
function End({
  client,
  restriction,
  onChanged,
}: {
  client: Client;
  restriction: RestrictionField;
  onChanged: () => void;
}) {
  const words = useDeskWords();
  const [until, setUntil] = useState('');
  const [said, setSaid] = useState('');
  return (
    <details>
      <summary>{words.setEnd}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const end = until === '' ? 'lifted' : new Date(until).toISOString();
          const given = { path: { id: restriction.id }, body: { until: end } };
          client.patch('/api/v1/restrictions/{id}', given).then(
            () => {
              setSaid(words.endSet);
              onChanged();
            },
            (error: unknown) => setSaid(words.refusedBy(refusalOf(error).message)),
          );
        }}
      >
        <label className="field">
          <span>{words.endField}</span>
          <input
            type="datetime-local"
            value={until}
            onChange={({ currentTarget }) => setUntil(currentTarget.value)}
          />
        </label>
        <button className="button">{words.setEnd}</button>
      </form>
      <p role="status">{said}</p>
    </details>
  );
}
