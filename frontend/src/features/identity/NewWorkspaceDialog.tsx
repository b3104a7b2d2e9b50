import { PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '@/api/lookups';
import { t } from '@/locales/t';
import { FormDialog } from '@/ui/FormDialog';
import { useProblemForm } from '@/ui/form';
import { startAnotherWorkspace } from './queries';

/** A further workspace of one's own. Founding one signs in to it, which takes the password. */
export function NewWorkspaceDialog({ onClose }: { onClose: () => void }) {
  const me = useQuery(meQuery);
  const email = me.data?.user.email ?? '';
  const state = useProblemForm(
    { initialValues: { workspace_name: '', password: '' } },
    async (given) => startAnotherWorkspace({ ...given, email }),
  );
  const { form } = state;
  return (
    <FormDialog
      title={t('start.title')}
      submitLabel={t('start.submit')}
      state={state}
      onClose={onClose}
    >
      <TextInput
        label={t('field.workspaceName')}
        description={t('start.aside')}
        autoComplete="off"
        required
        data-autofocus
        {...form.getInputProps('workspace_name')}
      />
      <PasswordInput
        label={t('ending.yourPassword')}
        autoComplete="current-password"
        required
        {...form.getInputProps('password')}
      />
    </FormDialog>
  );
}
