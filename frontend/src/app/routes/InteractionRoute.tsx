import { getRouteApi } from '@tanstack/react-router';
import { InteractionPage } from '@/features/interactions/InteractionPage';

const route = getRouteApi('/app/interactions/$interactionId');

export function InteractionRoute() {
  const { interactionId } = route.useParams();
  return <InteractionPage key={interactionId} interactionId={interactionId} />;
}
