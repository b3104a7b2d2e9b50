import { useSyncExternalStore } from 'react';
import { randomId } from '@/api/ids';

const SHOWN_FOR = 6_000;
const MOST = 4;

export interface Notice {
  id: string;
  text: string;
  isProblem: boolean;
  /** What the button of the notice takes back. */
  onUndo?: () => void;
  /** A way on, where there is one. */
  next?: { label: string; go: () => void };
}

let notices: readonly Notice[] = [];
const listeners = new Set<() => void>();

/** Says something at the edge of the page. Problems stay until they are closed. */
export function notify(text: string, more: Partial<Omit<Notice, 'text'>> = {}): void {
  const notice: Notice = { id: randomId(), isProblem: false, text, ...more };
  const others = notices.filter((other) => other.id !== notice.id && other.text !== text);
  set([...others, notice].slice(-MOST));
  if (!notice.isProblem) setTimeout(() => dismiss(notice.id), SHOWN_FOR);
}

export function dismiss(id: string): void {
  if (notices.some((notice) => notice.id === id)) {
    set(notices.filter((notice) => notice.id !== id));
  }
}

export function useNotices(): readonly Notice[] {
  return useSyncExternalStore(subscribe, () => notices);
}

function set(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
