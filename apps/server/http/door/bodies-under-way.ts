/** A body that is being received. */
export interface BodyUnderWay {
  /** Bytes of memory that are held for it. */
  bytes: number;
  /** Lets go of it, unfinished. */
  giveUp(): void;
}

/**
 * The bodies that are being received hold no more than so many bytes together: where they would, the one
 * that has taken longest is given up. Whoever sends a body at once is never that one, and whoever keeps
 * many unfinished gives up their own first.
 */
export class BodiesUnderWay {
  /** In the order in which they began. */
  private readonly bodies = new Set<BodyUnderWay>();
  private bytes = 0;

  /** @param most bytes; more than one body may have */
  constructor(private readonly most: number) {}

  /** Bytes, or more of them, are held for a body. */
  hold(body: BodyUnderWay, more: number): void {
    this.bodies.add(body);
    body.bytes += more;
    this.bytes += more;
    for (const oldest of this.bodies) {
      if (this.bytes <= this.most) return;
      this.end(oldest);
      oldest.giveUp();
    }
  }

  /** Nothing is held for it any more. It may have been given up before. */
  end(body: BodyUnderWay): void {
    if (this.bodies.delete(body)) this.bytes -= body.bytes;
  }
}
