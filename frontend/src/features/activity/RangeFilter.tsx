import { TextInput } from '@mantine/core';
import { t } from '@/locales/t';

interface Range {
  from?: string;
  until?: string;
}

interface RangeFilterProps {
  range: Range;
  onRange: (change: Range) => void;
}

export function RangeFilter({ range, onRange }: RangeFilterProps) {
  return (
    <>
      <TextInput
        type="date"
        aria-label={t('activity.from')}
        title={t('activity.from')}
        value={range.from ?? ''}
        max={range.until}
        onChange={(event) => onRange({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        aria-label={t('activity.until')}
        title={t('activity.until')}
        value={range.until ?? ''}
        min={range.from}
        onChange={(event) => onRange({ until: event.currentTarget.value || undefined })}
      />
    </>
  );
}
