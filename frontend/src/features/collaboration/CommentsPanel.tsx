import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { rowsOf } from '@/api/paging';
import type { CommentSubject } from '@/api/types';
import { t } from '@/locales/t';
import { useMay } from '@/ui/command';
import { Empty } from '@/ui/Empty';
import { MoreRows } from '@/ui/MoreRows';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { useHidden } from '@/ui/undo';
import { CommentItem } from './CommentItem';
import classes from './Comments.module.css';
import { Composer } from './Composer';
import { offerHere } from './here';
import { commentsQuery, writeComment } from './queries';

const NOTHING = { text: '', people: [] };

/** What the team says to each other about a record; the customer never sees it. */
export function CommentsPanel({ subject }: { subject: CommentSubject }) {
  const comments = useInfiniteQuery(commentsQuery(subject));
  const queryClient = useQueryClient();
  const hidden = useHidden();
  const mayWrite = useMay('comments:write');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (!mayWrite) return undefined;
    return offerHere({
      comment: () => {
        field.current?.scrollIntoView({ block: 'center' });
        field.current?.focus();
      },
    });
  }, [mayWrite]);
  const refresh = () =>
    Promise.all(
      ['comments', 'watchers', 'timeline'].map((key) =>
        queryClient.invalidateQueries({ queryKey: [key] }),
      ),
    );
  const rows = rowsOf(comments.data?.pages).filter((row) => !hidden.has(row.id));
  return (
    <Panel title={t('comments.title')} subtitle={t('comments.subtitle')}>
      {mayWrite && (
        <Composer
          label={t('comments.write')}
          initial={NOTHING}
          submitLabel={t('comments.send')}
          field={field}
          onSend={async (body) => {
            await writeComment(subject, body);
            await refresh();
          }}
        />
      )}
      <QueryState
        query={comments}
        height={160}
        isEmpty={() => rows.length === 0}
        empty={
          <Empty title={t('comments.none')} hint={mayWrite ? t('comments.noneHint') : undefined} />
        }
      >
        {() => (
          <ol className={classes.list} aria-label={t('comments.title')}>
            {rows.map((comment) => (
              <CommentItem key={comment.id} comment={comment} onChanged={refresh} />
            ))}
          </ol>
        )}
      </QueryState>
      <MoreRows {...comments} />
    </Panel>
  );
}
