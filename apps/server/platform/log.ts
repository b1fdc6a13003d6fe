import type { LoggerService } from '@nestjs/common';
import pino, { type Logger, type LevelWithSilent } from 'pino';

/** Fields that a line of the log may hold beside its text. None of it is a word, a name, an address or a secret of people's. */
export interface LogFields {
  /** The id of the request that it is about, as the answer's `X-Request-Id` has it. */
  request?: string;
  err?: unknown;
  method?: string;
  /** The pattern of a route; the address itself has ids, handles and words. */
  route?: string;
  status?: number;
  ms?: number;
}

/**
 * The log of the server, on standard error: a JSON object a line for programs, or lines for people. Nest and
 * every part of the server write to it, each under its name.
 *
 * @see https://getpino.io
 */
export class Log implements LoggerService {
  private readonly to: Logger;

  /**
   * @param level the least that is told
   * @param readable whether people read it, as on a terminal
   */
  constructor(level: LevelWithSilent, readable: boolean, write: (text: string) => void = toStandardError) {
    this.to = pino(
      {
        level,
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
        serializers: { err: whatIsKnownOf },
      },
      { write: readable ? (line: string) => write(forPeople(line)) : write },
    );
  }

  /** Whether lines of a level are told at all. */
  tells(level: LevelWithSilent): boolean {
    return this.to.isLevelEnabled(level);
  }

  info(text: string, fields: LogFields = {}): void {
    this.to.info(fields, text);
  }

  /** A request was answered. */
  answered(fields: Required<Omit<LogFields, 'err'>>): void {
    this.to.debug(fields, 'Answered');
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.line('debug', message, rest);
  }

  /** Nest's lines about putting itself together, which are of use to whoever looks for a mistake. */
  log(message: unknown, ...rest: unknown[]): void {
    this.line('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.line('trace', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.line('warn', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.line('error', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.line('fatal', message, rest);
  }

  /** Nest hands over the name of the part that speaks as the last argument, and before it maybe a stack. */
  private line(level: pino.Level, message: unknown, rest: readonly unknown[]): void {
    const part = typeof rest.at(-1) === 'string' ? { part: rest.at(-1) } : {};
    if (message instanceof Error) this.to[level]({ ...part, err: message }, message.message);
    else if (typeof message === 'object' && message !== null)
      this.to[level]({ ...part, ...message }, textOf(message));
    else this.to[level](part, String(message));
  }
}

/** Describes an error for the log: never its other fields, in which a driver keeps the statement with its values. */
function whatIsKnownOf(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, code } = error as Error & { code?: unknown };
  return { type: name, message, stack, ...(typeof code === 'string' ? { code } : {}) };
}

function textOf({ err }: LogFields): string {
  return err instanceof Error ? err.message : 'Something went wrong';
}

/** A line as people read it: when, how bad, who says it, what; then the request and where it went wrong. */
function forPeople(json: string): string {
  const { time, level, part, msg, request, err, method, route, status, ms } = JSON.parse(
    json,
  ) as LogFields & {
    time: string;
    level: string;
    part?: string;
    msg: string;
    err?: { stack?: string };
  };
  const said = [
    time.slice(11, 19),
    level.toUpperCase().padEnd(5),
    part === undefined ? null : `[${part}]`,
    msg,
    route === undefined ? null : `${method} ${route} ${status} ${ms} ms`,
    request === undefined ? null : `(request ${request})`,
  ].filter((one) => one !== null);
  const trace = err?.stack?.split('\n').slice(1).join('\n');
  return `${said.join(' ')}\n${trace === undefined || trace === '' ? '' : `${trace}\n`}`;
}

function toStandardError(text: string): void {
  process.stderr.write(text);
}
