import type { ReactNode } from 'react';

/** Between the two readings: their hour, and whether they are the same; null where there is only one. The row says it in words. */
export function Spine({ same, hour }: { same: boolean | null; hour: ReactNode }) {
  return (
    <div className="spine" aria-hidden="true">
      {hour}
      {same !== null && (
        <span className="node">
          <svg viewBox="0 0 18 18">
            <path d="M4 6.500h10M4 11.500h10" />
            {!same && <path d="M12.200 2.800 5.800 15.200" />}
          </svg>
        </span>
      )}
    </div>
  );
}
