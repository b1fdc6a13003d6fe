interface Props {
  place: 'above' | 'below';
  /** Something is withheld there. */
  withholds: boolean;
  label: string;
  onPress: () => void;
}

/** Rows wait out of view: what they are, and how to get there. */
export function Pill({ place, withholds, label, onPress }: Props) {
  return (
    <div className={`pill-place ${place}`}>
      <button type="button" className={withholds ? 'pill withholds' : 'pill'} onClick={onPress}>
        <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
          <path
            d={
              place === 'above'
                ? 'M12 19V6M6.500 11 12 5.500 17.500 11'
                : 'M12 5v13M6.500 13 12 18.500 17.500 13'
            }
          />
        </svg>
        {label}
      </button>
    </div>
  );
}
