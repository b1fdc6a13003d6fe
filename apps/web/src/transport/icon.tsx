/** The glyphs of the controls, drawn on 24 × 24. */
const PATHS = {
  'previous-chapter': 'M5 5h2.5v14H5zM20 5v14L9 12z',
  back: 'M17 6v12l-9-6z',
  play: 'M7 4.500v15L20 12z',
  pause: 'M6.500 5h4v14h-4zM13.500 5h4v14h-4z',
  forward: 'M7 6v12l9-6z',
  'next-chapter': 'M16.500 5H19v14h-2.500zM4 5v14l11-7z',
  panes: 'M4 5h6.500v14H4zM13.500 5H20v14h-6.500z',
  room: 'M3 5h18v11H3zM12 16v4M8 20h8',
  share: 'M12 15V4M8 7.500 12 4l4 3.500M5 12v8h14v-8',
  keys: 'M9 9a3 3 0 1 1 4 2.800c-.7.3-1 .8-1 1.500v.7M12 17.500v.1',
} as const;

const SOLID: ReadonlySet<string> = new Set([
  'previous-chapter',
  'back',
  'play',
  'pause',
  'forward',
  'next-chapter',
]);

/** A glyph; what it means stands on the control. */
export function Icon({ of }: { of: keyof typeof PATHS }) {
  return (
    <svg className={SOLID.has(of) ? 'icon filled' : 'icon'} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[of]} />
    </svg>
  );
}
