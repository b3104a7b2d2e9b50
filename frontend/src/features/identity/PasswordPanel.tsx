import { Button, PasswordInput } from '@mantine/core';
import { t } from '@/locales/t';
import { useProblemForm } from '@/ui/form';
import { notify } from '@/ui/notices';
import { Panel } from '@/ui/Panel';
import { ProblemNote } from '@/ui/ProblemNote';
import { changePassword } from './accountQueries';
import classes from './PasswordPanel.module.css';

const NOTHING = { current_password: '', password: '' };

export function PasswordPanel() {
  const { form, problem, isSending, submit } = useProblemForm(
    { initialValues: NOTHING },
    async (wanted) => {
      await changePassword(wanted);
      form.setValues(NOTHING);
      notify(t('password.changed'));
    },
  );
  return (
    <Panel title={t('field.password')} subtitle={t('password.panelHint')}>
      <form onSubmit={submit} noValidate className={classes.form}>
        <PasswordInput
          label={t('password.current')}
          autoComplete="current-password"
          required
          {...form.getInputProps('current_password')}
        />
        <PasswordInput
          label={t('password.new')}
          description={t('field.passwordHint')}
          autoComplete="new-password"
          required
          {...form.getInputProps('password')}
        />
        <ProblemNote text={problem} />
        <div>
          <Button type="submit" variant="default" loading={isSending}>
            {t('password.change')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
