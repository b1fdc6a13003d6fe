import type { ReactNode } from 'react';

interface Props {
  /** Null where there is only one reading. */
  same: boolean | null;
  hour: ReactNode;
  /** Opens what is told of the row; the mark is then its button. */
  explain?: { label: string; onPress: () => void } | undefined;
}

/** Between the two readings: their hour, and whether they are the same. The row says it in words. */
export function Spine({ same, hour, explain }: Props) {
  return (
    <div className="spine" aria-hidden={explain === undefined || same === null}>
      {hour}
      {same !== null && <Mark same={same} explain={explain} />}
    </div>
  );
}

function Mark({ same, explain }: { same: boolean; explain: Props['explain'] }) {
  const mark = (
    <svg viewBox="0 0 18 18" aria-hidden="true">
      <path d="M4 6.500h10M4 11.500h10" />
      {!same && <path d="M12.200 2.800 5.800 15.200" />}
    </svg>
  );
  if (explain === undefined) return <span className="node">{mark}</span>;
  const { label, onPress } = explain;
  return (
    <button type="button" className="node" aria-label={label} title={label} onClick={onPress}>
      {mark}
    </button>
  );
}
