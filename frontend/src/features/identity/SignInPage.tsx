import { Button, PasswordInput, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ProblemError } from '@/api/problem';
import { t } from '@/locales/t';
import { useProblemForm } from '@/ui/form';
import { ProblemNote } from '@/ui/ProblemNote';
import type { Gone } from './ending';
import { signIn } from './queries';
import { SignFrame } from './SignFrame';
import classes from './SignFrame.module.css';
import { StartWorkspaceForm } from './StartWorkspaceForm';

interface SignInProps {
  /** What became of the workspace that the person comes from. */
  gone?: Gone | undefined;
  onSignedIn: () => void;
}

export function SignInPage({ gone, onSignedIn }: SignInProps) {
  const [homeless, setHomeless] = useState<{ email: string; password: string } | null>(null);
  const { form, problem, isSending, submit } = useProblemForm(
    { initialValues: { username: '', password: '' } },
    async ({ username, password }) => {
      try {
        await signIn(username, password);
      } catch (cause) {
        if (!(cause instanceof ProblemError) || cause.slug !== 'no-workspace') throw cause;
        setHomeless({ email: username, password });
        return;
      }
      onSignedIn();
    },
  );
  if (homeless !== null) return <StartWorkspaceForm {...homeless} onSignedIn={onSignedIn} />;
  return (
    <SignFrame
      title={t('signIn.title')}
      {...(gone !== undefined && { subtitle: t(`gone.${gone}`) })}
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
