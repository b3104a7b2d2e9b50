import { IconPaperclip } from '@tabler/icons-react';
import type { Interaction } from '@/api/types';
import { fileSize } from '@/locales/format';
import { t } from '@/locales/t';
import { Panel } from '@/ui/Panel';
import { Row, RowList } from '@/ui/RowList';

export function AttachmentsPanel({ attachments }: Pick<Interaction, 'attachments'>) {
  if (attachments.length === 0) return null;
  return (
    <Panel title={t('interactions.attachments', { count: attachments.length })} isFlush>
      <RowList>
        {attachments.map((file) => (
          <Row
            key={`${file.file_name}-${file.size}`}
            start={<IconPaperclip size={16} aria-hidden />}
            title={file.file_name}
            below={`${file.content_type} · ${fileSize(file.size)}`}
          />
        ))}
      </RowList>
    </Panel>
  );
}
