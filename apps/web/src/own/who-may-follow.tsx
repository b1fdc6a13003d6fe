import { refusalOf, type Client } from '../session/client.js';
import { useFollowRequests } from './use-follow-requests.js';
import { useOwnWords } from './words.js';

/** The switch by which whoever would follow one has to ask, and who asks. */
export function WhoMayFollow({ client }: { client: Client }) {
  const words = useOwnWords();
  const { locked, asking, failed, lock, answer, more } = useFollowRequests(client);
  if (locked === null) return failed === null ? null : <p role="alert">{words.unread}</p>;
  const why = failed === null ? null : refusalOf(failed).failure;
  return (
    <section className="own-followers">
      <h2>{words.followers}</h2>
      <label>
        <input
          type="checkbox"
          checked={locked}
          onChange={({ currentTarget }) => lock(currentTarget.checked)}
          aria-describedby="own-locked-note"
        />{' '}
        {words.locked}
      </label>
      <p id="own-locked-note">{words.lockedNote}</p>
      <p role="alert">
        {why === null ? '' : why.kind === 'unreachable' ? words.notSaved : words.refused(why.message)}
      </p>
      {locked && asking.length === 0 && <p>{words.nobodyAsks}</p>}
      {asking.length > 0 && <h3>{words.asking}</h3>}
      <ul>
        {asking.map(({ id, acct, display_name, url }) => (
          <li key={id}>
            <a href={url}>
              <bdi>{display_name || acct}</bdi> <bdi>@{acct}</bdi>
            </a>
            <button
              type="button"
              className="button"
              aria-label={words.acceptWho(`@${acct}`)}
              onClick={() => answer(id, 'authorize')}
            >
              {words.accept}
            </button>
            <button
              type="button"
              className="button"
              aria-label={words.rejectWho(`@${acct}`)}
              onClick={() => answer(id, 'reject')}
            >
              {words.reject}
            </button>
          </li>
        ))}
      </ul>
      {more !== null && (
        <button type="button" className="button" onClick={more}>
          {words.moreAsk}
        </button>
      )}
    </section>
  );
}
