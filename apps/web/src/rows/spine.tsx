import type { ReactNode } from 'react';

interface Props {
  same: boolean;
  hour: ReactNode;
  /** Opens what is told of the row; the mark is then its button. */
  explain?: { label: string; onPress: () => void } | undefined;
}

/** Between the two readings: their hour, and whether they are the same. The row says it in words. */
export function Spine({ same, hour, explain }: Props) {
  const mark = (
    <svg viewBox="0 0 18 18" aria-hidden="true">
      <path d="M4 6.500h10M4 11.500h10" />
      {!same && <path d="M12.200 2.800 5.800 15.200" />}
    </svg>
  );
  return (
    <div className="spine" aria-hidden={explain === undefined}>
      {hour}
      {explain === undefined ? (
        <span className="node">{mark}</span>
      ) : (
        <button
          type="button"
          className="node"
          aria-label={explain.label}
          title={explain.label}
          onClick={explain.onPress}
        >
          {mark}
        </button>
      )}
    </div>
  );
}
