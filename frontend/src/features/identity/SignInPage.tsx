import { Button, PasswordInput, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { t } from '@/locales/t';
import { useProblemForm } from '@/ui/form';
import { ProblemNote } from '@/ui/ProblemNote';
import { signIn } from './queries';
import { SignFrame } from './SignFrame';
import classes from './SignFrame.module.css';

export function SignInPage({ onSignedIn }: { onSignedIn: () => void }) {
  const { form, problem, isSending, submit } = useProblemForm(
    { initialValues: { username: '', password: '' } },
    async ({ username, password }) => {
      await signIn(username, password);
      onSignedIn();
    },
  );
  return (
    <SignFrame
      title={t('signIn.title')}
      foot={
        <>
          {t('signIn.new')} <Link to="/sign-up">{t('signUp.title')}</Link>
        </>
      }
    >
      <form onSubmit={submit} noValidate className={classes.form}>
        <TextInput
          label={t('field.email')}
          type="email"
          autoComplete="username"
          autoFocus
          required
          {...form.getInputProps('username')}
        />
        <PasswordInput
          label={t('field.password')}
          autoComplete="current-password"
          required
          {...form.getInputProps('password')}
        />
        <ProblemNote text={problem} />
        <Button type="submit" loading={isSending}>
          {t('signIn.submit')}
        </Button>
        <Link to="/forgot-password" className={classes.aside}>
          {t('password.forgot')}
        </Link>
      </form>
    </SignFrame>
  );
}
