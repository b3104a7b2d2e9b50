import { createRootRoute, Outlet } from '@tanstack/react-router';
import { NotFoundPage, RouteFailed } from './ErrorPages';

export const root = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: RouteFailed,
});
