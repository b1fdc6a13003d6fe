import type { VenueId } from '#domain';
import { parseInstant } from './instant.js';
import { NumberSet } from './number-set.js';
import { OrderItems } from './order-items.js';
import { listed, type Path } from './problems.js';
import type {
  ActionBody,
  ActionStep,
  Actors,
  CastMember,
  Cohort,
  OneActor,
  PostRef,
  ScenarioFile,
} from './scenario-file.js';
import { StepIds } from './step-ids.js';

/** The steps that compilation adds before and after a file's own. */
export const FIRST_STEP = 'opens';
export const LAST_STEP = 'loaded';

/** A reference that leads nowhere. `path` is the wrong part within the reference. */
export class LostReference extends Error {
  constructor(
    message: string,
    readonly path: Path = [],
    /** It leads to a step that has errors itself, which are reported there. */
    readonly follows = false,
  ) {
    super(message);
  }
}

/** One of the cast, or some of a cohort. */
export type Selection = { key: string; count: number; venue: VenueId } & (
  { member: CastMember; cohort: null; numbers: null } | { member: null; cohort: Cohort; numbers: NumberSet }
);

interface OrderMade {
  id: string;
  /** The id of the authority that filed it. */
  authority: string;
  items: OrderItems;
}

/** The restrictions that a `restrict` or `label` step imposed. */
interface Imposed {
  /** Its restrictions are the first `count` of these. */
  ids: StepIds;
  count: number;
  until: number | null;
  liftedBy: string | null;
}

/** The posts that a `post` step made: one by each of `by`, with these ids in their order. */
interface Posted {
  by: Selection;
  ids: StepIds;
}

type Made = { posted: Posted } | { order: OrderMade } | { imposed: Imposed } | 'nothing to refer to';

/**
 * Resolves references in the file to ids: of the cast of a scenario, and of what its steps have made so
 * far. Ids are arithmetic, so a cohort of half a million is a few numbers here. Steps are added in the
 * order of the file; a reference finds those added before it.
 */
export class Story {
  /** When the cast begins to exist, ms since the Unix epoch. */
  readonly opens: number;
  private readonly opening: StepIds;
  /** These three by key, with the index of the (first) command that makes them. */
  private readonly authorities: Map<string, number>;
  private readonly cast: Map<string, { index: number; member: CastMember }>;
  private readonly cohorts: Map<string, { index: number; cohort: Cohort }>;
  /** The things that the steps added so far made, by step. */
  private readonly made = new Map<string, Made>();
  /** Which of a cohort posted, by cohort, in the order of the steps. */
  private readonly posted = new Map<string, { numbers: NumberSet; ids: StepIds }[]>();
  private readonly wrong = new Set<string>();

  constructor(private readonly file: ScenarioFile) {
    this.opens = instant(file.opens);
    this.opening = new StepIds(file.id, FIRST_STEP, this.opens);
    // The opening step's commands: the scenario itself, the authorities, the cast, the cohorts.
    let index = 1;
    this.authorities = new Map(Object.keys(file.authorities).map((key) => [key, index++]));
    this.cast = new Map(Object.entries(file.cast).map(([key, member]) => [key, { index: index++, member }]));
    this.cohorts = new Map();
    for (const [key, cohort] of Object.entries(file.cohorts)) {
      this.cohorts.set(key, { index, cohort });
      index += cohort.count;
    }
  }

  /** Where in the file the maker of an opening command is, by the command's index. */
  openingPath(index: number): Path {
    for (const [key, at] of this.authorities) if (at === index) return ['authorities', key];
    for (const [key, member] of this.cast) if (member.index === index) return ['cast', key];
    for (const [key, { index: first, cohort }] of this.cohorts) {
      if (index >= first && index < first + cohort.count) return ['cohorts', key];
    }
    return [];
  }

  /** When a step happens, ms since the Unix epoch. */
  atOf(step: ActionStep): number {
    return instant(step.at);
  }

  /** The ids of a step's commands. */
  idsOf(step: ActionStep): StepIds {
    return new StepIds(this.file.id, step.id, this.atOf(step));
  }

