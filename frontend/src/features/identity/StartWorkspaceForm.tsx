import { Button, TextInput } from '@mantine/core';
import { t } from '@/locales/t';
import { useProblemForm } from '@/ui/form';
import { ProblemNote } from '@/ui/ProblemNote';
import { startWorkspace } from './queries';
import { SignFrame } from './SignFrame';
import classes from './SignFrame.module.css';

interface StartProps {
  email: string;
  password: string;
  onSignedIn: () => void;
}

/** The way on for a person who has an account and belongs to no workspace any more. */
export function StartWorkspaceForm({ email, password, onSignedIn }: StartProps) {
  const { form, problem, isSending, submit } = useProblemForm(
    { initialValues: { workspace_name: '' } },
    async ({ workspace_name }) => {
      await startWorkspace({ email, password, workspace_name });
      onSignedIn();
    },
  );
  return (
    <SignFrame title={t('start.title')} subtitle={t('start.subtitle', { email })}>
      <form onSubmit={submit} noValidate className={classes.form}>
        <TextInput
          label={t('field.workspaceName')}
          description={t('field.workspaceNameHint')}
          autoComplete="organization"
          autoFocus
          required
          {...form.getInputProps('workspace_name')}
        />
        <ProblemNote text={problem} />
        <Button type="submit" loading={isSending}>
          {t('start.submit')}
        </Button>
      </form>
    </SignFrame>
  );
}
