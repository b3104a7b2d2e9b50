import { Button, PasswordInput, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { t } from '@/locales/t';
import { useProblemForm } from '@/ui/form';
import { ProblemNote } from '@/ui/ProblemNote';
import { signUp } from './queries';
import { SignFrame } from './SignFrame';
import classes from './SignFrame.module.css';

const NOBODY = { name: '', workspace_name: '', email: '', password: '' };

export function SignUpPage({ onSignedIn }: { onSignedIn: () => void }) {
  const { form, problem, isSending, submit } = useProblemForm(
    { initialValues: NOBODY },
    async (person) => {
      await signUp(person);
      onSignedIn();
    },
  );
  return (
    <SignFrame
      title={t('signUp.title')}
      subtitle={t('signUp.subtitle')}
      foot={
        <>
          {t('signUp.known')} <Link to="/sign-in">{t('signIn.title')}</Link>
        </>
      }
    >
      <form onSubmit={submit} noValidate className={classes.form}>
        <TextInput
          label={t('field.yourName')}
          autoComplete="name"
          autoFocus
          required
          {...form.getInputProps('name')}
        />
        <TextInput
          label={t('field.workspaceName')}
          description={t('field.workspaceNameHint')}
          autoComplete="organization"
          required
          {...form.getInputProps('workspace_name')}
        />
        <TextInput
          label={t('field.email')}
          type="email"
          autoComplete="username"
          required
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('field.password')}
          description={t('field.passwordHint')}
          autoComplete="new-password"
          required
          {...form.getInputProps('password')}
        />
        <ProblemNote text={problem} />
        <Button type="submit" loading={isSending}>
          {t('signUp.submit')}
        </Button>
      </form>
    </SignFrame>
  );
}
