import { OUTCOMES } from '#contract';
import { memo, useId, useRef, useState, type ReactNode } from 'react';
import { figure } from '../time/spoken-day.js';
import { useWords } from '../words/words.js';
import { OrdersSheet, type OrdersProps } from './orders-rail.js';
import { ordersAt, type OrdersState } from './orders.js';

/** The orders in one line above the transport, where there is no room for the rail: it opens as a sheet. */
export function OrdersStrip({ children, ...orders }: OrdersProps & { children?: ReactNode }) {
  const { orders: words, notice } = useWords();
  const heading = useId();
  const sheet = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  const state = ordersAt(orders.index, orders.n);
  const show = () => {
    setOpen(true);
    sheet.current?.showModal();
  };
  const close = () => sheet.current?.close();
  return (
    <>
      <button type="button" className="orders-strip" aria-haspopup="dialog" onClick={show}>
        {!orders.isTold && <span className="strip-words">{notice.gettingTape}</span>}
        {orders.isTold && (
          <StripLine state={state} place={orders.place} standIns={orders.standInNote !== null} />
        )}
        <b>{words.showAll}</b>
        <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="m7 14 5-5 5 5" />
        </svg>
      </button>
      <dialog
        ref={sheet}
        className="orders-dialog"
        aria-labelledby={heading}
        onClose={() => setOpen(false)}
        onClick={(event) => {
          // Outside the sheet is the dialog's own backdrop.
          if (event.target === event.currentTarget) close();
        }}
      >
        {open && (
          <div className="orders-sheet">
            <button type="button" className="sheet-close" aria-label={words.close} onClick={close}>
              <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
                <path d="m7 7 10 10M17 7 7 17" />
              </svg>
            </button>
            <OrdersSheet {...orders} headingId={heading} />
            {children}
          </div>
        )}
      </dialog>
    </>
  );
}

const StripLine = memo(function StripLine({
  state,
  place,
  standIns,
}: {
  state: OrdersState;
  place: string;
  standIns: boolean;
}) {
  const words = useWords().orders;
  if (state.items === 0) return <span className="strip-words">{words.none.split(/(?<=[.।])/)[0]}</span>;
  const figures = words.stripOf(figure(state.totals.withheld), figure(state.items));
  return (
    <>
      <svg className="strip-bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
        {bars(state).map(({ outcome, x, width }) => (
          <rect key={outcome} className={`strip-${outcome}`} x={x} width={width} y="0" height="10" />
        ))}
      </svg>
      <span className="strip-words">
        <span className={standIns ? 'made-up' : undefined}>{figures}</span>{' '}
        {standIns ? words.standIns(state.items) : words.items(state.items)} {words.withheldIn(place)}
      </span>
    </>
  );
});

function bars({ totals, items }: OrdersState) {
  let x = 0;
  return OUTCOMES.filter((outcome) => totals[outcome] > 0).map((outcome) => {
    const width = (totals[outcome] / items) * 1000;
    const bar = { outcome, x, width };
    x += width;
    return bar;
  });
}
