import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { contactQuery, customerQuery } from '@/api/lookups';
import type { Contact } from '@/api/types';
import { t, tDynamic } from '@/locales/t';
import { useMay } from '@/ui/command';
import { openDialog } from '@/ui/dialogs';
import { Facts } from '@/ui/Facts';
import { PageHead } from '@/ui/PageHead';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { SplitPage } from '@/ui/SplitPage';

export function ContactPage({ contactId, timeline }: { contactId: string; timeline: ReactNode }) {
  const contact = useQuery(contactQuery(contactId));
  return (
    <QueryState query={contact} height={500}>
      {(person) => (
        <>
          <ContactHead contact={person} />
          <SplitPage main={timeline} side={<ContactFacts contact={person} />} />
        </>
      )}
    </QueryState>
  );
}

function ContactHead({ contact }: { contact: Contact }) {
  const customer = useQuery(customerQuery(contact.customer_id));
  const mayEdit = useMay('contacts:write');
  const params = { customerId: contact.customer_id };
  return (
    <PageHead
      title={contact.name}
      eyebrow={
        <Link to="/customers/$customerId" params={params}>
          {customer.data?.name ?? t('nav.customers')}
        </Link>
      }
      actions={
        mayEdit && (
          <Button
            variant="default"
            leftSection={<IconPencil size={16} aria-hidden />}
            onClick={() => openDialog('contact.edit', { ...params, contactId: contact.id })}
          >
            {t('people.edit')}
          </Button>
        )
      }
    />
  );
}

function ContactFacts({ contact }: { contact: Contact }) {
  const none = t('value.none');
  const prefers = contact.preferred_channel;
  const facts = [
    { label: t('people.title'), value: contact.title || none },
    {
      label: t('people.emails'),
      value: contact.emails.map((address) => (
        <div key={address}>
          <a href={`mailto:${address}`}>{address}</a>
        </div>
      )),
    },
    {
      label: t('people.phones'),
      value: contact.phones.map((phone) => (
        <div key={phone}>
          <a href={`tel:${phone}`}>{phone}</a>
        </div>
      )),
    },
    { label: t('people.prefers'), value: prefers ? tDynamic('channel', prefers) : none },
    {
      label: t('people.detail'),
      value: contact.detail_level ? tDynamic('detail', contact.detail_level) : none,
    },
    { label: t('people.language'), value: contact.language || none },
    { label: t('people.timeZone'), value: contact.time_zone || none },
  ];
  return (
    <Panel title={t('customers.facts')}>
      <Facts facts={facts} />
    </Panel>
  );
}
