import type { Moment, Source } from '#contract';
import { useContext, useEffect, useId, useMemo, useRef, type ReactNode } from 'react';
import { CertaintyList } from '../explain/certainty-list.js';
import { formatExplainAddress } from '../explain/explain-address.js';
import { Waiting } from '../explain/explain-page.js';
import { paneTitle } from '../viewpoint/countries.js';
import { AnswerMark } from '../explain/question-table.js';
import { questionsOf, type Answer } from '../explain/questions.js';
import { SourceList } from '../explain/source-list.js';
import type { Side } from '../explain/subject.js';
import { factOf, orderTitle, whenOf, type Voice } from '../explain/tellings.js';
import { useSides } from '../explain/use-sides.js';
import { Verdict } from '../explain/verdict.js';
import { LanguageContext, useWords } from '../words/words.js';
import { historyOf, restrictionsOf, type HistoryEntry } from './history.js';

export interface DrawerProps {
  /** The post that is explained. */
  statusId: string;
  /** The instant that is shown (ISO 8601); null for now. */
  at: string | null;
  left: string;
  right: string;
  onClose: () => void;
  timeZone: string;
  /** The scenario's sources, by key. */
  sources: ReadonlyMap<string, Source>;
  /** The titles of orders, by id. */
  orders: ReadonlyMap<string, string>;
  /** Of the tape that is shown: they tell what was decided and restricted nothing. */
  moments?: readonly Moment[];
  /** Stands over the page and takes the keyboard, where there is no room beside the stage. */
  sheet?: boolean;
}

/**
 * Why a row is seen so, in place of the rail. It takes the focus and gives it back when it goes; Esc closes
 * it. While an instant moves on, what was told last stays until the next is read.
 */
export function Drawer({ sheet = false, ...props }: DrawerProps) {
  const { statusId, at, left, right, onClose } = props;
  const heading = useId();
  const subject = useMemo(() => ({ kind: 'status' as const, id: statusId }), [statusId]);
  const sides = useSides(subject, at, left, right);
  const title = useFocusOn(statusId);
  const words = useWords();
  const isUnknown =
    sides.told !== null &&
    [sides.told.left, sides.told.right].every((side) => side.explanation === null && side.http !== 403);
  const content = (
    <>
      <header className="drawer-head">
        <h2 id={heading} ref={title} tabIndex={-1}>
          <Title told={sides.told} orders={props.orders} />
        </h2>
        <button type="button" className="sheet-close" aria-label={words.drawer.close} onClick={onClose}>
          <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d="m7 7 10 10M17 7 7 17" />
          </svg>
        </button>
      </header>
      {sides.failure !== null || sides.told === null ? <Waiting failure={sides.failure} /> : null}
      {isUnknown && (
        <div>
          <p className="notice-title">{words.explain.unknown}</p>
          <p className="quiet">{words.explain.unknownMore}</p>
        </div>
      )}
      {sides.told !== null && !isUnknown && <Told {...props} {...{ told: sides.told }} />}
    </>
  );
  return (
    <Frame sheet={sheet} heading={heading} onClose={onClose} busy={sides.reading}>
      {content}
    </Frame>
  );
}

function Frame({
  sheet,
  heading,
  busy,
  onClose,
  children,
}: {
  sheet: boolean;
  heading: string;
  busy: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element !== null && !element.open) element.showModal();
  }, [sheet]);
  useEffect(() => {
    if (sheet) return;
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      // A dialog that stands over the page is closed first.
      if (document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      onClose();
    };
    document.addEventListener('keydown', close);
    return () => document.removeEventListener('keydown', close);
  }, [sheet, onClose]);

  if (!sheet)
    return (
      <aside className="drawer" aria-labelledby={heading} aria-busy={busy}>
        {children}
      </aside>
    );
  return (
    <dialog
      ref={dialog}
      className="drawer drawer-sheet"
      aria-labelledby={heading}
      aria-busy={busy}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      {children}
    </dialog>
  );
}

/** Focuses a heading when its subject changes; gives the focus back to where it was when it goes. */
function useFocusOn(subject: string) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => title.current?.focus({ preventScroll: true }), [subject]);
  return title;
}

/** The item where a restriction names one, else whose post it is. */
function Title({
  told,
  orders,
}: {
  told: { left: Side; right: Side } | null;
  orders: ReadonlyMap<string, string>;
}) {
  const words = useWords().drawer;
  if (told === null) return words.post;
  const status = told.left.status ?? told.right.status;
  const named = restrictionsOf([told.left.explanation, told.right.explanation]).find(
    ({ item, order_id }) => item !== null && orderTitle(order_id, orders) !== null,
  );
  return (
    <>
      {named?.item == null ? words.post : words.item(orderTitle(named.order_id, orders) ?? '', named.item)}
      {status !== null && (
        <small className={status.account.provenance === null ? undefined : 'made-up'}>
          @{status.account.acct}
        </small>
      )}
    </>
  );
}

