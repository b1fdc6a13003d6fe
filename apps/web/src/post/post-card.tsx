import type { Status } from '#contract';
import { useContext, useId, type ReactNode } from 'react';
import { AuthorLine } from './author-line.js';
import { Counts } from './counts.js';
import { LabelNote } from './label-note.js';
import { Name } from './name.js';
import { PostText } from './post-text.js';
import { ProvenanceChip } from './provenance-chip.js';
import { QuotedPost } from './quoted-post.js';
import { RoomLike, RoomLikesContext } from './room-like.js';
import { SourcesPanel } from './sources-panel.js';
import { clockTime, shortDay } from '../time/moments.js';
import { useStage } from '../viewpoint/stage-context.js';
import { useLanguage, wordsIn } from '../words/words.js';
import { venueWords } from './venues.js';

export interface PostCardProps {
  status: Status;
  /** Its sources are open. */
  open: boolean;
  onToggle: () => void;
  /** It repeats the other side's card: it is not read out twice, and the keyboard skips it. */
  echo?: boolean;
  hour?: ReactNode;
  /** When it was written, ISO 8601, where the row stands at another time; null where it stands at that. */
  written?: string | null;
}

/** A white sheet: what was said. Pencilled where we made it up. */
export function PostCard({
  status: outer,
  open,
  onToggle,
  echo = false,
  hour,
  written = null,
}: PostCardProps) {
  const panel = useId();
  const language = useLanguage();
  const words = wordsIn(language);
  const { timeZone } = useStage();
  const status = outer.reblog ?? outer;
  const { account, provenance } = status;
  const pencilled = provenance?.certainty === 'illustrative' || account.kind === 'stand_in';
  const labels = [...status.labels, ...account.labels];
  const chip = provenance && (
    <ProvenanceChip
      provenance={provenance}
      open={open}
      onToggle={onToggle}
      controls={panel}
      unfocusable={echo}
    />
  );
  const when = written !== null && provenance?.precision !== 'month' && (
    <time className="written" dateTime={written} translate="no">
      {words.rows.writtenAt(`${shortDay(written, timeZone, language)}, ${clockTime(written, timeZone)}`)}
    </time>
  );
  const inRoom = useContext(RoomLikesContext) !== null;
  const counted = inRoom || status.favourites_count + status.reblogs_count > 0;
  return (
    <div className={`post venue-${account.venue}${pencilled ? ' pencilled' : ''}`}>
      {outer.reblog !== null && (
        <p className="reposted">
          {outer.account.display_name === '' ? `@${outer.account.acct}` : <Name account={outer.account} />}{' '}
          {venueWords(outer.account.venue).repost.did}
        </p>
      )}
      <AuthorLine account={account} hour={hour} end={pencilled && chip ? chip : undefined} />
      {status.in_reply_to_id !== null && <p className="reply-mark">{words.post.inReply}</p>}
      <PostText status={status} unfocusable={echo} />
      {status.quote?.state === 'accepted' && (
        <QuotedPost status={status.quote.quoted_status} unfocusable={echo} />
      )}
      {labels.map((label) => (
        <LabelNote key={label.text + label.since} label={label} />
      ))}
      {(counted || when || (chip && !pencilled)) && (
        <footer className="foot">
          <Counts status={status} />
          <RoomLike statusId={status.id} echo={echo} />
          {when}
          {!pencilled && chip}
        </footer>
      )}
      {open && provenance && <SourcesPanel id={panel} provenance={provenance} unfocusable={echo} />}
    </div>
  );
}
