import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconDownload, IconRefresh } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { InboundMessage } from '@/api/types';
import { fileSize } from '@/locales/format';
import { t, tDynamic } from '@/locales/t';
import { useMay } from '@/ui/command';
import { openDialog } from '@/ui/dialogs';
import { Row } from '@/ui/RowList';
import { StatusChip, type Tone } from '@/ui/StatusChip';
import { RelativeTime } from '@/ui/Time';
import { carried } from './carried';
import { downloadRaw, type MessageStatus, useReplay } from './queries';

const TONES: Record<MessageStatus, Tone> = {
  received: 'accent',
  processed: 'good',
  unmatched: 'watch',
  failed: 'risk',
  refused: 'neutral',
};

export function MessageRow({ message }: { message: InboundMessage }) {
  const mayMatch = useMay('inbound-messages:write');
  const { title: subject, link } = carried(message);
  const kind = tDynamic('messageKind', message.kind);
  const plain = `${kind} · ${fileSize(message.size)}`;
  return (
    <Row
      title={subject ?? plain}
      link={link}
      below={detailsOf(message) || plain}
      end={
        <>
          <StatusChip tone={TONES[message.status]} label={t(`inbound.tab.${message.status}`)} />
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

/** Who wrote, whom a report is about and what it says, and why it waits. */
function detailsOf(message: InboundMessage): string {
  const { score, name, address } = carried(message);
  const report = message.mail_events[0];
  const lost = report?.is_permanent ? t('inbound.permanent') : null;
  const told = report === undefined ? [] : [report.recipient, lost, report.detail];
  return [score, name, address, ...told, message.reason].filter(Boolean).join(' · ');
}

interface MessageMenuProps {
  message: InboundMessage;
  label: string;
  mayReplay: boolean;
}

function MessageMenu({ message, label, mayReplay }: MessageMenuProps) {
  const replay = useReplay();
  const download = useMutation({ mutationFn: () => downloadRaw(message.id, message.kind) });
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
        {mayReplay && message.status !== 'refused' && (
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
