import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { projectQuery, projectSource } from '@/api/lookups';
import { t } from '@/locales/t';

interface ProjectFilterProps {
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}

export function ProjectFilter({ value, onChange }: ProjectFilterProps) {
  const [text, setText] = useState('');
  const [term] = useDebouncedValue(text, 200);
  const chosen = useQuery({ ...projectQuery(value ?? ''), enabled: value !== undefined });
  const wanted = term === chosen.data?.name ? '' : term;
  const found = useQuery({
    queryKey: ['lookup', 'projects', wanted],
    queryFn: () => projectSource.load(wanted),
    placeholderData: keepPreviousData,
  });
  const choices = (found.data ?? []).filter((choice) => choice.value !== value);
  if (chosen.data !== undefined)
    choices.unshift({ value: chosen.data.id, label: chosen.data.name });
  return (
    <Select
      aria-label={t('activity.project')}
      placeholder={t('activity.anyProject')}
      clearable
      searchable
      w={200}
      data={choices}
      filter={({ options }) => options}
      onSearchChange={setText}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
    />
  );
}
