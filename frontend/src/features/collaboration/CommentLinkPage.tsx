import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { QueryState } from '@/ui/QueryState';
import { subjectLink } from '@/ui/subjectLink';
import { readComment } from './queries';

/** Leads from a comment alone to the record it is about: search names the comment. */
export function CommentLinkPage({ commentId }: { commentId: string }) {
  const comment = useQuery({
    queryKey: ['comments', 'one', commentId],
    queryFn: () => readComment(commentId),
  });
  return (
    <QueryState query={comment} height={200}>
      {({ subject }) => <Navigate {...(subjectLink(subject) ?? { to: '/' })} replace />}
    </QueryState>
  );
}
