import { expect, test } from 'vitest';
import { ReloadChosen, saveVersioned, setConflictQuestion } from './conflict';
import { ProblemError } from './problem';

/** A row at version 5 that takes a write only on top of that. */
function row() {
  const sent: number[] = [];
  const send = async (version: number) => {
    sent.push(version);
    if (version !== 5) throw new ProblemError(412, {});
    return 'saved';
  };
  return { sent, save: { version: 3, send, latestVersion: async () => 5 } };
}

test('overwrite sends the change again on top of the latest version', async () => {
  setConflictQuestion(async () => 'overwrite');
  const { sent, save } = row();
  expect(await saveVersioned(save)).toBe('saved');
  expect(sent).toEqual([3, 5]);
});

test('reload sends nothing more', async () => {
  setConflictQuestion(async () => 'reload');
  const { sent, save } = row();
  await expect(saveVersioned(save)).rejects.toBeInstanceOf(ReloadChosen);
  expect(sent).toEqual([3]);
});

test('another refusal is not asked about', async () => {
  let isAsked = false;
  setConflictQuestion(async () => {
    isAsked = true;
    return 'reload';
  });
  const send = async () => Promise.reject(new ProblemError(409, {}));
  const saved = saveVersioned({ version: 1, send, latestVersion: async () => 2 });
  await expect(saved).rejects.toMatchObject({ status: 409 });
  expect(isAsked).toBe(false);
});
