/** How the page says what is sure: it teaches it once, above the panes. */
export function Legend() {
  return (
    <p className="legend">
      <span>type: from the sources</span>
      <span className="made-up">pencil: made up for the replay</span>
      <span>
        <span className="inferred">c.</span> hour inferred
      </span>
    </p>
  );
}
