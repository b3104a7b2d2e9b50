import { getRouteApi } from '@tanstack/react-router';
import { InboundPage } from '@/features/inbound/InboundPage';

const route = getRouteApi('/app/inbound');

export function InboundRoute() {
  return <InboundPage tab={route.useSearch().status ?? 'unmatched'} />;
}
