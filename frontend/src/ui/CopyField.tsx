import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { t } from '@/locales/t';
import classes from './CopyField.module.css';

/** A value to take along, with a button that copies it and says so. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const [isCopied, setCopied] = useState(false);
  const text = useRef<HTMLElement>(null);

  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      // Without the clipboard (plain http) the value is selected, ready for Ctrl-C.
      if (text.current !== null) getSelection()?.selectAllChildren(text.current);
    }
  }
  return (
    <div>
      <div className={classes.label}>{label}</div>
      <div className={classes.line}>
        <code className={classes.value} ref={text}>
          {value}
        </code>
        <Button
          variant="default"
          size="xs"
          leftSection={isCopied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          aria-label={t('action.copyField', { field: label })}
          onClick={() => void copy()}
        >
          <span aria-live="polite">{isCopied ? t('action.copied') : t('action.copy')}</span>
        </Button>
      </div>
    </div>
  );
}