function Told({
  statusId,
  told: { left, right },
  at,
  timeZone,
  sources,
  orders,
  moments,
}: DrawerProps & { told: { left: Side; right: Side } }) {
  const { drawer: words, explain } = useWords();
  const language = useContext(LanguageContext);
  const shown = left.http === 200 ? left : right.http === 200 ? right : left;
  const status = shown.status;
  const provenance = status?.provenance ?? null;
  const voice: Voice = {
    words: explain,
    language,
    timeZone,
    inferredHours: provenance !== null || status?.account.provenance != null,
    orders,
  };
  const told = left.explanation ?? right.explanation;
  const restrictions = restrictionsOf([left.explanation, right.explanation]);
  const until = told?.viewpoint.at ?? at ?? '';
  const history = historyOf(status, restrictions, moments ?? [], until);
  const decided = history.findLast(({ what }) => what !== 'published' && what !== 'ended');
  const keys = [...(provenance?.sources ?? []), ...(decided?.provenance?.sources ?? [])];
  const field = left.withheld ?? right.withheld;
  return (
    <>
      <div className="verdicts">
        <Verdict side={left} />
        <Verdict side={right} />
      </div>
      <section>
        <h3>{words.why}</h3>
        <Rules left={left} right={right} voice={voice} />
        <p>
          <a
            href={formatExplainAddress(
              { kind: 'status', id: statusId },
              { at, left: left.from, right: right.from },
            )}
          >
            {words.more}
          </a>
        </p>
      </section>
      <section>
        <h3>{explain.sure}</h3>
        <CertaintyList
          provenances={decided?.provenance == null ? [provenance] : [decided.provenance, provenance]}
        />
      </section>
      {keys.length > 0 && (
        <section>
          <h3>{explain.sources}</h3>
          <SourceList keys={keys} sources={sources} />
        </section>
      )}
      <section>
        <h3>{words.history}</h3>
        <History entries={history} voice={voice} />
      </section>
      <section>
        <h3>{words.field}</h3>
        <pre className="program" translate="no" tabIndex={0} role="region" aria-label={words.field}>
          {JSON.stringify(field, null, 2)}
        </pre>
      </section>
    </>
  );
}

/** The rules as questions, ticked or dashed for each side, with what is in force. */
function Rules({ left, right, voice }: { left: Side; right: Side; voice: Voice }) {
  const { explain } = useWords();
  const language = useContext(LanguageContext);
  const refused = [left, right].filter(({ http, explanation }) => explanation === null && http === 403);
  return (
    <>
      <table className="rules">
        <caption className="sr">{explain.order}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr">{explain.question}</span>
            </th>
            {[left, right].map(({ from }) => (
              <th key={from} scope="col">
                {paneTitle(from, language)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {questionsOf('status', left.explanation, right.explanation).map((question) => (
            <tr key={question.id} className={question.decides ? 'decides' : undefined}>
              <th scope="row">
                {explain.questions[question.id]?.[0]}
                {question.facts
                  .filter(({ in_force }) => in_force)
                  .map((fact) => (
                    <span key={fact.id} className="fact">
                      {factOf(fact, voice)}
                    </span>
                  ))}
              </th>
              <RuleAnswer answer={question.left} />
              <RuleAnswer answer={question.right} />
            </tr>
          ))}
        </tbody>
      </table>
      {refused.map(({ from }) => (
        <p key={from} className="quiet">
          {paneTitle(from, language)}: {explain.notTellable('403 Forbidden')}
        </p>
      ))}
    </>
  );
}

function RuleAnswer({ answer }: { answer: Answer | null }) {
  const { explain } = useWords();
  if (answer === null)
    return (
      <td>
        <span aria-hidden="true">?</span>
        <span className="sr">{explain.notTold}</span>
      </td>
    );
  return (
    <td className={answer.yes ? 'yes' : undefined}>
      <AnswerMark yes={answer.yes} />
      <span className="sr">
        {answer.yes ? explain.yes : explain.no}
        {answer.decides && `: ${explain.decides}`}
      </span>
    </td>
  );
}

function History({ entries, voice }: { entries: readonly HistoryEntry[]; voice: Voice }) {
  const { drawer: words, explain } = useWords();
  return (
    <ol className="history">
      {entries.map((entry) => {
        const title = orderTitle(entry.item?.order ?? null, voice.orders);
        return (
          <li key={`${entry.at} ${entry.what}`}>
            <time dateTime={entry.at}>{whenOf(entry.at, voice)}</time>
            <span>
              <b className={entry.what === 'withheld' ? 'is-withheld' : undefined}>
                {words.events[entry.what]}
              </b>
              {title !== null && entry.item !== null && <>. {explain.item(title, entry.item.n)}</>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
