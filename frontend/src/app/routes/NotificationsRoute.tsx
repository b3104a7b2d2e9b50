import { getRouteApi } from '@tanstack/react-router';
import { NotificationsPage } from '@/features/notifications/NotificationsPage';

const route = getRouteApi('/app/notifications');

export function NotificationsRoute() {
  return <NotificationsPage isUnreadOnly={route.useSearch().unread === true} />;
}
