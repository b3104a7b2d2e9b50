import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { memberChoices, membersQuery } from '@/api/lookups';
import type { Customer } from '@/api/types';
import { t, tDynamic } from '@/locales/t';
import { useMay } from '@/ui/command';
import { Facts } from '@/ui/Facts';
import { InlineEdit } from '@/ui/InlineEdit';
import { Panel } from '@/ui/Panel';
import { Tag } from '@/ui/Tag';
import { RelativeTime } from '@/ui/Time';
import { useSaveCustomer } from './queries';
import { ReferencesFact } from './ReferencesFact';

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
                data={memberChoices(members.data, customer.owner_id)}
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
              <InlineEdit
                label={t('field.domains')}
                value={customer.domains.join(', ')}
                shown={customer.domains.map((entry) => <Tag key={entry} label={entry} />)}
                isReadOnly={!mayEdit}
                onSave={async (text) => set({ domains: listOf(text) })}
              />
            ),
          },
          {
            label: t('field.tags'),
            value: (
              <InlineEdit
                label={t('field.tags')}
                value={customer.tags.join(', ')}
                shown={customer.tags.map((entry) => <Tag key={entry} label={entry} />)}
                isReadOnly={!mayEdit}
                onSave={async (text) => set({ tags: listOf(text) })}
              />
            ),
          },
          {
            label: t('references.label'),
            value: <ReferencesFact customer={customer} isReadOnly={!mayEdit} />,
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

/** Entries as a person types them: between commas, each once. */
function listOf(text: string): string[] {
  const entries = text.split(',').map((entry) => entry.trim());
  return [...new Set(entries.filter((entry) => entry !== ''))];
}
