import { useSyncExternalStore } from 'react';
import { dismiss, notify } from './notices';
import { problemText } from './problemText';

const GRACE = 6_000;

interface PendingDelete {
  id: string;
  message: string;
  send: () => Promise<unknown>;
  onSent?: () => void;
}

interface Waiting extends PendingDelete {
  timer: ReturnType<typeof setTimeout>;
}

const waiting = new Map<string, Waiting>();
let hidden: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

/** Hides a row now and deletes it when the time to undo is over, or when the page is left. */
export function deleteWithUndo(pending: PendingDelete): void {
  const timer = setTimeout(() => void sendNow(pending.id), GRACE);
  waiting.set(pending.id, { ...pending, timer });
  hide(pending.id, true);
  notify(pending.message, {
    id: noticeId(pending.id),
    onUndo: () => undoDelete(pending.id),
  });
}

export function undoDelete(id: string): void {
  const entry = waiting.get(id);
  if (entry === undefined) return;
  clearTimeout(entry.timer);
  waiting.delete(id);
  hide(id, false);
  dismiss(noticeId(id));
}

export function sendWaitingDeletes(): void {
  for (const id of [...waiting.keys()]) void sendNow(id);
}

/** Ids that are on their way out; lists leave them out. */
export function useHidden(): ReadonlySet<string> {
  return useSyncExternalStore(subscribe, () => hidden);
}

async function sendNow(id: string): Promise<void> {
  const entry = waiting.get(id);
  if (entry === undefined) return;
  clearTimeout(entry.timer);
  waiting.delete(id);
  dismiss(noticeId(id));
  try {
    await entry.send();
  } catch (cause) {
    notify(problemText(cause), { isProblem: true });
    hide(id, false);
  }
  entry.onSent?.();
}

function noticeId(id: string): string {
  return `undo-${id}`;
}

function hide(id: string, isHidden: boolean): void {
  const next = new Set(hidden);
  if (isHidden) next.add(id);
  else next.delete(id);
  hidden = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
