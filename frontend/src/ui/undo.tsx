import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useSyncExternalStore } from 'react';
import { t } from '@/locales/t';
import { problemText } from './problemText';
import classes from './undo.module.css';

const GRACE = 6_000;

interface PendingDelete {
  id: string;
  message: string;
  send: () => Promise<unknown>;
  onSent: () => void;
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
  notifications.show({
    id: noticeId(pending.id),
    message: (
      <span className={classes.notice}>
        <span>{pending.message}</span>
        <Button size="xs" variant="default" onClick={() => undoDelete(pending.id)}>
          {t('action.undo')}
        </Button>
      </span>
    ),
    autoClose: GRACE,
    withCloseButton: false,
  });
}

export function undoDelete(id: string): void {
  const entry = waiting.get(id);
  if (entry === undefined) return;
  clearTimeout(entry.timer);
  waiting.delete(id);
  hide(id, false);
  notifications.hide(noticeId(id));
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
  notifications.hide(noticeId(id));
  try {
    await entry.send();
  } catch (cause) {
    notifications.show({ message: problemText(cause), color: 'red' });
    hide(id, false);
  }
  entry.onSent();
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
