import type { Order, QueueEntry } from '#contract';
import type { ReactNode } from 'react';
import { AuthorLine } from '../post/author-line.js';
import { PostCard } from '../post/post-card.js';
import { Spine } from '../rows/spine.js';
import { EVERYWHERE } from '../viewpoint/countries.js';
import { useLanguage } from '../words/words.js';
import type { Desk } from './use-desk.js';
import { headOf, whereOf } from './where.js';
import { useDeskWords } from './words.js';

interface Props {
  desk: Desk;
  entry: QueueEntry;
  order: Order | null;
}

/** The two pages that a decision would make of it, dashed, because it is not so yet. */
export function Becomes({ desk, entry, order }: Props) {
  const words = useDeskWords();
  const language = useLanguage();
  const { outcome, label, countries: typed } = desk.draft;
  const acct = entry.account?.acct ?? null;
  if (outcome === null || acct === null || entry.kind === 'appeal') return null;
  const countries = entry.kind === 'item' ? (order?.countries ?? []) : typed;
  const isPost = entry.status !== null;
  const asIs =
    entry.status !== null ? (
      <PostCard status={entry.status} open={false} onToggle={() => undefined} echo />
    ) : (
      <div className="post">{entry.account !== null && <AuthorLine account={entry.account} />}</div>
    );
  const two = outcome === 'withheld' && countries[0] !== EVERYWHERE;
  if (two && countries.length === 0) return null;
  const left: ReactNode =
    outcome === 'withheld' ? (
      <Gone kind="tombstone" text={words.asWithheld(acct, isPost, whereOf(countries, language, words))} />
    ) : outcome === 'suspended' ? (
      <Gone kind="removed" text={words.asSuspended(acct, isPost)} />
    ) : (
      asIs
    );
  const note =
    outcome === 'limited'
      ? words.asLimited
      : outcome === 'labelled'
        ? label
        : outcome === 'withheld' || outcome === 'suspended'
          ? null
          : words.asIs;
  return (
    <section className="becomes" aria-label={words.becomes}>
      <h3>{words.becomes}</h3>
      <div className={two ? 'becomes-two' : 'becomes-one'}>
        <h4 className={outcome === 'withheld' ? 'withholds' : ''}>
          {two ? headOf(countries, language, words) : words.everywhere}
        </h4>
        {two && <h4>{words.elsewhereHead}</h4>}
        <div className="cell left">
          {outcome === 'labelled' && label !== '' && (
            <p className="label-note" dir="auto">
              {label}
            </p>
          )}
          {left}
        </div>
        {two && (
          <div className="differs">
            <Spine same={false} hour={null} />
            <span className="sr">{words.differs}</span>
          </div>
        )}
        {two && <div className="cell right">{asIs}</div>}
      </div>
      {note !== null && outcome !== 'labelled' && <p className="basis">{note}</p>}
    </section>
  );
}

function Gone({ kind, text }: { kind: 'tombstone' | 'removed'; text: string }) {
  return (
    <div className={kind === 'tombstone' ? 'tombstone' : 'tombstone is-removed'}>
      <div className="statement">
        <p>{text}</p>
      </div>
    </div>
  );
}
