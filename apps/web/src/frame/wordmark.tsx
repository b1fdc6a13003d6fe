/** The name of the place, with its mark: two facing pages. */
export function Wordmark() {
  return (
    <>
      <svg viewBox="0 0 38 29" aria-hidden="true">
        <rect className="brand-left" x="1" y="1" width="16" height="27" rx="1" />
        <path className="brand-left" d="M5 8h8M5 14h8M5 20h8" />
        <rect className="brand-right" x="20" y="0" width="18" height="29" rx="1" />
        <path className="brand-text" d="M24 8h10M24 14h10M24 20h6" />
      </svg>
      <span translate="no">Withheld</span>
    </>
  );
}
