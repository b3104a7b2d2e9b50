import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { MailKind } from '@/api/types';
import { t } from '@/locales/t';
import { notify } from '@/ui/notices';
import { Panel } from '@/ui/Panel';
import { problemText } from '@/ui/problemText';
import { QueryState } from '@/ui/QueryState';
import { type SwitchChange, switchesQuery, useSaveSwitches } from './accountQueries';
import classes from './Switches.module.css';

const KINDS: MailKind[] = ['inbound_mail', 'tasks', 'projects', 'comments', 'survey_responses'];

export function SwitchesPage() {
  const switches = useQuery(switchesQuery);
  const save = useSaveSwitches();
  const turn = (change: SwitchChange) =>
    save.mutate(change, {
      onError: (cause) => notify(problemText(cause), { isProblem: true }),
    });
  return (
    <Panel title={t('settings.told')} subtitle={t('settings.toldHint')}>
      <QueryState query={switches} height={280}>
        {(read) => {
          const pending = save.isPending ? save.variables : {};
          const isOn = pending.email_notifications ?? read.email_notifications;
          return (
            <div className={classes.list}>
              <Switch
                label={t('settings.mailSwitch')}
                description={t('settings.mailSwitchHint')}
                checked={isOn}
                onChange={(event) => turn({ email_notifications: event.currentTarget.checked })}
              />
              <fieldset className={classes.kinds} disabled={!isOn}>
                <legend className={classes.legend}>{t('switches.legend')}</legend>
                {KINDS.map((kind) => (
                  <Switch
                    key={kind}
                    label={t(`switches.${kind}`)}
                    description={t(`switches.${kind}Hint`)}
                    disabled={!isOn}
                    checked={pending.email?.[kind] ?? read.email[kind]}
                    onChange={(event) => turn({ email: { [kind]: event.currentTarget.checked } })}
                  />
                ))}
              </fieldset>
              <p className={classes.note}>{t('switches.unmatched')}</p>
            </div>
          );
        }}
      </QueryState>
    </Panel>
  );
}
