import { useSources } from '../post/use-sources.js';
import type { LaidRow } from '../sheet/layout.js';
import { bandProvenance, type Band } from '../timeline/band.js';
import { bandWords, sentence } from '../timeline/band-words.js';
import { useStage } from '../viewpoint/stage-context.js';
import { useWords } from '../words/words.js';
import { Hour } from './hour.js';

/** One green band with the reasons of two sides at equal width: neither is told before the other on the page. */
export function ReasonsRowView({ bands, hour }: { bands: [Band, Band]; hour: LaidRow['hour'] }) {
  return (
    <div className="band reasons">
      {hour && (
        <span className="reasons-hour">
          <Hour at={bands[0].at} hour={hour} />
        </span>
      )}
      {bands.map((band) => (
        <Reason key={band.key} band={band} />
      ))}
    </div>
  );
}

function Reason({ band }: { band: Band }) {
  const stage = useStage();
  const { title, text } = bandWords(band, useWords(), stage);
  const sources = useSources(bandProvenance(band));
  return (
    <div className="reason">
      <p className="band-words">
        <b dir="auto">{sentence(title)}</b> <bdi>{text}</bdi>
      </p>
      {sources.chip}
      {sources.panel}
    </div>
  );
}
