import { memo } from 'react';
import { figure } from '../time/spoken-day.js';
import { useWords } from '../words/words.js';
import { orderName, shortNames } from './names.js';
import { OutcomeMark } from './outcome-mark.js';
import type { Outcome } from '#contract';
import { BY_OWN_RULES, type OrdersState, type Tally } from './orders.js';

interface Props {
  state: OrdersState;
  /** The place whose withholding is told, as it stands in a sentence: "in Germany". */
  place: string;
  /** The items are a scenario's stand-ins: their figures are in pencil. */
  standIns: boolean;
}

/**
 * The legend and the data at once: how the items of each order stand. What is withheld somewhere and what
 * the platform does by its own rules are two sets: no row adds them up.
 */
export const OutcomeTable = memo(function OutcomeTable({ state, place, standIns }: Props) {
  const words = useWords().orders;
  const orders = state.orders.filter(({ confidential }) => !confidential);
  const names = shortNames(orders.map((order) => orderName(order, words.untitled)));
  const tallies = [...orders.map(({ tally }) => tally), ...(orders.length > 1 ? [state.totals] : [])];
  const row = (key: string, mark: Outcome | null, name: string, countOf: (tally: Tally) => number) => (
    <tr key={key} className={mark === null ? 'outcome-set' : BY_OWN.has(mark) ? 'outcome-part' : undefined}>
      <th scope="row">
        <span>
          {mark !== null && <OutcomeMark outcome={mark} />}
          {name}
        </span>
      </th>
      {tallies.map((tally, index) => {
        const count = countOf(tally);
        const isTotal = index === orders.length;
        return (
          <td
            key={index}
            className={[standIns && 'made-up', isTotal && 'all'].filter(Boolean).join(' ') || undefined}
          >
            {count === 0 ? <Nothing /> : figure(count)}
          </td>
        );
      })}
    </tr>
  );
  return (
    <table className="outcomes">
      <caption className="sr">
        {words.table} {words.twoSets}
      </caption>
      <thead>
        <tr>
          <th scope="col">{standIns ? words.standIns(state.items) : words.items(state.items)}</th>
          {orders.map((order, index) => (
            <th key={order.id} scope="col" dir="auto">
              {names[index]}
            </th>
          ))}
          {orders.length > 1 && (
            <th scope="col" className="all">
              {words.together(orders.length)}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {row('withheld', 'withheld', words.withheldIn(place), ({ withheld }) => withheld)}
        {row('own', null, words.ownRules, (tally) =>
          BY_OWN_RULES.reduce((sum, outcome) => sum + tally[outcome], 0),
        )}
        {[...BY_OWN_RULES, 'refused' as const, 'restored' as const, 'open' as const].map((outcome) =>
          row(outcome, outcome, words.outcomes[outcome], (tally) => tally[outcome]),
        )}
      </tbody>
    </table>
  );
});

const BY_OWN: ReadonlySet<Outcome> = new Set(BY_OWN_RULES);

function Nothing() {
  return (
    <>
      <span aria-hidden="true">–</span>
      <span className="sr">0</span>
    </>
  );
}