  /** @throws LostReference */
  authority(key: string): string {
    const index = this.authorities.get(key);
    if (index === undefined) {
      throw new LostReference(`"${key}" is not among the authorities (${listed(this.authorities.keys())})`);
    }
    return this.opening.at(index);
  }

  /** @throws LostReference */
  select(actors: Actors): Selection {
    if (typeof actors === 'string') {
      const { member } = this.member(actors);
      return { key: actors, count: 1, venue: member.venue, member, cohort: null, numbers: null };
    }
    const { cohort } = this.cohort(actors.cohort);
    const numbers = NumberSet.parse(actors.numbers, cohort.count);
    if (typeof numbers === 'string') throw new LostReference(`numbers ${numbers}`, ['numbers']);
    return { key: actors.cohort, count: numbers.count, venue: cohort.venue, member: null, cohort, numbers };
  }

  /** The ids of some accounts, in order. */
  *accounts(selection: Selection): Generator<string> {
    if (selection.numbers === null) {
      yield this.opening.at(this.member(selection.key).index);
      return;
    }
    const { index } = this.cohort(selection.key);
    for (const number of selection.numbers) yield this.opening.at(index + number - 1);
  }

  /** @throws LostReference */
  account(actor: OneActor): { id: string; venue: VenueId } {
    if (typeof actor === 'string') {
      const { index, member } = this.member(actor);
      return { id: this.opening.at(index), venue: member.venue };
    }
    const { index, cohort } = this.memberOfCohort(actor);
    return { id: this.opening.at(index + actor.number - 1), venue: cohort.venue };
  }

  /** @throws LostReference */
  post(ref: PostRef): { id: string; venue: VenueId } {
    if (typeof ref === 'string') {
      const { by, ids } = this.postStep(ref);
      if (by.count === 1) return { id: ids.at(0), venue: by.venue };
      const instead = `name one, as {cohort: ${by.key}, number: …}`;
      throw new LostReference(`step "${ref}" made ${by.count} posts; ${instead}`);
    }
    const { cohort } = this.memberOfCohort(ref);
    const id =
      ref.step === undefined
        ? this.firstPost(ref.cohort, ref.number)
        : this.postIn(ref.step, ref.cohort, ref.number);
    return { id, venue: cohort.venue };
  }

  /** The ids of the first posts of some of a cohort, in order. @throws LostReference */
  *posts(cohort: string, numbers: Iterable<number>): Generator<string> {
    for (const number of numbers) yield this.firstPost(cohort, number);
  }

  /** @throws LostReference */
  order(step: string): OrderMade {
    const made = this.step(step);
    if (typeof made === 'object' && 'order' in made) return made.order;
    throw new LostReference(`step "${step}" is not an order`);
  }

  /** The restrictions that a `restrict` or `label` step imposed. @throws LostReference */
  imposed(step: string): Imposed {
    const made = this.step(step);
    if (typeof made === 'object' && 'imposed' in made) return made.imposed;
    throw new LostReference(`step "${step}" is not a restrict or label step`);
  }

  /** The number of first posts of some of a cohort: one each. @throws LostReference */
  countPosts(cohort: string, numbers: Iterable<number>): number {
    let count = 0;
    for (const _ of this.posts(cohort, numbers)) count++;
    return count;
  }

  /** How many items an order's entries make. @throws LostReference */
  private sizeOf(items: ActionBody<'order'>['items']): number {
    let size = 0;
    for (const entry of items) {
      if ('accounts' in entry) size += this.select(entry.accounts).count;
      else if ('posts' in entry) size += this.select(entry.posts).count;
      else size++;
    }
    return size;
  }

  /** Adds the things that a step makes, for the steps after it to refer to. @throws LostReference */
  add(step: ActionStep): void {
    this.made.set(step.id, this.making(step));
  }

  /** Adds a step with errors, so that references to it are not reported as well. */
  addWrong(step: ActionStep): void {
    this.wrong.add(step.id);
  }

