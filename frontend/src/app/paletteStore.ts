import { useSyncExternalStore } from 'react';

/** Whether the palette was ever asked for, and how to ask: its code is fetched only then. */
let asked = 0;
const listeners = new Set<() => void>();

export function openPalette(): void {
  asked += 1;
  for (const listener of listeners) listener();
}

/** Counts the wishes to see the palette; 0 means that it is not needed yet. */
export function usePaletteWish(): number {
  return useSyncExternalStore(subscribe, () => asked);
}

export function isPaletteKey(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k';
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
