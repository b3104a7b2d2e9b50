import { ProblemError } from './problem';

export type ConflictChoice = 'reload' | 'overwrite';
type Ask = () => Promise<ConflictChoice>;

let ask: Ask = () => Promise.resolve('reload');

/** The shell hands in the dialog that asks the person. */
export function setConflictQuestion(question: Ask): void {
  ask = question;
}

/** The person chose to look at the newer version; what they typed was not saved. */
export class ReloadChosen extends Error {}

interface VersionedSave<T> {
  version: number;
  send: (version: number) => Promise<T>;
  latestVersion: () => Promise<number>;
}

/**
 * Sends a conditional write. When someone else changed the row first (412) the person decides:
 * overwrite sends it again on top of the latest version, reload throws `ReloadChosen`.
 */
export async function saveVersioned<T>(save: VersionedSave<T>): Promise<T> {
  try {
    return await save.send(save.version);
  } catch (cause) {
    if (!(cause instanceof ProblemError) || cause.status !== 412) throw cause;
    if ((await ask()) === 'reload') throw new ReloadChosen();
    return saveVersioned({ ...save, version: await save.latestVersion() });
  }
}
