import { useMemo } from 'react';
import { encode } from 'uqr';

/** Modules of quiet around it, without which cameras do not find it. */
const QUIET = 4;

interface Props {
  text: string;
  /** Its name, for who does not see it. */
  label: string;
}

/** A QR code: black on white in both themes, since that is what cameras read. */
export function QrCode({ text, label }: Props) {
  const { size, path } = useMemo(() => {
    const { data, size } = encode(text, { border: QUIET });
    const path = data
      .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
      .join('');
    return { size, path };
  }, [text]);
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
