import { MARK, OUTCOMES } from '#contract';
import { memo, useContext } from 'react';
import { useOffline } from '../held/offline-context.js';
import { figure, spokenDay } from '../time/spoken-day.js';
import { formatAddress } from '../viewpoint/viewpoint-url.js';
import type { Language } from '../words/language.js';
import { LanguageContext, useWords } from '../words/words.js';
import { markPaths, MARKS_A_ROW } from './marks.js';
import { OutcomeMark } from './outcome-mark.js';
import { orderName } from './names.js';
import type { OrderState } from './orders.js';

interface Props {
  order: OrderState;
  /** ISO 8601: the instant as of which its page is led to. */
  at: string | null;
  timeZone: string;
}

/** An order: its name, its day, its size, and a mark for each of its items. */
export const OrderCard = memo(function OrderCard({ order, at, timeZone }: Props) {
  const words = useWords().orders;
  const language = useContext(LanguageContext);
  const { confidential, size, standing, provenance } = order;
  const isOffline = useOffline() !== null;
  const isMadeUp = provenance?.certainty === 'illustrative';
  return (
    <article className="order">
      <header>
        <h3 dir="auto">
          {confidential || order.id === null ? (
            words.confidential
          ) : isOffline ? (
            orderName(order, words.untitled)
          ) : (
            <a href={orderAddress(order.id, at, language)}>{orderName(order, words.untitled)}</a>
          )}
        </h3>
        {!confidential && <span>{spokenDay(order.filedAt, timeZone, language)}</span>}
        <span className="order-size">
          <b className={isMadeUp ? 'made-up' : undefined}>{figure(size)}</b> {words.items(size)}
        </span>
      </header>
      {standing !== null && (
        <p className="order-standing">
          <b>{words.standing[standing.what] ?? standing.what}</b>,{' '}
          {words.since(spokenDay(standing.at, timeZone, language))}
        </p>
      )}
      <Marks order={order} />
    </article>
  );
});

function Marks({ order }: { order: OrderState }) {
  const words = useWords().orders;
  const { outcomes, tally, confidential } = order;
  const told = OUTCOMES.filter((outcome) => tally[outcome] > 0);
  if (outcomes === null)
    return (
      <>
        {confidential && <p className="order-note">{words.confidentialNote}</p>}
        <ul className="order-counts">
          {told.map((outcome) => (
            <li key={outcome}>
              <OutcomeMark outcome={outcome} /> {words.outcomes[outcome]}:{' '}
              {confidential
                ? `${figure(tally[outcome])} ${words.decisions(tally[outcome])}`
                : figure(tally[outcome])}
            </li>
          ))}
        </ul>
      </>
    );
  const { rows, paths } = markPaths(outcomes);
  return (
    <svg
      className="marks"
      viewBox={`0 0 ${MARKS_A_ROW * MARK} ${rows * MARK}`}
      role="img"
      aria-label={told.map((outcome) => `${words.outcomes[outcome]}: ${figure(tally[outcome])}`).join(', ')}
    >
      {paths.map(({ outcome, d }) => (
        <path key={outcome} className={`mark-${outcome}`} fillRule="evenodd" d={d} />
      ))}
    </svg>
  );
}

/** The order's own page, as of an instant. */
function orderAddress(id: string, at: string | null, lang: Language): string {
  return formatAddress({ scenario: null, at, left: null, right: null, lang }, `/orders/${id}`);
}
