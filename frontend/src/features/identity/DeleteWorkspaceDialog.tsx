import { PasswordInput, TextInput } from '@mantine/core';
import { t } from '@/locales/t';
import { FormDialog } from '@/ui/FormDialog';
import { useProblemForm } from '@/ui/form';
import classes from './Ending.module.css';
import { deleteWorkspace } from './ending';

interface DeleteProps {
  name: string;
  onClose: () => void;
}

/** The name typed and the password: nobody deletes a team's work by a slip of the hand. */
export function DeleteWorkspaceDialog({ name, onClose }: DeleteProps) {
  const state = useProblemForm({ initialValues: { name: '', password: '' } }, deleteWorkspace);
  const { form } = state;
  return (
    <FormDialog
      title={t('ending.deleteTitle', { name })}
      submitLabel={t('ending.deleteSubmit')}
      state={state}
      onClose={onClose}
    >
      <div className={classes.words}>
        <p>{t('ending.lost')}</p>
        <p>{t('ending.lostPeople')}</p>
        <p>{t('ending.forGood')}</p>
      </div>
      <TextInput
        label={t('ending.typeName')}
        description={name}
        autoComplete="off"
        required
        data-autofocus
        {...form.getInputProps('name')}
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
