import { useEffect, useRef } from 'react';

const PAIR_WAIT = 1_200;

export type QueueKeys = Record<string, () => void>;

/**
 * Single keys of the queue, before the shortcuts of the application hear them. Nothing while someone writes, while a
 * dialog is open, or right after `g`, which begins a pair that leads elsewhere.
 */
export function useQueueKeys(keys: QueueKeys): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    let pairUntil = 0;
    function onKey(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return;
      if (event.key === 'g') {
        pairUntil = event.timeStamp + PAIR_WAIT;
        return;
      }
      const act = event.timeStamp < pairUntil ? undefined : current.current[event.key];
      pairUntil = 0;
      if (act === undefined) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      act();
    }
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
}

function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('[aria-modal="true"]') !== null) return true;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    (target as HTMLInputElement).type !== 'checkbox'
  );
}
