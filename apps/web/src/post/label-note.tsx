import type { Label } from '#contract';

/** A note that the platform put on it: a decision, so on green. */
export function LabelNote({ label }: { label: Label }) {
  return (
    <p className="label-note">
      <b>Labelled by the platform:</b> <bdi>{label.text}</bdi>
    </p>
  );
}
