import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ReloadChosen } from '@/api/conflict';
import { meQuery } from '@/api/lookups';
import type { Comment } from '@/api/types';
import { exactTime } from '@/locales/format';
import { t } from '@/locales/t';
import { Avatar } from '@/ui/Avatar';
import { useMay } from '@/ui/command';
import { RelativeTime } from '@/ui/Time';
import { deleteWithUndo } from '@/ui/undo';
import { CommentBody } from './CommentBody';
import classes from './Comments.module.css';
import { Composer } from './Composer';
import { draftOf } from './mentions';
import { changeComment, deleteComment } from './queries';

interface CommentItemProps {
  comment: Comment;
  onChanged: () => unknown;
}

export function CommentItem({ comment, onChanged }: CommentItemProps) {
  const [isOpen, setOpen] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const author = comment.author_name ?? t('comments.formerMember');
  async function save(body: string) {
    try {
      await changeComment(comment, body);
    } catch (cause) {
      if (!(cause instanceof ReloadChosen)) throw cause;
    }
    await onChanged();
    setOpen(false);
  }
  return (
    <li className={classes.comment}>
      <Avatar name={author} size={28} />
      <div className={classes.words}>
        <div className={classes.line}>
          <span className={classes.author}>{author}</span>
          <RelativeTime at={comment.created_at} />
          {comment.edited_at && (
            <span className={classes.edited} title={exactTime(comment.edited_at)}>
              {t('comments.edited')}
            </span>
          )}
          <CommentMenu
            comment={comment}
            author={author}
            onEdit={() => setOpen(true)}
            onChanged={onChanged}
          />
        </div>
        {isOpen ? (
          <Composer
            label={t('comments.edit')}
            initial={draftOf(comment.body)}
            submitLabel={t('action.save')}
            field={field}
            onSend={save}
            onCancel={() => setOpen(false)}
          />
        ) : (
          <CommentBody body={comment.body} />
        )}
      </div>
    </li>
  );
}

interface CommentMenuProps extends CommentItemProps {
  author: string;
  onEdit: () => void;
}

function CommentMenu({ comment, author, onEdit, onChanged }: CommentMenuProps) {
  const me = useQuery(meQuery);
  const mayWrite = useMay('comments:write');
  const isMine = me.data !== undefined && comment.author_id === me.data.user.id;
  const looksAfter = me.data?.role === 'owner' || me.data?.role === 'admin';
  if (!mayWrite || !(isMine || looksAfter)) return null;
  const remove = () =>
    deleteWithUndo({
      id: comment.id,
      message: t('comments.deleted'),
      send: () => deleteComment(comment.id),
      onSent: () => void onChanged(),
    });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          className={classes.menu}
          variant="subtle"
          color="gray"
          size={24}
          aria-label={t('comments.menu', { name: author })}
        >
          <IconDots size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {isMine && (
          <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={onEdit}>
            {t('action.edit')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconTrash size={15} aria-hidden />} onClick={remove}>
          {t('action.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
