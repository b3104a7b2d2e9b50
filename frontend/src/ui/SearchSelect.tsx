import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { t } from '@/locales/t';

export interface Choice {
  value: string;
  label: string;
}

interface SearchSelectProps {
  label: string;
  value?: string | null;
  onChange: (value: string | null) => void;
  /** Query key and loader of the matching choices; the server does the search. */
  source: { key: string; load: (text: string) => Promise<Choice[]> };
  /** Label of the chosen value when it is not among the loaded choices. */
  chosen?: Choice | null;
  isRequired?: boolean;
  description?: string;
  error?: ReactNode;
}

export function SearchSelect(props: SearchSelectProps) {
  const [text, setText] = useState('');
  const [term] = useDebouncedValue(text, 200);
  const [picked, setPicked] = useState<Choice | null>(props.chosen ?? null);
  const wanted = term === picked?.label ? '' : term;
  const found = useQuery({
    queryKey: ['lookup', props.source.key, wanted],
    queryFn: () => props.source.load(wanted),
    placeholderData: keepPreviousData,
  });
  const choices = withChosen(found.data ?? [], picked, props.value ?? null);
  return (
    <Select
      label={props.label}
      description={props.description}
      error={props.error}
      required={props.isRequired}
      searchable
      clearable={!props.isRequired}
      data={choices}
      value={props.value ?? null}
      filter={({ options }) => options}
      searchValue={text}
      onSearchChange={setText}
      nothingFoundMessage={t('state.nothingFound')}
      onChange={(value, choice) => {
        setPicked(value === null || choice === null ? null : { value, label: choice.label });
        props.onChange(value);
      }}
    />
  );
}

function withChosen(found: Choice[], picked: Choice | null, value: string | null): Choice[] {
  if (picked === null || picked.value !== value) return found;
  return found.some((choice) => choice.value === value) ? found : [picked, ...found];
}
