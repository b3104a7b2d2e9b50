import type { Phase } from '@/api/types';

/**
 * The phases whose position has to change so that they are listed in this order: the positions that
 * are there are given out anew, so that a step usually changes two phases and no more.
 */
export function repositioned(order: Phase[]): { phase: Phase; position: number }[] {
  const sorted = order.map((phase) => phase.position).sort((a, b) => a - b);
  const isDistinct = new Set(sorted).size === sorted.length;
  return order
    .map((phase, index) => ({ phase, position: isDistinct ? (sorted[index] ?? index) : index }))
    .filter(({ phase, position }) => phase.position !== position);
}
