import type { ProvenanceField } from '#contract';
import { useId, useState, type ReactNode } from 'react';
import { ProvenanceChip } from './provenance-chip.js';
import { SourcesPanel } from './sources-panel.js';

/**
 * How sure something is, and its sources, which the chip opens and closes. The two are placed apart: the chip
 * stands in a line, the panel below it.
 *
 * @param provenance null where nothing is told of it: then there is neither
 */
export function useSources(provenance: ProvenanceField | null): { chip: ReactNode; panel: ReactNode } {
  const id = useId();
  const [open, setOpen] = useState(false);
  if (provenance === null) return { chip: null, panel: null };
  return {
    chip: (
      <ProvenanceChip provenance={provenance} open={open} onToggle={() => setOpen(!open)} controls={id} />
    ),
    panel: open && <SourcesPanel id={id} provenance={provenance} />,
  };
}
