import { ActionIcon, Autocomplete, Button, Input, Select } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { t } from '@/locales/t';
import classes from './MappingFields.module.css';
import { emptyRow, METRICS } from './mapping';
import { scorableQuery } from './queries';
import type { SourceForm } from './sourceForm';

interface MappingFieldsProps {
  form: UseFormReturnType<SourceForm>;
  /** Whose answers tell which questions there are; a new source has none. */
  sourceId?: string;
}

/** Which question of a survey carries which metric. */
export function MappingFields({ form, sourceId }: MappingFieldsProps) {
  const known = useQuery(scorableQuery(sourceId)).data ?? [];
  const rows = form.values.mapping;
  return (
    <Input.Wrapper
      labelElement="div"
      label={t('mapping.label')}
      description={t('mapping.hint')}
      error={form.errors.mapping}
    >
      <div className={classes.rows}>
        {rows.map((row, index) => (
          <MappingLine key={row.key} form={form} index={index} known={known} />
        ))}
        {rows.length > 0 && (
          <p className={classes.hint}>{t(known.length > 0 ? 'mapping.choose' : 'mapping.write')}</p>
        )}
        <Button
          className={classes.add}
          variant="subtle"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => form.insertListItem('mapping', emptyRow())}
        >
          {t('mapping.add')}
        </Button>
      </div>
    </Input.Wrapper>
  );
}

interface MappingLineProps {
  form: UseFormReturnType<SourceForm>;
  index: number;
  known: string[];
}

function MappingLine({ form, index, known }: MappingLineProps) {
  const place = index + 1;
  return (
    <fieldset className={classes.row}>
      <legend className="visually-hidden">{t('mapping.nth', { place })}</legend>
      <Autocomplete
        label={t('mapping.question')}
        data={known}
        autoComplete="off"
        {...form.getInputProps(`mapping.${index}.question`)}
      />
      <Select
        className={classes.metric}
        label={t('feedback.metric')}
        allowDeselect={false}
        data={METRICS.map((value) => ({ value, label: t(`metric.${value}`) }))}
        {...form.getInputProps(`mapping.${index}.metric`)}
      />
      <ActionIcon
        className={classes.remove}
        variant="subtle"
        color="gray"
        aria-label={t('mapping.remove', { place })}
        onClick={() => form.removeListItem('mapping', index)}
      >
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </fieldset>
  );
}
