import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Seconds, from what memory answers to what people wait for. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000];

/** A batch of commands that was committed. */
export interface BatchOfCommands {
  commands: number;
  refused: number;
  seconds: number;
}

/**
 * Counters and gauges that this server keeps of itself, for `GET /metrics`. Labels are of a few values that the program names:
 * a route's pattern, a method, a status, a medium. None is an id, a handle, a country or a word, which would
 * tell of what is withheld, and make a row of figures for each.
 */
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = new Counter({
    name: 'withheld_http_requests_total',
    help: 'Requests that were answered, by the pattern of their route (unmatched: by none)',
    labelNames: ['method', 'route', 'status'] as const,
    registers: [this.registry],
  });
  private readonly durations = new Histogram({
    name: 'withheld_http_request_duration_seconds',
    help: 'How long requests took until they were answered; a stream takes as long as somebody listens',
    labelNames: ['method', 'route'] as const,
    buckets: BUCKETS,
    registers: [this.registry],
  });
  private readonly batches = new Histogram({
    name: 'withheld_command_batch_duration_seconds',
    help: 'How long batches of commands took, from their lock to their commit',
    buckets: BUCKETS,
    registers: [this.registry],
  });
  private readonly batchSizes = new Histogram({
    name: 'withheld_command_batch_size',
    help: 'How many submissions shared a batch',
    buckets: SIZES,
    registers: [this.registry],
  });
  private readonly refusals = new Counter({
    name: 'withheld_commands_refused_total',
    help: 'Submissions of commands that were refused',
    registers: [this.registry],
  });
  private readonly slow = new Counter({
    name: 'withheld_slow_consumers_closed_total',
    help: 'Listeners that were closed because they could not keep up',
    registers: [this.registry],
  });
  private readonly resyncs = new Counter({
    name: 'withheld_resyncs_total',
    help: 'Sockets of socket.io that were asked to read again (others are closed, and connect anew)',
    registers: [this.registry],
  });

  /** A request was answered. @param route the pattern of its route; undefined where it has none */
  answered(method: string, route: string | undefined, status: number, seconds: number): void {
    const pattern = route ?? 'unmatched';
    this.requests.inc({ method, route: pattern, status }, 1);
    this.durations.observe({ method, route: pattern }, seconds);
  }

  committed({ commands, refused, seconds }: BatchOfCommands): void {
    this.batches.observe(seconds);
    this.batchSizes.observe(commands);
    if (refused > 0) this.refusals.inc(refused);
  }

  closedAsSlow(): void {
    this.slow.inc();
  }

  askedToReadAgain(listeners: number): void {
    this.resyncs.inc(listeners);
  }

  /**
   * Adds a figure that is looked up each time somebody asks for all of them.
   *
   * @param read what it is now, by the value of its one label (of none: by `''`); where it fails, the figure is left out
   */
  watch(
    { name, help, label }: { name: string; help: string; label?: string },
    read: () => Promise<Readonly<Record<string, number>>> | Readonly<Record<string, number>>,
  ): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames: label === undefined ? [] : [label],
      registers: [this.registry],
      collect: async () => {
        gauge.reset();
        const values = await Promise.resolve()
          .then(read)
          .catch(() => null);
        if (values === null) return gauge.remove();
        for (const [value, figure] of Object.entries(values))
          gauge.set(label === undefined ? {} : { [label]: value }, figure);
      },
    });
  }

  /** All figures, in the text format of Prometheus (0.0.4). */
  async text(): Promise<string> {
    return Registry.merge([this.registry, ofProcess()]).metrics();
  }
}

let processRegistry: Registry | null = null;

/**
 * The process's own figures: processor, memory, heap, the event loop's delay, garbage collection. They are
 * measured from the first time that somebody asks, and cost nothing where nobody does.
 */
function ofProcess(): Registry {
  if (processRegistry === null) {
    processRegistry = new Registry();
    collectDefaultMetrics({ register: processRegistry });
  }
  return processRegistry;
}
