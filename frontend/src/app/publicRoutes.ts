import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from './rootRoute';
import { given, innerPath, oneOf } from './search';

const GONE = ['deleted', 'left'] as const;

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>) =>
    given({ next: innerPath(search, 'next'), gone: oneOf(search, 'gone', GONE) }),
  component: lazyRouteComponent(() => import('./routes/SignRoutes'), 'SignInRoute'),
});

const signUp = createRoute({
  getParentRoute: () => root,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('./routes/SignRoutes'), 'SignUpRoute'),
});

const unsubscribe = createRoute({
  getParentRoute: () => root,
  path: '/unsubscribe/$token',
  component: lazyRouteComponent(() => import('./routes/UnsubscribeRoute'), 'UnsubscribeRoute'),
});

const acceptInvitation = createRoute({
  getParentRoute: () => root,
  path: '/accept-invitation',
  component: lazyRouteComponent(() => import('./routes/LinkRoutes'), 'AcceptInvitationRoute'),
});

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./routes/LinkRoutes'), 'ForgotPasswordRoute'),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./routes/LinkRoutes'), 'ResetPasswordRoute'),
});

/** Pages for people who are not signed in, or came by a link in a mail. */
export const publicRoutes = [
  signIn,
  signUp,
  unsubscribe,
  acceptInvitation,
  forgotPassword,
  resetPassword,
] as const;
