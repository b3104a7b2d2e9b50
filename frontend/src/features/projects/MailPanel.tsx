import { useQuery } from '@tanstack/react-query';
import { t } from '@/locales/t';
import { CopyField } from '@/ui/CopyField';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import classes from './MailPanel.module.css';
import { mailAddressesQuery } from './queries';
import { ReplaceAddress } from './ReplaceAddress';

/** Where mail to this project goes; without a mailbox, what is missing. */
export function MailPanel({ projectId }: { projectId: string }) {
  const addresses = useQuery(mailAddressesQuery(projectId));
  return (
    <Panel title={t('projects.mail')}>
      <QueryState query={addresses} height={80}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={classes.hint}>
              <strong>{t('projects.mailNone')}</strong>
              <br />
              {t('projects.mailNoneHint')}
            </p>
          ) : (
            <div className={classes.addresses}>
              {items.map(({ address, source_id, source_name }) => (
                <CopyField
                  key={source_id}
                  label={t('projects.mailAddress', { source: source_name })}
                  value={address}
                />
              ))}
              <p className={classes.hint}>{t('projects.mailHint')}</p>
              <ReplaceAddress projectId={projectId} />
            </div>
          )
        }
      </QueryState>
    </Panel>
  );
}
