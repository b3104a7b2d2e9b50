import type { AnyRoute } from '@tanstack/react-router';
import { mayHaveSession, refreshSession } from '@/api/session';
import type { router as appRouter } from './router';

/**
 * Fetches the code of the page while the session is being renewed, instead of after it. The routes
 * themselves ask again and share what is under way.
 */
export function startEarly(router: typeof appRouter): void {
  if (!mayHaveSession()) return;
  void refreshSession().catch(() => false);
  const routes: Record<string, AnyRoute> = router.routesById;
  for (const match of router.matchRoutes(router.latestLocation)) {
    void routes[String(match.routeId)]?.options.component?.preload?.();
  }
}
