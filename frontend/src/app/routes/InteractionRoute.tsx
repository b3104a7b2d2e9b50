import { getRouteApi } from '@tanstack/react-router';
import { CommentsPanel } from '@/features/collaboration/CommentsPanel';
import { WatchButton } from '@/features/collaboration/WatchButton';
import { InteractionPage } from '@/features/interactions/InteractionPage';

const route = getRouteApi('/app/interactions/$interactionId');

export function InteractionRoute() {
  const { interactionId } = route.useParams();
  const subject = { kind: 'interaction' as const, id: interactionId };
  return (
    <InteractionPage
      key={interactionId}
      interactionId={interactionId}
      actions={<WatchButton subject={subject} />}
      comments={<CommentsPanel subject={subject} />}
    />
  );
}
