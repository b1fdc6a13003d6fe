import type { Order } from '#contract';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useMedia } from '../frame/use-media.js';
import type { Client } from '../session/client.js';
import type { Session } from '../session/stored-session.js';
import { keyPlace } from '../transport/key-action.js';
import { singleKeys } from '../transport/single-keys.js';
import { NO_STAGE, StageContext } from '../viewpoint/stage-context.js';
import { DecisionPanel } from './decision-panel.js';
import { deskAct, type DeskAct } from './desk-keys.js';
import { DeskKeys } from './desk-keys-dialog.js';
import { missingIn, offFor } from './draft.js';
import { ItemView } from './item-view.js';
import { QueueList } from './queue-list.js';
import { useDesk } from './use-desk.js';
import { useNames, useOrders, useSubjectFacts, type Look } from './use-facts.js';
import { useDeskWords } from './words.js';

const LOOKS: readonly Look['as'][] = ['everybody', 'country', 'moderator'];

/** The desk: the queue, the item as everybody sees it, the decision. */
export function DeskView({ client, session }: { client: Client; session: Session }) {
  const words = useDeskWords();
  const desk = useDesk(client, session.account.id, words.undoReason);
  const { current, draft } = desk;
  const narrow = useMedia('(max-width: 1120px)');
  /** The move at which the sheet was opened: whoever goes on to another item looks at it first. */
  const [sheetAt, setSheetAt] = useState<number | null>(null);
  const sheet = sheetAt === desk.moves;
  const setSheet = (open: boolean) => setSheetAt(open ? desk.moves : null);
  /** On a phone one column is shown: the queue, or the item. */
  const [opened, setOpened] = useState(false);
  const [keys, setKeys] = useState(false);
  const [look, setLook] = useState<Look>({ as: 'everybody' });

  const orderIds = useMemo(
    () => [...new Set(desk.rows.flatMap(({ entry }) => entry.order_id ?? []))],
    [desk.rows],
  );
  const orders = useOrders(client, orderIds);
  const shown = desk.isMany ? (desk.chosen[0] ?? null) : current;
  const { facts, again } = useSubjectFacts(client, shown?.entry ?? null, desk.version);
  const authorities = useMemo(
    () => new Map([...orders.values()].map(({ authority }) => [authority.id, authority.name])),
    [orders],
  );
  const people = useNames(
    client,
    useMemo(() => {
      const named = [
        ...facts.history.map(({ by }) => by),
        ...facts.notes.map(({ account_id }) => account_id),
        ...facts.standing.map(({ imposed_by }) => imposed_by),
        ...desk.rows.flatMap(({ entry, done }) => [entry.assigned_account_id, done?.by ?? null]),
      ];
      return [...new Set(named.flatMap((id) => id ?? []))].filter(
        (id) => id !== session.account.id && !authorities.has(id),
      );
    }, [facts, desk.rows, session.account.id, authorities]),
  );
  const nameOf = (id: string | null): string =>
    id === null
      ? words.theClock
      : id === session.account.id
        ? words.you
        : (people.get(id) ?? authorities.get(id) ?? words.somebody);

  // The order's own country is where to look from first.
  const order: Order | null = orders.get(shown?.entry.order_id ?? '') ?? null;
  const [first] = order?.countries ?? draft.countries;
  const place =
    look.as === 'country'
      ? look.country
      : first !== undefined && /^[A-Z]{2}$/.test(first) && first !== 'EU'
        ? first
        : 'IN';

  /** Opens or closes the sheet by its button; the focus goes along once that is drawn. */
  const turnSheet = (open: boolean) => {
    setSheet(open);
    window.requestAnimationFrame(() => document.getElementById(open ? FIELDS.outcome : 'desk-open')?.focus());
  };
  const send = () => void desk.send(facts.standing);
  const confirm = () => {
    if (narrow) setSheet(true);
    const kinds = new Set(
      (desk.isMany ? desk.chosen : current === null ? [] : [current]).map(({ entry }) => entry.kind),
    );
    const missing = missingIn(draft, kinds);
    const focus = () => document.getElementById(FIELDS[missing ?? 'send'])?.focus();
    focus();
    // The sheet's button has to be drawn first.
    if (narrow) window.requestAnimationFrame(focus);
  };
  const perform = (act: DeskAct): void => {
    switch (act.does) {
      case 'next':
        return desk.move(1);
      case 'last':
        return desk.move(-1);
      case 'select':
        if (desk.currentId !== null) desk.select(desk.currentId);
        return;
      case 'range':
        if (desk.currentId !== null) desk.selectTo(desk.currentId);
        return;
      case 'choose':
        if (shown === null || offFor(shown, act.outcome, facts.standing) !== null) return;
        if (narrow) setSheet(true);
        return desk.write({ outcome: act.outcome });
      case 'confirm':
        return confirm();
      case 'send':
        return confirmOrSend();
      case 'note':
        return document.getElementById('desk-note')?.focus();
      case 'view': {
        const next = LOOKS[(LOOKS.indexOf(look.as) + 1) % LOOKS.length] ?? 'everybody';
        return setLook(next === 'country' ? { as: next, country: place } : { as: next });
      }
      case 'appeal': {
        if (current?.entry.kind === 'appeal') return confirm();
        const appeal = desk.rows.find(({ entry, done }) => entry.kind === 'appeal' && done === null);
        return appeal === undefined ? undefined : desk.go(appeal.entry.id);
      }
      case 'take':
        if (current?.done === null && !desk.isMany) void desk.take(current.entry);
        return;
      case 'keys':
        return setKeys(true);
      case 'clear':
        setSheet(false);
        return desk.clear();
    }
  };
  const confirmOrSend = () => {
    const inForm = document.activeElement?.closest('.decide form') != null;
    if (inForm) document.querySelector<HTMLFormElement>('.decide form')?.requestSubmit();
  };
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || keys) return;
    const act = deskAct(event, keyPlace(event.target), singleKeys());
    if (act === null || (event.repeat && act.does !== 'next' && act.does !== 'last')) return;
    event.preventDefault();
    perform(act);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  const timeZone = useMemo(() => new Intl.DateTimeFormat().resolvedOptions().timeZone, []);
  return (
    <StageContext value={useMemo(() => ({ ...NO_STAGE, timeZone }), [timeZone])}>
      <main className={`desk${opened ? ' opened' : ''}`}>
        <QueueList desk={desk} orders={orders} nameOf={nameOf} onOpen={() => setOpened(true)} />
        <ItemView
          client={client}
          desk={desk}
          row={shown}
          order={order}
          facts={facts}
          nameOf={nameOf}
          look={look}
          place={place}
          onLook={setLook}
          onChanged={again}
          onBack={() => setOpened(false)}
        />
        <DecisionPanel
          client={client}
          desk={desk}
          row={shown}
          order={order}
          standing={facts.standing}
          nameOf={nameOf}
          sheet={narrow ? { open: sheet, set: turnSheet } : null}
          onSend={send}
        />
        {keys && <DeskKeys onClose={() => setKeys(false)} />}
      </main>
    </StageContext>
  );
}

/** The elements of the form, by what is missing in them. */
const FIELDS = {
  outcome: 'desk-outcome',
  countries: 'desk-countries',
  label: 'desk-label',
  reason: 'desk-reason',
  send: 'desk-send',
} as const;
