import type { Status } from '#contract';
import type { ReactNode } from 'react';
import { shortDay } from '../time/moments.js';
import { useStage } from '../viewpoint/stage-context.js';
import { useLanguage, wordsIn } from '../words/words.js';
import { RichText } from './rich-text.js';

interface Props {
  status: Status;
  unfocusable?: boolean;
  hour?: ReactNode;
}

/**
 * Takes the place of a withheld post: the server's statement, on what ground, since when. It has three
 * rules whatever was there: a length would be a leak. A stand-in's says that it is one, so that a picture
 * of one pane cannot pass for a real person's.
 */
export function TombstoneCard({ status, unfocusable = false, hour }: Props) {
  const { timeZone, orders, onExplain } = useStage();
  const language = useLanguage();
  const { post } = wordsIn(language);
  const { withheld } = status;
  const order = orders.get(withheld?.order_id ?? '');
  return (
    <div className="tombstone">
      <div className="statement">
        <RichText html={status.content} unfocusable={unfocusable} />
        {hour}
      </div>
      <p className="ground">
        {withheld !== null && (
          <>
            <span>{post.basis[withheld.basis]}</span>
            {order && <span>{order}</span>}
            <span>{post.since(shortDay(withheld.since, timeZone, language))}</span>
          </>
        )}
        {onExplain !== null && (
          <button
            type="button"
            className="why"
            tabIndex={unfocusable ? -1 : undefined}
            onClick={() => onExplain(status.id)}
          >
            {post.why}
          </button>
        )}
        {status.account.kind === 'stand_in' && <span className="stand-in-chip">{post.standIn}</span>}
      </p>
    </div>
  );
}
