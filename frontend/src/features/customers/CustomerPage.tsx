import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconTrash } from '@tabler/icons-react';
import { usePrefetchQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { contactsQuery, customerQuery } from '@/api/lookups';
import type { Customer } from '@/api/types';
import { t } from '@/locales/t';
import { useMay } from '@/ui/command';
import { InlineEdit } from '@/ui/InlineEdit';
import { PageHead } from '@/ui/PageHead';
import { QueryState } from '@/ui/QueryState';
import { SplitPage } from '@/ui/SplitPage';
import { deleteWithUndo } from '@/ui/undo';
import { CustomerFacts } from './CustomerFacts';
import { PeoplePanel } from './PeoplePanel';
import { deleteCustomer, useSaveCustomer } from './queries';

interface CustomerPageProps {
  customerId: string;
  actions: ReactNode;
  projects: ReactNode;
  satisfaction: ReactNode;
  comments: ReactNode;
  timeline: ReactNode;
}

export function CustomerPage({ customerId, actions, timeline, ...panels }: CustomerPageProps) {
  usePrefetchQuery(contactsQuery(customerId));
  const customer = useQuery(customerQuery(customerId));
  return (
    <QueryState query={customer} height={600}>
      {(row) => (
        <>
          <CustomerHead customer={row} actions={actions} />
          <SplitPage
            main={timeline}
            side={
              <>
                <PeoplePanel customerId={customerId} />
                {panels.comments}
                {panels.projects}
                {panels.satisfaction}
                <CustomerFacts customer={row} />
              </>
            }
          />
        </>
      )}
    </QueryState>
  );
}

function CustomerHead({ customer, actions }: { customer: Customer; actions: ReactNode }) {
  const save = useSaveCustomer(customer);
  const mayEdit = useMay('customers:write');
  return (
    <PageHead
      title={customer.name}
      eyebrow={<Link to="/customers">{t('nav.customers')}</Link>}
      heading={
        <InlineEdit
          label={t('field.name')}
          value={customer.name}
          isReadOnly={!mayEdit}
          isRequired
          onSave={(name) => save.mutateAsync({ name }).catch(() => undefined)}
        />
      }
      actions={
        <>
          {actions}
          {mayEdit && <CustomerMenu customer={customer} />}
        </>
      }
    />
  );
}

function CustomerMenu({ customer }: { customer: Customer }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const remove = () => {
    deleteWithUndo({
      id: customer.id,
      message: t('customers.deleted', { name: customer.name }),
      send: () => deleteCustomer(customer.id),
      onSent: () => void queryClient.invalidateQueries({ queryKey: ['customers'] }),
    });
    void navigate({ to: '/customers' });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={34} aria-label={t('action.more')}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={remove}>
          {t('customers.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
