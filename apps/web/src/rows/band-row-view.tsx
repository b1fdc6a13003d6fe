import { useId, useState } from 'react';
import { bandProvenance, type Band } from '../timeline/band.js';
import { bandWords, sentence } from '../timeline/band-words.js';
import type { LaidRow } from '../timeline/layout.js';
import { ProvenanceChip } from '../post/provenance-chip.js';
import { SourcesPanel } from '../post/sources-panel.js';
import { Hour } from './hour.js';

const SIDES: Readonly<Record<string, { words: string; named: RegExp }>> = {
  ministry: { words: 'the ministry’s side', named: /ministry|government/i },
  company: { words: 'the company’s side', named: /company|twitter/i },
};

/** A green band across both panes: what was decided, and what the narrator tells. */
export function BandRowView({ band, hour }: { band: Band; hour: LaidRow['hour'] }) {
  const panel = useId();
  const [open, setOpen] = useState(false);
  const { title, text, count } = bandWords(band);
  const provenance = bandProvenance(band);
  const side = band.kind === 'context' && band.row.side !== null ? (SIDES[band.row.side] ?? null) : null;
  const pencilled = provenance?.certainty === 'illustrative';
  return (
    <div className={pencilled ? 'band pencilled-band' : 'band'}>
      <div className="band-line">
        <span className="band-hour">{hour && <Hour at={band.at} hour={hour} />}</span>
        <p className="band-words">
          <b dir="auto">{text === '' ? title : sentence(title)}</b>{' '}
          <bdi>{count === '' ? text : sentence(text)}</bdi> {count}
          {side !== null && !side.named.test(title) && <span className="band-side"> ({side.words})</span>}
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
