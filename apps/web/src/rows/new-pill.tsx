/** Rows wait above: how many, and how to get there. */
export function NewPill({ count, onPress }: { count: number; onPress: () => void }) {
  return (
    <div className="pill-place">
      <button type="button" className="pill" onClick={onPress}>
        <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 19V6M6.500 11 12 5.500 17.500 11" />
        </svg>
        {count} new
      </button>
    </div>
  );
}
