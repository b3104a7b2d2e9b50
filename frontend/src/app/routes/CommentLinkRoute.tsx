import { getRouteApi } from '@tanstack/react-router';
import { CommentLinkPage } from '@/features/collaboration/CommentLinkPage';

const route = getRouteApi('/app/comments/$commentId');

export function CommentLinkRoute() {
  return <CommentLinkPage commentId={route.useParams().commentId} />;
}
