import { lazy, Suspense, type ReactNode } from 'react';
import type { ScenarioStage, Source, Moment } from '#contract';
import type { Deck } from '../deck/deck.js';
import { SidesRail } from '../landing/sides-rail.js';
import { OrdersRail, type OrdersProps } from '../orders/orders-rail.js';
import type { Go } from '../viewpoint/use-address.js';
import type { StageAddress } from '../viewpoint/viewpoint-url.js';

/** Few open it, so it is a part of the program by itself. */
const LessonColumn = lazy(() =>
  import('../lesson/lesson-column.js').then((module) => ({ default: module.LessonColumn })),
);

interface Props {
  stage: ScenarioStage;
  sources: ReadonlyMap<string, Source>;
  deck: Deck;
  address: StageAddress;
  go: Go;
  /** Whether it has begun: before that, the sides' reasons stand here. */
  landed: boolean;
  /** What the tape has told so far. */
  told: readonly Moment[];
  orders: OrdersProps;
  /** Stands above the orders. */
  above: ReactNode;
  /** Stands below them. */
  children: ReactNode;
}

/** What stands beside the reading: the teacher's column, why each side does what it does, or the orders. */
export function StageRail({
  stage,
  sources,
  deck,
  address,
  go,
  landed,
  told,
  orders,
  above,
  children,
}: Props) {
  if (address.lesson !== undefined)
    return (
      <Suspense fallback={<aside className="rail" aria-busy="true" />}>
        <LessonColumn {...{ stage, sources, deck, address, go }} place={address.lesson} />
      </Suspense>
    );
  if (!landed && stage.sides.length > 0) return <SidesRail stage={stage} moments={told} />;
  return (
    <OrdersRail {...orders} above={above}>
      {children}
    </OrdersRail>
  );
}
