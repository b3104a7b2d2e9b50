import { useQuery } from '@tanstack/react-query';
import { t } from '@/locales/t';
import { Empty } from '@/ui/Empty';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { RelativeTime } from '@/ui/Time';
import classes from './Mailbox.module.css';
import { mailboxQuery, mailQuery } from './queries';

/** Every mail that this installation sent, kept on this machine instead of being delivered. */
export function MailboxPage({ mailKey }: { mailKey: string | undefined }) {
  const mailbox = useQuery(mailboxQuery);
  return (
    <>
      {mailKey !== undefined && <OneMail mailKey={mailKey} />}
      <QueryState
        query={mailbox}
        height={240}
        isEmpty={(page) => page.items.length === 0}
        empty={
          <Panel>
            <Empty title={t('mailbox.none')} hint={t('mailbox.noneHint')} />
          </Panel>
        }
      >
        {(page) => (
          <Panel title={t('mailbox.panel')} subtitle={t('mailbox.hint')} isFlush>
            <RowList label={t('mailbox.panel')}>
              {page.items.map((mail) => (
                <Row
                  key={mail.key}
                  title={mail.subject || t('timeline.noSubject')}
                  link={{ to: '/settings/mailbox', search: { mail: mail.key } }}
                  below={mail.to}
                  end={<RelativeTime at={mail.received_at} />}
                />
              ))}
            </RowList>
          </Panel>
        )}
      </QueryState>
    </>
  );
}

function OneMail({ mailKey }: { mailKey: string }) {
  const mail = useQuery(mailQuery(mailKey));
  return (
    <QueryState query={mail} height={240}>
      {(row) => (
        <Panel
          title={row.subject || t('timeline.noSubject')}
          subtitle={t('mailbox.fromTo', { from: row.from, to: row.to })}
        >
          <div className={classes.text}>{row.text}</div>
        </Panel>
      )}
    </QueryState>
  );
}
