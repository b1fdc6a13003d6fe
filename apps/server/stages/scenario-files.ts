import { Injectable, Logger } from '@nestjs/common';
import { SEEDS_DIR } from '#operations';
import { describeError, loadScenarioFile, type LoadedScenario } from '#replay';

/** A scenario's file that was read and found right. */
export type ReadScenario = Extract<LoadedScenario, { ok: true }>;

/** The files of scenarios, each read once, when it is first asked for, and kept. */
@Injectable()
export class ScenarioFiles {
  private readonly logger = new Logger('Scenarios');
  private readonly files = new Map<string, Promise<ReadScenario | null>>();

  /**
   * The file of a scenario that was opened here.
   *
   * @returns null where it is not there or cannot be read, of which the log of the server tells
   */
  async of(id: string): Promise<ReadScenario | null> {
    const known = this.files.get(id) ?? this.read(id);
    this.files.set(id, known);
    return known;
  }

  private async read(id: string): Promise<ReadScenario | null> {
    try {
      const loaded = await loadScenarioFile(SEEDS_DIR, id, { rehearse: false });
      if (loaded.ok) return loaded;
      const [first] = loaded.reason === 'invalid' ? loaded.errors : [];
      this.logger.warn(
        `The stage of ${id} has no words: ${first === undefined ? 'its file is not there' : describeError(first)}`,
      );
    } catch (error) {
      this.logger.warn(`The stage of ${id} has no words: ${String(error)}`);
    }
    return null;
  }
}
