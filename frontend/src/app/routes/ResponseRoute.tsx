import { getRouteApi } from '@tanstack/react-router';
import { ResponsePage } from '@/features/feedback/ResponsePage';

const route = getRouteApi('/app/feedback/$responseId');

export function ResponseRoute() {
  const { responseId } = route.useParams();
  return <ResponsePage key={responseId} responseId={responseId} />;
}
