import { type SpotlightStore, useSpotlight } from '@mantine/spotlight';
import { useEffect, useState } from 'react';

/** Id of an option of the palette, for the field to point at. */
export function optionId(kind: string, id: string): string {
  return `palette-${kind}-${id}`;
}

/** The palette's action swallows its `id`, so the element gets it here. */
export function named(id: string) {
  return (element: HTMLElement | null): void => {
    if (element !== null) element.id = id;
  };
}

/**
 * The id of the highlighted option: screen readers say what the field's `aria-activedescendant` names.
 * The palette's parts keep the choice in the page, so it is read from there after each change.
 */
export function useActiveOption(store: SpotlightStore) {
  const { listId } = useSpotlight(store);
  const [active, setActive] = useState<string | undefined>(undefined);
  // After every render: setting the same value again costs nothing.
  useEffect(() => {
    setActive(document.getElementById(listId)?.querySelector('[data-selected]')?.id);
  });
  return { listId, active };
}
