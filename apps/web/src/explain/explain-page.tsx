import type { Order } from '#contract';
import { useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { readOrders } from '../api/api-client.js';
import type { Failure } from '../api/failure.js';
import { AuthorLine } from '../post/author-line.js';
import { PostCard } from '../post/post-card.js';
import { TombstoneCard } from '../post/tombstone-card.js';
import { Spine } from '../rows/spine.js';
import { retrying, type Story } from '../story/use-story.js';
import { zoneName } from '../time/moments.js';
import { NO_STAGE, StageContext } from '../viewpoint/stage-context.js';
import { formatAddress } from '../viewpoint/viewpoint-url.js';
import { LanguageContext, useWords } from '../words/words.js';
import { CertaintyList } from './certainty-list.js';
import { parseExplainAddress } from './explain-address.js';
import { paneTitle } from '../viewpoint/countries.js';
import { QuestionTable } from './question-table.js';
import { SourceList } from './source-list.js';
import type { Side, Subject } from './subject.js';
import { sumOf, whenOf, type Voice } from './tellings.js';
import { useSides } from './use-sides.js';
import { HTTP_NAMES, Verdict } from './verdict.js';

interface Props {
  /** The address's query: `?status=…&view_at=…&left=…&right=…`, or `?account=…`. */
  search: string;
  /** The story that is played here, for the words of its own; null without one. */
  story: Story | null;
  /** The masthead, above the page. */
  masthead?: ReactNode;
}

/** Why two sides see something so, in words, for a class: verdicts, the row itself, and the rules as questions. */
export function ExplainPage({ search, story, masthead }: Props) {
  const words = useWords().explain;
  const { subject, view } = useMemo(
    () => parseExplainAddress(search, story?.stage.places ?? []),
    [search, story],
  );
  const { told, failure } = useSides(subject, view.at, view.left, view.right);
  const isUnknown =
    told !== null && [told.left, told.right].every((side) => side.explanation === null && side.http !== 403);

  useEffect(() => {
    document.title = `${words.heading} · Withheld`;
  }, [words.heading]);

  return (
    <>
      {masthead}
      {told !== null && subject !== null && !isUnknown ? (
        <Told
          subject={subject}
          left={told.left}
          right={told.right}
          at={view.at}
          failure={failure}
          story={story}
        />
      ) : (
        <main className="explain-empty">
          <h1>{words.heading}</h1>
          {subject === null && <Said title={words.noSubject} more={words.noSubjectMore} />}
          {isUnknown && <Said title={words.unknown} more={words.unknownMore} />}
          {subject !== null && told === null && <Waiting failure={failure} />}
        </main>
      )}
    </>
  );
}

function Told({
  subject,
  left,
  right,
  at,
  failure,
  story,
}: {
  subject: Subject;
  left: Side;
  right: Side;
  at: string | null;
  failure: Failure | null;
  story: Story | null;
}) {
  const words = useWords().explain;
  const language = useContext(LanguageContext);
  const shown = left.http === 200 ? left : right.http === 200 ? right : left;
  const provenance = (shown.status ?? shown.account)?.provenance ?? null;
  // Posts that people wrote here belong to no story.
  const told = story?.scenario.id === provenance?.scenario ? story : null;
  const orders = useOrders(at);
  const timeZone = told?.stage.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const titles = useMemo(() => new Map(orders.map(({ id, title }) => [id, title])), [orders]);
  const stage = useMemo(
    () => ({
      ...NO_STAGE,
      timeZone,
      sources: told?.sources ?? NO_STAGE.sources,
      orders: titles,
      standInNote: told?.stage.stand_in_note ?? null,
      left: left.from,
      right: right.from,
    }),
    [timeZone, told, titles, left.from, right.from],
  );
  const voice: Voice = { words, language, timeZone, inferredHours: provenance !== null, orders: titles };
  const instant = (left.explanation ?? right.explanation)?.viewpoint.at ?? at;
  const same = left.http === right.http && left.explanation?.verdict === right.explanation?.verdict;
  const asked = left.http === 200 ? right : left;
  return (
    <StageContext value={stage}>
      <main className="explain">
        <div className="explain-said">
          <p className="explain-when">
            {told !== null && <span dir="auto">{told.stage.title}</span>}
            {instant !== null && <Instant at={instant} voice={voice} />}
          </p>
          <h1>{words.heading}</h1>
          <p className="explain-sum">
            {[left, right]
              .flatMap((side) =>
                side.explanation === null
                  ? []
                  : [sumOf(side.explanation, paneTitle(side.from, language), words)],
              )
              .join(' ')}
          </p>
          {failure !== null && <Waiting failure={failure} />}
          <section className="verdicts" aria-label={words.sidesHeading}>
            <Verdict side={left} long />
            <Verdict side={right} long />
          </section>
          <div className={same ? 'pair explain-row' : 'pair explain-row differs'}>
            <Reading side={left} />
            <Spine same={same} hour={null} />
            <Reading side={right} />
            <p className="sr">{same ? words.same : words.differs}</p>
          </div>
          <QuestionTable kind={subject.kind} left={left} right={right} voice={voice} />
        </div>
        <aside className="explain-why">
          <section>
            <h2>{words.viewpoint}</h2>
            <dl className="viewpoints">
              {[left, right].map((side) => (
                <div key={side.from}>
                  <dt>{words.where}</dt>
                  <dd>
                    {paneTitle(side.from, language)}.{' '}
                    {side.explanation !== null && words.bases[side.explanation.viewpoint.basis]}
                  </dd>
                </div>
              ))}
              <div>
                <dt>{words.when}</dt>
                <dd>
                  {at === null || instant === null ? words.now : <Instant at={instant} voice={voice} />}
                </dd>
              </div>
              <div>
                <dt>{words.who}</dt>
                <dd>{words.anybody}</dd>
              </div>
            </dl>
            <p>
              <a
                href={formatAddress({
                  scenario: null,
                  at,
                  left: left.from,
                  right: right.from,
                  lang: language,
                })}
              >
                {words.back}
              </a>
            </p>
          </section>
          <section>
            <h2>{words.sure}</h2>
            <CertaintyList provenances={[provenance]} />
          </section>
          {provenance !== null && provenance.sources.length > 0 && (
            <section>
              <h2>{words.sources}</h2>
              <SourceList keys={provenance.sources} sources={stage.sources} />
            </section>
          )}
          <section>
            <h2>{words.program}</h2>
            <pre className="program" translate="no" tabIndex={0} role="region" aria-label={words.program}>
              {[
                `${asked.http} ${HTTP_NAMES[asked.http] ?? ''}`,
                ...asked.headers.map(([name, value]) => `${name}: ${value}`),
              ].join('\n')}
            </pre>
          </section>
        </aside>
      </main>
    </StageContext>
  );
}

/** An instant that was chosen: it is no source's, so nothing about it is inferred. */
function Instant({ at, voice }: { at: string; voice: Voice }) {
  return (
    <time dateTime={at}>
      {whenOf(at, { ...voice, inferredHours: false })} {zoneName(at, voice.timeZone)}
    </time>
  );
}

/** The row itself, as one side reads it. */
function Reading({ side }: { side: Side }) {
  const words = useWords().explain;
  const [open, setOpen] = useState(false);
  const { status, account, http, statement, explanation } = side;
  if (status !== null) {
    if (status.tombstone) return <TombstoneCard status={status} />;
    return <PostCard status={status} open={open} onToggle={() => setOpen(!open)} />;
  }
  if (account !== null)
    return http === 451 ? (
      <div className="tombstone">
        <p className="statement" dir="auto">
          {statement}
        </p>
      </div>
    ) : (
      <div className={`post venue-${account.venue}${account.kind === 'stand_in' ? ' pencilled' : ''}`}>
        <AuthorLine account={account} />
      </div>
    );
  return (
    <p className="absent">
      {http === 403 ? words.notTellable('403') : words.verdicts[explanation?.verdict ?? 'absent']}
    </p>
  );
}

function Said({ title, more }: { title: string; more: string }) {
  return (
    <>
      <p className="notice-title">{title}</p>
      <p className="quiet">{more}</p>
    </>
  );
}

/** Says why the page tells nothing: it reads still, or the server does not answer or refuses. */
export function Waiting({ failure }: { failure: Failure | null }) {
  const words = useWords().explain;
  if (failure === null)
    return (
      <p className="quiet" role="status">
        {words.reading}
      </p>
    );
  return (
    <div className="waiting" role="alert">
      {failure.kind === 'unreachable' ? (
        <Said title={words.unreachable} more={words.unreachableMore} />
      ) : (
        <p className="notice-title">{words.refused(failure.message)}</p>
      )}
    </div>
  );
}

/** The newest orders that anybody may read, for their titles. */
function useOrders(at: string | null): readonly Order[] {
  const [orders, setOrders] = useState<readonly Order[]>([]);
  useEffect(() => retrying(async (signal) => setOrders(await readOrders(at, signal))), [at]);
  return orders;
}
