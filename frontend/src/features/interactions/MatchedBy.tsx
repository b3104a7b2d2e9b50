import { Button } from '@mantine/core';
import type { Interaction } from '@/api/types';
import { t } from '@/locales/t';
import { useMay } from '@/ui/command';
import { openDialog } from '@/ui/dialogs';
import { StatusChip } from '@/ui/StatusChip';

/** Why the mail stands where it stands, and the way out when that is wrong. */
export function MatchedBy({ interaction }: { interaction: Interaction }) {
  const mayMatch = useMay('interactions:write');
  const isUnmatched = !interaction.customer_id;
  if (!isUnmatched && !interaction.matched_by) return null;
  const target = {
    messageId: interaction.inbound_message_id ?? undefined,
    interactionId: interaction.id,
    subject: interaction.subject ?? undefined,
  };
  return (
    <>
      {isUnmatched ? (
        <StatusChip tone="watch" label={t('match.unmatched')} />
      ) : (
        <StatusChip tone="accent" label={t(`match.by.${interaction.matched_by ?? 'hand'}`)} />
      )}
      {mayMatch && (
        <Button variant="subtle" size="xs" onClick={() => openDialog('message.match', target)}>
          {isUnmatched ? t('match.title') : t('match.wrong')}
        </Button>
      )}
    </>
  );
}
