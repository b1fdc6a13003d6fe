import type { Status, WithheldField } from '#contract';
import { useStage } from '../viewpoint/stage-context.js';
import { shortDay } from '../time/moments.js';
import { RichText } from './rich-text.js';

const BASIS_WORDS: Readonly<Record<WithheldField['basis'], string>> = {
  legal_demand: 'Legal demand',
  local_law: 'Local law',
  platform_rule: 'The platform’s rules',
};

/**
 * Takes the place of a withheld post: the server's statement, on what ground, since when. It has three
 * rules whatever was there: a length would be a leak.
 */
export function TombstoneCard({ status, unfocusable = false }: { status: Status; unfocusable?: boolean }) {
  const { timeZone, orders } = useStage();
  const { withheld } = status;
  const order = orders.get(withheld?.order_id ?? '');
  return (
    <div className="tombstone">
      <div className="statement">
        <RichText html={status.content} unfocusable={unfocusable} />
      </div>
      {withheld !== null && (
        <p className="ground">
          <span>{BASIS_WORDS[withheld.basis]}</span>
          {order && <span>{order}</span>}
          <span>since {shortDay(withheld.since, timeZone)}</span>
        </p>
      )}
    </div>
  );
}
