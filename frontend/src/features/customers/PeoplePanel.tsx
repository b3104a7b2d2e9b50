import { ActionIcon, Button } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { contactsQuery } from '@/api/lookups';
import type { Contact } from '@/api/types';
import { t } from '@/locales/t';
import { Avatar } from '@/ui/Avatar';
import { useMay } from '@/ui/command';
import { openDialog } from '@/ui/dialogs';
import { Empty } from '@/ui/Empty';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { useHidden } from '@/ui/undo';
import classes from './People.module.css';

export function PeoplePanel({ customerId }: { customerId: string }) {
  const contacts = useQuery(contactsQuery(customerId));
  const hidden = useHidden();
  const mayEdit = useMay('contacts:write');
  const rows = (contacts.data ?? []).filter((contact) => !hidden.has(contact.id));
  const add = mayEdit && (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={() => openDialog('contact.edit', { customerId })}
    >
      {t('people.add')}
    </Button>
  );
  return (
    <Panel title={t('people.panel')} actions={rows.length > 0 && add} isFlush>
      <QueryState
        query={contacts}
        height={120}
        isEmpty={() => rows.length === 0}
        empty={
          <div className={classes.empty}>
            <Empty title={t('people.none')} hint={t('people.noneHint')} action={add} />
          </div>
        }
      >
        {() => (
          <RowList label={t('people.panel')}>
            {rows.map((contact) => (
              <PersonRow key={contact.id} contact={contact} mayEdit={mayEdit} />
            ))}
          </RowList>
        )}
      </QueryState>
    </Panel>
  );
}

function PersonRow({ contact, mayEdit }: { contact: Contact; mayEdit: boolean }) {
  const params = { customerId: contact.customer_id, contactId: contact.id };
  return (
    <Row
      start={<Avatar name={contact.name} size={32} />}
      title={contact.name}
      link={{ to: '/contacts/$contactId', params: { contactId: contact.id } }}
      below={[contact.title, contact.emails[0]].filter(Boolean).join(' · ')}
      end={
        mayEdit && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('people.editNamed', { name: contact.name })}
            onClick={() => openDialog('contact.edit', params)}
          >
            <IconPencil size={16} aria-hidden />
          </ActionIcon>
        )
      }
    />
  );
}