  private making(step: ActionStep): Made {
    if ('post' in step) {
      const posted = { by: this.select(step.post.by), ids: this.idsOf(step) };
      if (posted.by.numbers !== null) {
        const { key, numbers } = posted.by;
        const before = this.posted.get(key) ?? [];
        before.push({ numbers, ids: posted.ids });
        this.posted.set(key, before);
      }
      return { posted };
    }
    if ('order' in step) {
      const { authority, items } = step.order;
      const order = {
        id: this.idsOf(step).at(0),
        authority: this.authority(authority),
        items: new OrderItems(this.sizeOf(items)),
      };
      return { order };
    }
    if ('decide' in step) {
      const { items } = this.order(step.decide.order);
      const decided = items.select(step.decide.items);
      if (typeof decided === 'string') throw new LostReference(`items ${decided}`, ['items']);
      items.decide(decided, step.decide.outcome);
      return 'nothing to refer to';
    }
    if ('restrict' in step) {
      const { accounts, until } = step.restrict;
      return this.imposing(step, accounts, until === undefined ? null : instant(until));
    }
    if ('label' in step) return this.imposing(step, step.label.accounts, null);
    if ('lift' in step) this.imposed(step.lift.step).liftedBy = step.id;
    return 'nothing to refer to';
  }

  private imposing(step: ActionStep, accounts: Actors | undefined, until: number | null): Made {
    const count = accounts === undefined ? 1 : this.select(accounts).count;
    return { imposed: { ids: this.idsOf(step), count, until, liftedBy: null } };
  }

  private member(key: string): { index: number; member: CastMember } {
    const found = this.cast.get(key);
    if (found !== undefined) return found;
    throw new LostReference(
      this.cohorts.has(key)
        ? `"${key}" is a cohort; say which of them, as {cohort: ${key}, numbers: …}`
        : `"${key}" is not in the cast (${listed(this.cast.keys())})`,
    );
  }

  private cohort(key: string): { index: number; cohort: Cohort } {
    const found = this.cohorts.get(key);
    if (found !== undefined) return found;
    throw new LostReference(`"${key}" is not among the cohorts (${listed(this.cohorts.keys())})`, ['cohort']);
  }

  private memberOfCohort(ref: { cohort: string; number: number }): { index: number; cohort: Cohort } {
    const found = this.cohort(ref.cohort);
    if (ref.number <= found.cohort.count) return found;
    throw new LostReference(
      `${ref.cohort} has ${found.cohort.count} members; there is no number ${ref.number}`,
      ['number'],
    );
  }

  private step(id: string): Made {
    const made = this.made.get(id);
    if (made !== undefined) return made;
    if (this.wrong.has(id)) throw new LostReference(`step "${id}" is wrong itself`, [], true);
    const comes = this.file.steps.some((step) => !('expect' in step) && step.id === id);
    throw new LostReference(
      comes ? `step "${id}" does not come before this one` : `there is no step "${id}"`,
    );
  }

  private postStep(id: string): Posted {
    const made = this.step(id);
    if (typeof made === 'object' && 'posted' in made) return made.posted;
    throw new LostReference(`step "${id}" makes no post`);
  }

  private postIn(step: string, cohort: string, number: number): string {
    const { by, ids } = this.postStep(step);
    const index = by.key === cohort && by.numbers !== null ? by.numbers.indexOf(number) : -1;
    if (index >= 0) return ids.at(index);
    throw new LostReference(`${cohort} ${number} does not post in step "${step}"`, ['step']);
  }

  private firstPost(cohort: string, number: number): string {
    for (const { numbers, ids } of this.posted.get(cohort) ?? []) {
      const index = numbers.indexOf(number);
      if (index >= 0) return ids.at(index);
    }
    // The step in which they should have posted may be one with errors.
    throw new LostReference(`${cohort} ${number} has made no post by then`, [], this.wrong.size > 0);
  }
}

/** A time that was checked before. */
function instant(text: string): number {
  const at = parseInstant(text);
  if (at === null) throw new LostReference(`"${text}" is not a time with an offset`);
  return at;
}
