import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { membersQuery } from '@/api/lookups';
import { t } from '@/locales/t';

interface PersonFilterProps {
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}

export function PersonFilter({ value, onChange }: PersonFilterProps) {
  const members = useQuery(membersQuery);
  return (
    <Select
      aria-label={t('activity.person')}
      placeholder={t('activity.anybody')}
      clearable
      searchable
      w={180}
      data={(members.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
    />
  );
}
