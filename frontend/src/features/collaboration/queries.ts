import { queryOptions } from '@tanstack/react-query';
import { api, call, ifMatch } from '@/api/client';
import { saveVersioned } from '@/api/conflict';
import { pagedQuery } from '@/api/paging';
import type { Comment, CommentSubject } from '@/api/types';

const PAGE = 20;
const MOST_WATCHERS = 200;

export function commentsQuery({ kind, id }: CommentSubject) {
  return pagedQuery(['comments', kind, id], (cursor, signal) => {
    const query = { subject_kind: kind, subject_id: id, limit: PAGE, cursor };
    return call(api.GET('/api/v1/comments', { params: { query }, signal }));
  });
}

export function watchersQuery({ kind, id }: CommentSubject) {
  return queryOptions({
    queryKey: ['watchers', kind, id],
    queryFn: async ({ signal }) => {
      const query = { subject_kind: kind, subject_id: id, limit: MOST_WATCHERS };
      return (await call(api.GET('/api/v1/watchers', { params: { query }, signal }))).items;
    },
  });
}

export function writeComment(subject: CommentSubject, body: string) {
  return call(api.POST('/api/v1/comments', { body: { subject, body } }));
}

export function readComment(id: string) {
  return call(api.GET('/api/v1/comments/{comment_id}', { params: { path: { comment_id: id } } }));
}

export function changeComment(comment: Comment, body: string) {
  const path = { comment_id: comment.id };
  return saveVersioned({
    version: comment.version,
    send: (version) =>
      call(
        api.PATCH('/api/v1/comments/{comment_id}', {
          params: { path, header: ifMatch(version) },
          body: { body },
        }),
      ),
    latestVersion: async () => (await readComment(comment.id)).version,
  });
}

export function deleteComment(id: string) {
  return call(
    api.DELETE('/api/v1/comments/{comment_id}', {
      params: { path: { comment_id: id } },
      keepalive: true,
    }),
  );
}

/** Lets somebody watch, or no longer. */
export function setWatching({ kind, id }: CommentSubject, userId: string, isWatching: boolean) {
  const params = { path: { subject_kind: kind, subject_id: id, user_id: userId } };
  const path = '/api/v1/watchers/{subject_kind}/{subject_id}/{user_id}';
  return isWatching ? call(api.PUT(path, { params })) : call(api.DELETE(path, { params }));
}
