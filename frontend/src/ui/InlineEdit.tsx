import { Textarea, TextInput } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { t } from '@/locales/t';
import classes from './InlineEdit.module.css';

interface InlineEditProps {
  label: string;
  value: string;
  /** What is shown for the value; the value itself unless given. */
  shown?: ReactNode;
  placeholder?: string;
  type?: 'text' | 'date' | 'area';
  isReadOnly?: boolean;
  isRequired?: boolean;
  onSave: (value: string) => Promise<unknown>;
}

/** A value that becomes a field when it is pressed. Enter or leaving saves, Escape gives it back. */
export function InlineEdit(props: InlineEditProps) {
  const [isOpen, setOpen] = useState(false);
  const shown = props.shown ?? props.value;
  if (props.isReadOnly) return <span>{props.value === '' ? t('value.none') : shown}</span>;
  if (isOpen) return <OpenField {...props} onClose={() => setOpen(false)} />;
  return (
    <button
      type="button"
      className={classes.closed}
      data-empty={props.value === '' || undefined}
      onClick={() => setOpen(true)}
    >
      <span className="visually-hidden">{t('action.editField', { field: props.label })}</span>
      {props.value === '' ? (props.placeholder ?? t('value.add')) : shown}
    </button>
  );
}

function OpenField(props: InlineEditProps & { onClose: () => void }) {
  const [draft, setDraft] = useState(props.value);
  const [isLeaving, setLeaving] = useState(false);

  function save() {
    if (isLeaving) return;
    setLeaving(true);
    const isUnchanged = draft.trim() === props.value;
    const isRefused = props.isRequired === true && draft.trim() === '';
    if (!isUnchanged && !isRefused) void props.onSave(draft.trim());
    props.onClose();
  }
  function onKey(event: KeyboardEvent) {
    if (event.key === 'Escape') {
      event.stopPropagation();
      setLeaving(true);
      props.onClose();
    }
    if (event.key === 'Enter' && (props.type !== 'area' || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    }
  }
  const shared = {
    'aria-label': props.label,
    value: draft,
    autoFocus: true,
    size: 'sm' as const,
    onBlur: save,
    onKeyDown: onKey,
  };
  return props.type === 'area' ? (
    <Textarea {...shared} autosize minRows={2} onChange={(e) => setDraft(e.currentTarget.value)} />
  ) : (
    <TextInput {...shared} type={props.type} onChange={(e) => setDraft(e.currentTarget.value)} />
  );
}
