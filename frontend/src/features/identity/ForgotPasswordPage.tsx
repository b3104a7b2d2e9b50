import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { t } from '@/locales/t';
import { useProblemForm } from '@/ui/form';
import { ProblemNote } from '@/ui/ProblemNote';
import { requestPasswordReset } from './accountQueries';
import { SignFrame } from './SignFrame';
import classes from './SignFrame.module.css';

/** Says the same whether or not the address has an account. */
export function ForgotPasswordPage() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { form, problem, isSending, submit } = useProblemForm(
    { initialValues: { email: '' } },
    async ({ email }) => {
      await requestPasswordReset(email);
      setSentTo(email);
    },
  );
  const back = <Link to="/sign-in">{t('password.back')}</Link>;
  if (sentTo !== null) {
    return (
      <SignFrame title={t('password.look')} foot={back}>
        <p role="status">{t('password.lookHint', { email: sentTo })}</p>
      </SignFrame>
    );
  }
  return (
    <SignFrame title={t('password.forgot')} subtitle={t('password.forgotHint')} foot={back}>
      <form onSubmit={submit} noValidate className={classes.form}>
        <TextInput
          label={t('field.email')}
          type="email"
          autoComplete="username"
          autoFocus
          required
          {...form.getInputProps('email')}
        />
        <ProblemNote text={problem} />
        <Button type="submit" loading={isSending}>
          {t('password.send')}
        </Button>
      </form>
    </SignFrame>
  );
}
