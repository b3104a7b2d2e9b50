import { Select, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { membersQuery } from '@/api/lookups';
import type { Customer } from '@/api/types';
import { t, tDynamic } from '@/locales/t';
import { useMay } from '@/ui/command';
import { Facts } from '@/ui/Facts';
import { InlineEdit } from '@/ui/InlineEdit';
import { Panel } from '@/ui/Panel';
import { RelativeTime } from '@/ui/Time';
import { useSaveCustomer } from './queries';

export function CustomerFacts({ customer }: { customer: Customer }) {
  const save = useSaveCustomer(customer);
  const mayEdit = useMay('customers:write');
  const members = useQuery(membersQuery);
  const set = (change: Parameters<typeof save.mutate>[0]) => save.mutate(change);
  return (
    <Panel title={t('customers.facts')}>
      <Facts
        facts={[
          { label: t('field.kind'), value: tDynamic('kind', customer.kind) },
          {
            label: t('field.owner'),
            value: (
              <Select
                aria-label={t('field.owner')}
                size="xs"
                clearable
                readOnly={!mayEdit}
                placeholder={t('value.none')}
                data={(members.data ?? []).map((m) => ({ value: m.id, label: m.name }))}
                value={customer.owner_id ?? null}
                onChange={(owner_id) => set({ owner_id })}
              />
            ),
          },
          {
            label: t('field.website'),
            value: (
              <InlineEdit
                label={t('field.website')}
                value={customer.website ?? ''}
                isReadOnly={!mayEdit}
                onSave={async (website) => set({ website: website || null })}
              />
            ),
          },
          {
            label: t('field.domains'),
            value: (
              <TagsInput
                aria-label={t('field.domains')}
                size="xs"
                readOnly={!mayEdit}
                acceptValueOnBlur
                value={customer.domains}
                onChange={(domains) => set({ domains })}
              />
            ),
          },
          {
            label: t('field.tags'),
            value: (
              <TagsInput
                aria-label={t('field.tags')}
                size="xs"
                readOnly={!mayEdit}
                acceptValueOnBlur
                value={customer.tags}
                onChange={(tags) => set({ tags })}
              />
            ),
          },
          {
            label: t('customers.lastContact'),
            value: customer.last_interaction_at ? (
              <RelativeTime at={customer.last_interaction_at} />
            ) : (
              t('value.none')
            ),
          },
          { label: t('field.created'), value: <RelativeTime at={customer.created_at} /> },
        ]}
      />
    </Panel>
  );
}
