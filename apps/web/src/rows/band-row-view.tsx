import { useId, useState } from 'react';
import { ProvenanceChip } from '../post/provenance-chip.js';
import { SourcesPanel } from '../post/sources-panel.js';
import type { LaidRow } from '../sheet/layout.js';
import { bandProvenance, type Band } from '../timeline/band.js';
import { bandWords, sentence } from '../timeline/band-words.js';
import { useStage } from '../viewpoint/stage-context.js';
import { useWords } from '../words/words.js';
import { Hour } from './hour.js';

/** A green band across both panes: what was decided, and what the narrator tells. */
export function BandRowView({ band, hour }: { band: Band; hour: LaidRow['hour'] }) {
  const panel = useId();
  const [open, setOpen] = useState(false);
  const stage = useStage();
  const words = useWords();
  const { title, text, count } = bandWords(band, words, stage);
  const provenance = bandProvenance(band);
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
        {provenance && (
          <ProvenanceChip
            provenance={provenance}
            open={open}
            onToggle={() => setOpen(!open)}
            controls={panel}
          />
        )}
      </div>
      {open && provenance && <SourcesPanel id={panel} provenance={provenance} />}
    </div>
  );
}
