import type { Order, RestrictionField } from '#contract';
import { OutcomeMark } from '../orders/outcome-mark.js';
import type { Client } from '../session/client.js';
import { useLanguage } from '../words/words.js';
import { ago } from './ago.js';
import { Consequences } from './consequences.js';
import { DecisionFields } from './decision-fields.js';
import { CHOICES, type Choice } from './desk-keys.js';
import { missingIn, offFor } from './draft.js';
import { SaidLine } from './said-line.js';
import { doneText } from './queue-list.js';
import type { Row } from './rows.js';
import type { Desk } from './use-desk.js';
import { whereOf } from './where.js';
import { useDeskWords, type DeskWords } from './words.js';

interface Props {
  client: Client;
  desk: Desk;
  /** The entry that is decided; of many the first. */
  row: Row | null;
  order: Order | null;
  /** Restrictions in force on it. */
  standing: readonly RestrictionField[];
  nameOf: (id: string | null) => string;
  /** On narrow screens the decision is a sheet. */
  sheet: { open: boolean; set: (open: boolean) => void } | null;
  onSend: () => void;
}

/** The decision, on green: what, where, why, and what it will do before it is done. */
export function DecisionPanel(props: Props) {
  const { desk, row, order, sheet } = props;
  const words = useDeskWords();
  const language = useLanguage();
  if (sheet !== null && !sheet.open)
    return (
      <aside className="decide decide-bar" aria-label={words.decision}>
        <SaidLine desk={desk} />
        <button
          id="desk-open"
          type="button"
          className="big"
          aria-expanded="false"
          onClick={() => sheet.set(true)}
          disabled={row === null}
        >
          {words.open}
        </button>
      </aside>
    );
  return (
    <aside className={`decide${sheet === null ? '' : ' decide-sheet'}`} aria-label={words.decision}>
      <div className="decide-head">
        <div>
          <h2>
            {desk.isMany
              ? words.decideMany(desk.chosen.length)
              : row?.entry.kind === 'appeal'
                ? words.answer
                : words.decide}
          </h2>
          {order !== null && (
            <p className="basis">
              <bdi>
                {words.orderFacts(
                  order.legal_basis,
                  whereOf(order.countries, language, words),
                  order.confidential,
                )}
              </bdi>
            </p>
          )}
        </div>
        {sheet !== null && (
          <button type="button" className="button" onClick={() => sheet.set(false)}>
            {words.close}
          </button>
        )}
      </div>
      <SaidLine desk={desk} />
      {row !== null && <DecisionForm {...props} row={row} />}
    </aside>
  );
}

function DecisionForm({ client, desk, row, order, standing, nameOf, onSend }: Props & { row: Row }) {
  const words = useDeskWords();
  const language = useLanguage();
  const { draft, write, trouble, sending } = desk;
  const rows = desk.isMany ? desk.chosen : [row];
  const kinds = new Set(rows.map(({ entry }) => entry.kind));
  // Somebody else's decision is theirs; one's own can be made anew.
  const locked = row.done !== null && !(row.done.here && row.entry.kind === 'item');
  const missing = missingIn(draft, kinds);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (locked || sending) return;
        if (missing === null) onSend();
        else document.getElementById(`desk-${missing}`)?.focus();
      }}
    >
      {row.done !== null && !desk.isMany && (
        <div className="trouble" role="alert">
          <p>
            {(trouble?.is === 'overtaken' || (locked && draft.reason !== '')) && `${words.overtaken} `}
            {row.done.outcome === 'moot'
              ? words.moot(row.done.at === null ? '–' : ago(row.done.at, language).clock)
              : doneText(row.done, words, nameOf, ago(row.done.at ?? row.entry.since, language).text)}
          </p>
          {locked && draft.reason !== '' && <p>{words.overtakenMore}</p>}
        </div>
      )}
      <fieldset disabled={locked}>
        <legend className="sr">{words.outcome}</legend>
        {CHOICES.map((outcome, i) => {
          const first = CHOICES.find((one) => offFor(row, one, standing) === null);
          const off = offFor(row, outcome, standing);
          if (off === 'appealOnly') return null;
          const [name, does] = nameOfChoice(outcome, row, words);
          return (
            <label key={outcome} className={`choice${off === null ? '' : ' off'}`}>
              <input
                type="radio"
                name="outcome"
                id={outcome === first ? 'desk-outcome' : undefined}
                checked={draft.outcome === outcome}
                disabled={off !== null}
                onChange={() => write({ outcome })}
              />
              <kbd aria-hidden="true">{i + 1}</kbd>
              <OutcomeMark outcome={outcome} />
              <span>
                <b>{name}</b> <small>{off === null ? does : words.off[off]}</small>
              </span>
            </label>
          );
        })}
      </fieldset>
      <DecisionFields desk={desk} kinds={kinds} order={order} locked={locked} />
      <Consequences client={client} desk={desk} rows={rows} order={order} />
      {trouble !== null && trouble.is !== 'overtaken' && (
        <div className="trouble" role="alert">
          {trouble.is === 'unsent' && (
            <>
              <p>{words.notSent}</p>
              <p>{words.notSentMore}</p>
            </>
          )}
          {trouble.is === 'half' && (
            <>
              <p>{words.halfDone}</p>
              <p>{words.halfDoneMore}</p>
            </>
          )}
          {trouble.is === 'refused' && <p>{words.refusedBy(trouble.message)}</p>}
        </div>
      )}
      <div className="decide-do">
        <button id="desk-send" className="big" disabled={locked} aria-disabled={missing !== null || sending}>
          {sending
            ? words.sending
            : trouble?.is === 'unsent' || trouble?.is === 'half'
              ? words.retry
              : actOf(desk, row, order, words, language)}
        </button>
        {missing !== null && draft.outcome !== null && <p className="basis">{words.missing[missing]}</p>}
        <button type="button" className="decide-skip" onClick={() => desk.move(1, true)}>
          {words.leaveOpen} <kbd aria-hidden="true">J</kbd>
        </button>
      </div>
    </form>
  );
}

function nameOfChoice(outcome: Choice, { entry }: Row, words: DeskWords): readonly [string, string] {
  if (outcome === 'refused' && entry.kind === 'report') return words.dismiss;
  if (outcome === 'refused' && entry.kind === 'appeal') return words.uphold;
  return words.choices[outcome] ?? [outcome, ''];
}

/** The whole act, as the button says it: "Withhold in India". */
function actOf(
  desk: Desk,
  { entry }: Row,
  order: Order | null,
  words: DeskWords,
  language: 'en' | 'hi',
): string {
  const { outcome, countries } = desk.draft;
  if (outcome === null) return words.choose;
  const ofOrder = entry.kind === 'item' ? (order?.countries ?? []) : countries;
  // Of many each is withheld where its own order says.
  const orders = new Set(desk.chosen.map((row) => row.entry.order_id));
  const where = desk.isMany && orders.size > 1 ? '' : whereOf(ofOrder, language, words);
  const act =
    outcome === 'refused' && entry.kind === 'report'
      ? words.actDismiss
      : outcome === 'refused' && entry.kind === 'appeal'
        ? words.actUphold
        : (words.act[outcome]?.(where) ?? outcome);
  return desk.isMany ? words.actMany(act.trim(), desk.chosen.length) : act;
}
