import { Select, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { meQuery } from '@/api/lookups';
import { ProblemError } from '@/api/problem';
import type { Role } from '@/api/types';
import { t } from '@/locales/t';
import { FormDialog } from '@/ui/FormDialog';
import { useProblemForm } from '@/ui/form';
import { notify } from '@/ui/notices';
import { problemText } from '@/ui/problemText';
import { addressesIn } from './addresses';
import { invite } from './peopleQueries';
import { rolesUpTo } from './roles';

/** Several addresses at once; those that cannot be invited stay in the field, each with its reason. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const me = useQuery(meQuery);
  const state = useProblemForm(
    { initialValues: { email: '', role: 'member' as Role } },
    async ({ email, role }) => {
      const addresses = addressesIn(email);
      if (addresses.length === 0) {
        state.form.setFieldError('email', t('invite.needAddress'));
        return;
      }
      const { sent, refused } = await inviteAll(addresses, role);
      void queryClient.invalidateQueries({ queryKey: ['invitations'] });
      if (sent.length > 0) notify(t('invite.sent', { count: sent.length }));
      if (refused.length === 0) {
        onClose();
        return;
      }
      state.form.setFieldValue('email', refused.map(({ address }) => address).join('\n'));
      state.form.setFieldError(
        'email',
        refused.map(({ address, reason }) => `${address}: ${reason}`).join(' '),
      );
    },
  );
  const { form } = state;
  return (
    <FormDialog
      title={t('invite.title')}
      submitLabel={t('invite.submit')}
      state={state}
      onClose={onClose}
    >
      <Textarea
        label={t('invite.addresses')}
        description={t('invite.addressesHint')}
        required
        autosize
        minRows={2}
        data-autofocus
        {...form.getInputProps('email')}
      />
      <Select
        label={t('field.role')}
        description={t(`roleHint.${form.values.role}`)}
        allowDeselect={false}
        data={rolesUpTo(me.data?.role).map((value) => ({ value, label: t(`role.${value}`) }))}
        {...form.getInputProps('role')}
      />
    </FormDialog>
  );
}

interface Refused {
  address: string;
  reason: string;
}

async function inviteAll(addresses: string[], role: Role) {
  const sent: string[] = [];
  const refused: Refused[] = [];
  for (const address of addresses) {
    try {
      await invite(address, role);
      sent.push(address);
    } catch (cause) {
      if (!(cause instanceof ProblemError) || cause.status === 0) throw cause;
      refused.push({ address, reason: problemText(cause) });
    }
  }
  return { sent, refused };
}
