import { useSources } from '../post/use-sources.js';
import type { LaidRow } from '../sheet/layout.js';
import { bandProvenance, type Band } from '../timeline/band.js';
import { bandWords, sentence } from '../timeline/band-words.js';
import { useStage } from '../viewpoint/stage-context.js';
import { useWords } from '../words/words.js';
import { Hour } from './hour.js';

/** A green band across both panes: what was decided, and what the narrator tells. */
export function BandRowView({ band, hour }: { band: Band; hour: LaidRow['hour'] }) {
  const stage = useStage();
  const words = useWords();
  const { title, text, count } = bandWords(band, words, stage);
  const provenance = bandProvenance(band);
  const sources = useSources(provenance);
  const side = band.kind === 'context' ? (stage.sides.get(band.row.side ?? '') ?? null) : null;
  const pencilled = provenance?.certainty === 'illustrative';
  return (
    <div className={pencilled ? 'band pencilled-band' : 'band'}>
      <div className="band-line">
        <span className="band-hour">{hour && <Hour at={band.at} hour={hour} />}</span>
        <p className="band-words">
          <b dir="auto">{text === '' ? title : sentence(title)}</b>{' '}
          <bdi>{count === '' ? text : sentence(text)}</bdi> {count}
          {side !== null && !title.includes(side.short) && (
            <span className="band-side"> ({words.rows.side(side.short)})</span>
          )}
        </p>
        {sources.chip}
      </div>
      {sources.panel}
    </div>
  );
}
