interface Props {
  busy: boolean;
  onPress: () => void;
}

/** The next page of both panes. */
export function LoadOlder({ busy, onPress }: Props) {
  return (
    <div className="older">
      <button type="button" className="button" onClick={onPress} aria-disabled={busy}>
        {busy ? 'Loading…' : 'Load older'}
      </button>
    </div>
  );
}
