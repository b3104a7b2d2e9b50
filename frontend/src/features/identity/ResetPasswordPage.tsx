import { Button, PasswordInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { t } from '@/locales/t';
import { useProblemForm } from '@/ui/form';
import { ProblemNote } from '@/ui/ProblemNote';
import { confirmPasswordReset } from './accountQueries';
import { SignFrame } from './SignFrame';
import classes from './SignFrame.module.css';

/** Opening the page changes nothing; mail scanners open links. The button does. */
export function ResetPasswordPage({ token }: { token: string }) {
  const [isDone, setDone] = useState(false);
  const { form, problem, isSending, submit } = useProblemForm(
    { initialValues: { password: '' } },
    async ({ password }) => {
      await confirmPasswordReset({ token, password });
      setDone(true);
    },
  );
  if (isDone) {
    return (
      <SignFrame
        title={t('password.isSet')}
        subtitle={t('password.isSetHint')}
        foot={<Link to="/sign-in">{t('signIn.title')}</Link>}
      />
    );
  }
  return (
    <SignFrame
      title={t('password.set')}
      subtitle={t('password.setHint')}
      foot={<Link to="/forgot-password">{t('password.again')}</Link>}
    >
      <form onSubmit={submit} noValidate className={classes.form}>
        <PasswordInput
          label={t('password.new')}
          description={t('field.passwordHint')}
          autoComplete="new-password"
          autoFocus
          required
          {...form.getInputProps('password')}
        />
        <ProblemNote text={problem} />
        <Button type="submit" loading={isSending}>
          {t('password.set')}
        </Button>
      </form>
    </SignFrame>
  );
}
