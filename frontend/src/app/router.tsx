import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { meQuery } from '@/api/lookups';
import { RouteFailed } from './ErrorPages';
import { inboundSearch } from './inboundSearch';
import { activitySearch, auditSearch, feedbackSearch } from './listSearches';
import { publicRoutes } from './publicRoutes';
import { queryClient } from './queryClient';
import { root } from './rootRoute';
import { given, oneOf, sortOf, text } from './search';
import { requireSession } from './session';

const KINDS = ['company', 'person', 'internal'] as const;
const STATUSES = ['draft', 'active', 'on_hold', 'closing', 'closed', 'cancelled'] as const;
const TABS = ['board', 'timeline'] as const;

const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  beforeLoad: ({ location }) => requireSession(location.href),
  loader: () => queryClient.ensureQueryData(meQuery),
  component: lazyRouteComponent(() => import('./Shell'), 'Shell'),
});

const today = createRoute({
  getParentRoute: () => app,
  path: '/',
  component: lazyRouteComponent(() => import('./routes/TodayRoute'), 'TodayRoute'),
});

const customers = createRoute({
  getParentRoute: () => app,
  path: '/customers',
  validateSearch: (search: Record<string, unknown>) =>
    given({
      q: text(search, 'q'),
      kind: oneOf(search, 'kind', KINDS),
      owner_id: text(search, 'owner_id'),
      tag: text(search, 'tag'),
      sort: sortOf(search, ['name', 'created_at', 'updated_at', 'last_interaction_at']),
    }),
  component: lazyRouteComponent(() => import('./routes/CustomersRoute'), 'CustomersRoute'),
});

const customer = createRoute({
  getParentRoute: () => app,
  path: '/customers/$customerId',
  component: lazyRouteComponent(() => import('./routes/CustomerRoute'), 'CustomerRoute'),
});

const contact = createRoute({
  getParentRoute: () => app,
  path: '/contacts/$contactId',
  component: lazyRouteComponent(() => import('./routes/ContactRoute'), 'ContactRoute'),
});

const projects = createRoute({
  getParentRoute: () => app,
  path: '/projects',
  validateSearch: (search: Record<string, unknown>) =>
    given({
      q: text(search, 'q'),
      status: oneOf(search, 'status', STATUSES),
      sort: sortOf(search, ['name', 'key', 'due_on', 'created_at', 'updated_at']),
    }),
  component: lazyRouteComponent(() => import('./routes/ProjectsRoute'), 'ProjectsRoute'),
});

const project = createRoute({
  getParentRoute: () => app,
  path: '/projects/$projectId',
  validateSearch: (search: Record<string, unknown>) =>
    given({
      tab: oneOf(search, 'tab', TABS),
      task: text(search, 'task'),
    }),
  component: lazyRouteComponent(() => import('./routes/ProjectRoute'), 'ProjectRoute'),
});

const taskLink = createRoute({
  getParentRoute: () => app,
  path: '/tasks/$taskId',
  component: lazyRouteComponent(() => import('./routes/TaskLinkRoute'), 'TaskLinkRoute'),
});

const commentLink = createRoute({
  getParentRoute: () => app,
  path: '/comments/$commentId',
  component: lazyRouteComponent(() => import('./routes/CommentLinkRoute'), 'CommentLinkRoute'),
});

const interaction = createRoute({
  getParentRoute: () => app,
  path: '/interactions/$interactionId',
  component: lazyRouteComponent(() => import('./routes/InteractionRoute'), 'InteractionRoute'),
});

const feedback = createRoute({
  getParentRoute: () => app,
  path: '/feedback',
  validateSearch: feedbackSearch,
  component: lazyRouteComponent(() => import('./routes/FeedbackRoute'), 'FeedbackRoute'),
});

const response = createRoute({
  getParentRoute: () => app,
  path: '/feedback/$responseId',
  component: lazyRouteComponent(() => import('./routes/ResponseRoute'), 'ResponseRoute'),
});

const activity = createRoute({
  getParentRoute: () => app,
  path: '/activity',
  validateSearch: activitySearch,
  component: lazyRouteComponent(() => import('./routes/ActivityRoute'), 'ActivityRoute'),
});

const notifications = createRoute({
  getParentRoute: () => app,
  path: '/notifications',
  validateSearch: (search: Record<string, unknown>) =>
    given({
      unread: search.unread === true ? true : undefined,
    }),
  component: lazyRouteComponent(() => import('./routes/NotificationsRoute'), 'NotificationsRoute'),
});

const inbound = createRoute({
  getParentRoute: () => app,
  path: '/inbound',
  validateSearch: inboundSearch,
  component: lazyRouteComponent(() => import('./routes/InboundRoute'), 'InboundRoute'),
});

const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  component: lazyRouteComponent(() => import('./routes/SettingsFrame'), 'SettingsFrame'),
});

const profile = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: lazyRouteComponent(() => import('@/features/identity/SettingsPage'), 'SettingsPage'),
});

const sessions = createRoute({
  getParentRoute: () => settings,
  path: '/sessions',
  component: lazyRouteComponent(() => import('@/features/identity/SessionsPage'), 'SessionsPage'),
});

const switches = createRoute({
  getParentRoute: () => settings,
  path: '/notifications',
  component: lazyRouteComponent(() => import('@/features/identity/SwitchesPage'), 'SwitchesPage'),
});

const workspace = createRoute({
  getParentRoute: () => settings,
  path: '/workspace',
  component: lazyRouteComponent(() => import('@/features/identity/WorkspacePage'), 'WorkspacePage'),
});

const members = createRoute({
  getParentRoute: () => settings,
  path: '/members',
  component: lazyRouteComponent(() => import('@/features/identity/MembersPage'), 'MembersPage'),
});

const apiKeys = createRoute({
  getParentRoute: () => settings,
  path: '/api-keys',
  component: lazyRouteComponent(() => import('@/features/identity/ApiKeysPage'), 'ApiKeysPage'),
});

const failed = createRoute({
  getParentRoute: () => settings,
  path: '/failed',
  component: lazyRouteComponent(() => import('@/features/operations/FailedPage'), 'FailedPage'),
});

const deliveries = createRoute({
  getParentRoute: () => settings,
  path: '/deliveries',
  component: lazyRouteComponent(
    () => import('@/features/operations/DeliveriesPage'),
    'DeliveriesPage',
  ),
});

const mailbox = createRoute({
  getParentRoute: () => settings,
  path: '/mailbox',
  validateSearch: (search: Record<string, unknown>) => given({ mail: text(search, 'mail') }),
  component: lazyRouteComponent(() => import('./routes/MailboxRoute'), 'MailboxRoute'),
});

const audit = createRoute({
  getParentRoute: () => settings,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('./routes/AuditRoute'), 'AuditRoute'),
});

const routeTree = root.addChildren([
  ...publicRoutes,
  app.addChildren([
    today,
    customers,
    customer,
    contact,
    projects,
    project,
    taskLink,
    commentLink,
    interaction,
    feedback,
    response,
    activity,
    notifications,
    inbound,
    settings.addChildren([
      profile,
      sessions,
      switches,
      workspace,
      members,
      apiKeys,
      deliveries,
      failed,
      mailbox,
      audit,
    ]),
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultErrorComponent: RouteFailed,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
