import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconDownload, IconRefresh } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import type { LinkProps } from '@tanstack/react-router';
import { rowsOf } from '@/api/paging';
import type { InboundMessage } from '@/api/types';
import { fileSize } from '@/locales/format';
import { t, tDynamic } from '@/locales/t';
import { CommandButton } from '@/ui/CommandButton';
import { useMay } from '@/ui/command';
import { openDialog } from '@/ui/dialogs';
import { Empty } from '@/ui/Empty';
import { MoreRows } from '@/ui/MoreRows';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { scoreLabel } from '@/ui/ScoreChip';
import { subjectLink } from '@/ui/subjectLink';
import { RelativeTime } from '@/ui/Time';
import { newSource } from './commands';
import { downloadRaw, type MessageStatus, messagesQuery, useReplay } from './queries';

export function MessagesPanel({ status }: { status: MessageStatus }) {
  const messages = useInfiniteQuery(messagesQuery(status));
  const rows = rowsOf(messages.data?.pages);
  return (
    <QueryState
      query={messages}
      height={320}
      isEmpty={() => rows.length === 0}
      empty={
        <Panel>
          <Empty
            title={t(`inbound.none.${status}`)}
            hint={status === 'unmatched' ? t('inbound.noneHint') : undefined}
            action={
              status === 'unmatched' ? (
                <CommandButton command={newSource} variant="default" />
              ) : undefined
            }
          />
        </Panel>
      }
    >
      {() => (
        <Panel title={t(`inbound.tab.${status}`)} subtitle={t(`inbound.hint.${status}`)} isFlush>
          <RowList label={t(`inbound.tab.${status}`)}>
            {rows.map((message) => (
              <MessageRow key={message.id} message={message} />
            ))}
          </RowList>
          <MoreRows {...messages} />
        </Panel>
      )}
    </QueryState>
  );
}

function MessageRow({ message }: { message: InboundMessage }) {
  const mayMatch = useMay('inbound-messages:write');
  const { title: subject, sender, link } = carried(message);
  const plain = `${tDynamic('messageKind', message.kind)} · ${fileSize(message.size)}`;
  const below = [...sender, message.reason].filter(Boolean).join(' · ');
  return (
    <Row
      title={subject ?? (link === undefined ? plain : t('timeline.noSubject'))}
      link={link}
      below={below === '' ? plain : below}
      end={
        <>
          <RelativeTime at={message.received_at} />
          {mayMatch && message.status === 'unmatched' && (
            <Button
              size="xs"
              variant="default"
              aria-label={t('match.named', { subject: subject ?? plain })}
              onClick={() =>
                openDialog('message.match', {
                  messageId: message.id,
                  subject: subject ?? undefined,
                })
              }
            >
              {t('match.title')}
            </Button>
          )}
          <MessageMenu message={message} label={subject ?? plain} mayReplay={mayMatch} />
        </>
      }
    />
  );
}

interface Carried {
  title: string | null;
  sender: (string | null | undefined)[];
  link: LinkProps | undefined;
}

/** What came of the request: a mail, or an answered survey. */
function carried({ mails, answers, interaction_ids }: InboundMessage): Carried {
  const [mail, answer, interactionId] = [mails[0], answers[0], interaction_ids[0]];
  if (answer !== undefined) {
    return {
      title: answer.survey_name || t('subject.survey_response'),
      sender: [scoreLabel(answer), answer.from_name, answer.from_address],
      link: subjectLink({ kind: 'survey_response', id: answer.survey_response_id }),
    };
  }
  return {
    title: mail?.subject || null,
    sender: [mail?.from_name, mail?.from_address],
    link: interactionId ? subjectLink({ kind: 'interaction', id: interactionId }) : undefined,
  };
}

interface MessageMenuProps {
  message: InboundMessage;
  label: string;
  mayReplay: boolean;
}

function MessageMenu({ message, label, mayReplay }: MessageMenuProps) {
  const replay = useReplay();
  const download = useMutation({ mutationFn: () => downloadRaw(message.id) });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('inbound.menu', { subject: label })}
        >
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayReplay && (
          <Menu.Item
            leftSection={<IconRefresh size={15} aria-hidden />}
            onClick={() => replay.mutate(message.id)}
          >
            {t('inbound.replay')}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconDownload size={15} aria-hidden />}
          onClick={() => download.mutate()}
        >
          {t('inbound.download')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
