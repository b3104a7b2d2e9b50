import { ActionIcon } from '@mantine/core';
import { IconDownload, IconPaperclip } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { Interaction } from '@/api/types';
import { fileSize } from '@/locales/format';
import { t, tDynamic } from '@/locales/t';
import { notify } from '@/ui/notices';
import { Panel } from '@/ui/Panel';
import { problemText } from '@/ui/problemText';
import { Row, RowList } from '@/ui/RowList';
import { downloadAttachment } from './downloads';

type Attachment = Interaction['attachments'][number];

interface AttachmentsPanelProps {
  interactionId: string;
  attachments: Attachment[];
}

export function AttachmentsPanel({ interactionId, attachments }: AttachmentsPanelProps) {
  if (attachments.length === 0) return null;
  return (
    <Panel title={t('interactions.attachments', { count: attachments.length })} isFlush>
      <RowList>
        {attachments.map((file) => (
          <Row
            key={file.id}
            start={<IconPaperclip size={16} aria-hidden />}
            title={file.file_name}
            below={`${file.content_type} · ${fileSize(file.size)}${whyNot(file)}`}
            end={file.is_stored && <Download interactionId={interactionId} file={file} />}
          />
        ))}
      </RowList>
    </Panel>
  );
}

function whyNot(file: Attachment): string {
  if (file.is_stored) return '';
  const reason = tDynamic('attachments.because', file.not_stored_because ?? 'unknown');
  return ` · ${t('attachments.notStored', { reason })}`;
}

function Download({ interactionId, file }: { interactionId: string; file: Attachment }) {
  const download = useMutation({
    mutationFn: () => downloadAttachment(interactionId, file.id, file.file_name),
    onError: (error) => notify(problemText(error), { isProblem: true }),
  });
  return (
    <ActionIcon
      variant="default"
      size={34}
      loading={download.isPending}
      aria-label={t('attachments.download', { name: file.file_name })}
      onClick={() => download.mutate()}
    >
      <IconDownload size={16} aria-hidden />
    </ActionIcon>
  );
}
