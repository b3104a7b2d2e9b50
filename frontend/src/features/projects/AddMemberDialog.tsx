import { Select } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { presentMembersQuery } from '@/api/lookups';
import { t } from '@/locales/t';
import { FormDialog } from '@/ui/FormDialog';
import { useProblemForm } from '@/ui/form';
import { putMember } from './planQueries';
import { projectMembersQuery } from './queries';

const ROLES = ['member', 'manager'] as const;

export function AddMemberDialog({
  projectId,
  onClose,
}: {
  projectId: string;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const members = useQuery(presentMembersQuery);
  const team = useQuery(projectMembersQuery(projectId));
  const inTeam = new Set((team.data?.items ?? []).map((member) => member.user_id));
  const others = (members.data ?? []).filter((member) => !inTeam.has(member.id));
  const state = useProblemForm(
    { initialValues: { user_id: null as string | null, role: 'member' as (typeof ROLES)[number] } },
    async ({ user_id, role }) => {
      if (user_id === null) {
        state.form.setFieldError('user_id', t('team.choose'));
        return;
      }
      await putMember(projectId, user_id, role);
      for (const key of ['project-members', 'projects']) {
        void queryClient.invalidateQueries({ queryKey: [key] });
      }
      onClose();
    },
  );
  const { form } = state;
  return (
    <FormDialog title={t('team.add')} submitLabel={t('team.add')} state={state} onClose={onClose}>
      <Select
        label={t('team.person')}
        required
        searchable
        data-autofocus
        data={others.map((member) => ({ value: member.id, label: member.name }))}
        nothingFoundMessage={t('team.everybody')}
        {...form.getInputProps('user_id')}
      />
      <Select
        label={t('team.role')}
        allowDeselect={false}
        data={ROLES.map((value) => ({ value, label: t(`projectRole.${value}`) }))}
        {...form.getInputProps('role')}
      />
    </FormDialog>
  );
}
