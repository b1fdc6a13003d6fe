/** A rule asked the world for something that its command's needs left out: a mistake in the program. */
export class NotLoaded extends Error {
  override readonly name = 'NotLoaded';
}

/** A Map over another: reads fall through, writes stay until they are merged down. */
export class Layer<V> {
  private readonly own = new Map<string, V>();

  /** @param isLoaded whether the lowest layer knows the value under a key, or knows that there is none */
  constructor(
    private readonly name: string,
    private readonly below: Layer<V> | null,
    private readonly isLoaded: (key: string) => boolean,
  ) {}

  /** @throws NotLoaded where it is not known whether the key has a value */
  get(key: string): V | undefined {
    const value = this.known(key);
    if (value === undefined && !this.isLoaded(key))
      throw new NotLoaded(`${this.name} "${key}" was asked for and is not in what the command needs`);
    return value;
  }

  /** The known value under a key; undefined where there is none, or where it was not loaded. */
  known(key: string): V | undefined {
    return this.own.get(key) ?? this.below?.known(key);
  }

  set(key: string, value: V): void {
    this.own.set(key, value);
  }

  mergeDown(): void {
    if (this.below === null) return;
    for (const [key, value] of this.own) this.below.own.set(key, value);
  }
}
