import { lazy, Suspense, useEffect } from 'react';
import { isPaletteKey, openPalette, usePaletteWish } from './paletteStore';

const Palette = lazy(() => import('./Palette').then((m) => ({ default: m.Palette })));

export function PaletteHost() {
  const wish = usePaletteWish();
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (!isPaletteKey(event)) return;
      event.preventDefault();
      openPalette();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return wish === 0 ? null : (
    <Suspense fallback={null}>
      <Palette wish={wish} />
    </Suspense>
  );
}
