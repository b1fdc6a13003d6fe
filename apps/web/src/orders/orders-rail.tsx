import { memo, useId, type ReactNode } from 'react';
import type { StageTime } from '../../../../libs/replay/stage-time.js';
import { useWords } from '../words/words.js';
import { OrderCard } from './order-card.js';
import { OutcomeChart } from './outcome-chart.js';
import { OutcomeTable } from './outcome-table.js';
import { orderName } from './names.js';
import { ordersAt, type OrdersIndex, type OrderState } from './orders.js';

export interface OrdersProps {
  /** Whether the tape tells as far as the clock is: else nothing is said of orders, rather than what was earlier. */
  isTold: boolean;
  /** Of the tape that is shown: `ordersOf(moments)`, made once. */
  index: OrdersIndex;
  /** The moment that is shown; -1 before the first. */
  n: number;
  stageTime: StageTime;
  /** Stage time that is shown, ms. */
  position: number;
  timeZone: string;
  /** The place whose withholding is told, as it stands in a sentence: "in Germany". */
  place: string;
  /** `stage.stand_in_note`: said where the figures count stand-ins; null where they count what is real. */
  standInNote: string | null;
}

/** The orders beside the stage: each with its marks, then all in a table, then over time; below them what else is told. */
export function OrdersRail({
  above,
  children,
  ...orders
}: OrdersProps & { above?: ReactNode; children?: ReactNode }) {
  const heading = useId();
  return (
    <aside className="rail" aria-labelledby={heading}>
      {above}
      <OrdersSheet {...orders} headingId={heading} />
      {children}
    </aside>
  );
}

/** The props that rail and sheet share. */
export function OrdersSheet({
  isTold,
  index,
  n,
  stageTime,
  position,
  timeZone,
  place,
  standInNote,
  headingId,
}: OrdersProps & { headingId: string }) {
  const { orders: words, notice } = useWords();
  const { gettingTape } = notice;
  const state = isTold ? ordersAt(index, n) : ordersAt(index, -1);
  const standIns = standInNote !== null;
  return (
    <>
      <h2 id={headingId}>{words.heading}</h2>
      {!isTold && <p className="orders-none">{gettingTape}</p>}
      {isTold && state.orders.length === 0 && <p className="orders-none">{words.none}</p>}
      {state.orders.map((order) => (
        <OrderCard key={order.id ?? ''} order={order} at={state.at} timeZone={timeZone} />
      ))}
      {state.items > 0 && (
        <>
          <OutcomeTable state={state} place={place} standIns={standIns} />
          {standIns && (
            <p className="orders-note">
              <span className="made-up">{words.pencilled}</span> <span dir="auto">{standInNote}</span>
            </p>
          )}
          <OutcomeChart
            index={index}
            n={n}
            stageTime={stageTime}
            position={position}
            timeZone={timeZone}
            standIns={standIns}
          />
          <Reasons orders={state.orders} />
        </>
      )}
    </>
  );
}

/** Why the orders were made, as the frames tell it. */
const Reasons = memo(function Reasons({ orders }: { orders: readonly OrderState[] }) {
  const words = useWords().orders;
  const told = orders.filter(({ text }) => text !== '');
  if (told.length === 0) return null;
  return (
    <details className="reasons">
      <summary>{words.reason}</summary>
      {told.map((order) => (
        <p key={order.id} dir="auto">
          <b>{orderName(order, words.untitled)}.</b> {order.text}
        </p>
      ))}
    </details>
  );
});
