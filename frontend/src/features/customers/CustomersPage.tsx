import { Button, Select } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { membersQuery } from '@/api/lookups';
import { rowsOf } from '@/api/paging';
import type { Customer } from '@/api/types';
import { t, tDynamic } from '@/locales/t';
import { CommandButton } from '@/ui/CommandButton';
import { type Column, DataGrid } from '@/ui/DataGrid';
import { Empty } from '@/ui/Empty';
import { FilterBar } from '@/ui/FilterBar';
import type { MorePages } from '@/ui/MoreRows';
import { NameCell } from '@/ui/NameCell';
import { None } from '@/ui/None';
import { PageHead } from '@/ui/PageHead';
import { Panel } from '@/ui/Panel';
import { type Loadable, QueryState } from '@/ui/QueryState';
import { Tag } from '@/ui/Tag';
import { RelativeTime } from '@/ui/Time';
import { useHidden } from '@/ui/undo';
import { newCustomer } from './commands';
import { type CustomerFilter, customersQuery } from './queries';

const KINDS = ['company', 'person', 'internal'] as const;

interface CustomersPageProps {
  filter: CustomerFilter;
  onFilter: (change: Partial<CustomerFilter>) => void;
}

export function CustomersPage({ filter, onFilter }: CustomersPageProps) {
  const customers = useInfiniteQuery(customersQuery(filter));
  const members = useQuery(membersQuery);
  const hidden = useHidden();
  const rows = rowsOf(customers.data?.pages).filter((row) => !hidden.has(row.id));
  const owners = (members.data ?? []).map((m) => ({ value: m.id, label: m.name }));
  const columns = useColumns(owners);
  return (
    <>
      <PageHead title={t('nav.customers')} actions={<CommandButton command={newCustomer} />} />
      <FilterBar
        label={t('filter.byName')}
        value={filter.q ?? ''}
        onChange={(q) => onFilter({ q: q === '' ? undefined : q })}
      >
        <Select
          aria-label={t('field.kind')}
          placeholder={t('customers.anyKind')}
          clearable
          w={150}
          data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          value={filter.kind ?? null}
          onChange={(kind) => onFilter({ kind: KINDS.find((known) => known === kind) })}
        />
        <Select
          aria-label={t('field.owner')}
          placeholder={t('customers.anyOwner')}
          clearable
          w={170}
          data={owners}
          value={filter.owner_id ?? null}
          onChange={(owner) => onFilter({ owner_id: owner ?? undefined })}
        />
        {filter.tag !== undefined && (
          <Button variant="default" onClick={() => onFilter({ tag: undefined })}>
            {t('customers.tagFilter', { tag: filter.tag })}
          </Button>
        )}
      </FilterBar>
      <Listed
        customers={customers}
        rows={rows}
        columns={columns}
        filter={filter}
        onFilter={onFilter}
      />
    </>
  );
}

interface ListedProps extends CustomersPageProps {
  customers: Loadable<unknown> & MorePages;
  rows: Customer[];
  columns: Column<Customer>[];
}

function Listed({ customers, rows, columns, filter, onFilter }: ListedProps) {
  const isFiltered = [filter.q, filter.kind, filter.owner_id, filter.tag].some(Boolean);
  const clear = () =>
    onFilter({ q: undefined, kind: undefined, owner_id: undefined, tag: undefined });
  return (
    <QueryState
      query={customers}
      height={560}
      isEmpty={() => rows.length === 0}
      empty={
        <Panel>
          {isFiltered ? (
            <Empty
              title={t('customers.noneMatch')}
              action={
                <Button variant="default" onClick={clear}>
                  {t('filter.clear')}
                </Button>
              }
            />
          ) : (
            <Empty
              title={t('customers.none')}
              hint={t('customers.noneHint')}
              action={<CommandButton command={newCustomer} />}
            />
          )}
        </Panel>
      }
    >
      {() => (
        <DataGrid
          label={t('nav.customers')}
          rows={rows}
          columns={columns}
          sort={filter.sort}
          onSort={(sort) => onFilter({ sort })}
          more={customers}
        />
      )}
    </QueryState>
  );
}

function useColumns(owners: { value: string; label: string }[]): Column<Customer>[] {
  const ownerName = (id: string | null | undefined) =>
    owners.find((owner) => owner.value === id)?.label ?? <None />;
  return [
    {
      id: 'name',
      label: t('customers.customer'),
      sort: 'name',
      width: 'minmax(0, 2.2fr)',
      cell: (row) => (
        <NameCell
          name={row.name}
          link={{ to: '/customers/$customerId', params: { customerId: row.id } }}
          below={row.domains.length > 0 ? row.domains.join(', ') : tDynamic('kind', row.kind)}
        />
      ),
    },
    {
      id: 'tags',
      label: t('field.tags'),
      isWideOnly: true,
      width: 'minmax(0, 1.3fr)',
      cell: (row) => row.tags.map((tag) => <Tag key={tag} label={tag} />),
    },
    {
      id: 'owner',
      label: t('field.owner'),
      isWideOnly: true,
      cell: (row) => ownerName(row.owner_id),
    },
    {
      id: 'created',
      label: t('field.created'),
      sort: 'created_at',
      isWideOnly: true,
      width: '120px',
      cell: (row) => <RelativeTime at={row.created_at} />,
    },
    {
      id: 'last',
      label: t('customers.lastContact'),
      sort: 'last_interaction_at',
      width: '130px',
      cell: (row) =>
        row.last_interaction_at ? <RelativeTime at={row.last_interaction_at} /> : <None />,
    },
  ];
}
