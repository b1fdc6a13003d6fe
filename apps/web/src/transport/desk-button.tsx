import { Icon } from './icon.js';

interface Props {
  icon: Parameters<typeof Icon>[0]['of'];
  label: string;
  /** The key that does the same. */
  hint?: string;
  /** Set for what is on or off. */
  pressed?: boolean;
  className?: string;
  id?: string;
  onPress: () => void;
}

/** A control with a glyph, named in words; the key that does the same stands in its tip. */
export function DeskButton({ icon, label, hint, pressed, className = 'desk-button', id, onPress }: Props) {
  return (
    <button
      type="button"
      id={id}
      className={className}
      aria-label={label}
      aria-pressed={pressed}
      title={hint === undefined ? label : `${label}  ${hint}`}
      onClick={onPress}
    >
      <Icon of={icon} />
    </button>
  );
}
