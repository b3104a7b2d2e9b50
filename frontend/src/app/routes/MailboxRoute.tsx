import { getRouteApi } from '@tanstack/react-router';
import { MailboxPage } from '@/features/operations/MailboxPage';

const route = getRouteApi('/app/settings/mailbox');

export function MailboxRoute() {
  return <MailboxPage mailKey={route.useSearch().mail} />;
}
