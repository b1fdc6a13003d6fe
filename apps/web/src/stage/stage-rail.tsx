import { lazy, Suspense, type ReactNode } from 'react';
import type { ScenarioStage, Source, Moment } from '#contract';
import type { Deck } from '../deck/deck.js';
import { SidesRail } from '../landing/sides-rail.js';
import { OrdersRail, type OrdersProps } from '../orders/orders-rail.js';
import type { Go } from '../viewpoint/use-address.js';
import type { StageTime } from '../../../../libs/replay/stage-time.js';
import type { StageAddress } from '../viewpoint/viewpoint-url.js';
import type { StageRoom } from './stage-room.js';

/** Few open it, so it is a part of the program by itself. */
const LessonColumn = lazy(() =>
  import('../lesson/lesson-column.js').then((module) => ({ default: module.LessonColumn })),
);

interface Props {
  stage: ScenarioStage;
  sources: ReadonlyMap<string, Source>;
  deck: Deck;
  time: StageTime;
  address: StageAddress;
  go: Go;
  /** Whether it has begun: before that, the sides' reasons stand here. */
  landed: boolean;
  /** All that the tape has told so far. */
  told: readonly Moment[];
  orders: OrdersProps;
  /** The room that it is in; null without one. */
  hall: StageRoom | null;
  /** Stands below them. */
  children: ReactNode;
}

/** The column beside the reading: the teacher's column, why each side does what it does, or the orders. */
export function StageRail({
  stage,
  sources,
  deck,
  time,
  address,
  go,
  landed,
  told,
  orders,
  hall,
  children,
}: Props) {
  // In a room it is its presenter's.
  if (address.lesson !== undefined && hall?.lesson !== null)
    return (
      <Suspense fallback={<aside className="rail" aria-busy="true" />}>
        <LessonColumn
          {...{ stage, sources, deck, time, address, go }}
          place={address.lesson}
          room={hall?.lesson ?? null}
        />
      </Suspense>
    );
  if (!landed && stage.sides.length > 0) return <SidesRail stage={stage} moments={told} />;
  return (
    <OrdersRail {...orders} above={hall?.card}>
      {children}
    </OrdersRail>
  );
}
