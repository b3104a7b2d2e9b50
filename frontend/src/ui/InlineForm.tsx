import { Button } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { t } from '@/locales/t';
import type { ProblemForm } from './form';
import inlineClasses from './InlineEdit.module.css';
import classes from './InlineForm.module.css';
import { ProblemNote } from './ProblemNote';

interface InlineFormProps {
  label: string;
  /** The value as it is read; undefined while there is none. */
  shown: ReactNode | undefined;
  isReadOnly: boolean;
  /** The value holds links of its own, so that a button beside it opens the form. */
  hasLinks?: boolean;
  children: (close: () => void) => ReactNode;
}

/** A value of several parts that becomes a small form where it stands. */
export function InlineForm({ label, shown, isReadOnly, hasLinks, children }: InlineFormProps) {
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !isOpen) opener.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  if (isReadOnly) return <div>{shown ?? t('value.none')}</div>;
  if (isOpen) return children(() => setOpen(false));
  const isBeside = hasLinks === true && shown !== undefined;
  return (
    <div className={classes.closed}>
      {isBeside && shown}
      <button
        ref={opener}
        type="button"
        className={inlineClasses.closed}
        data-empty={isBeside || shown === undefined || undefined}
        onClick={() => setOpen(true)}
      >
        {isBeside ? (
          <>
            <span aria-hidden>{t('action.edit')}</span>
            <span className="visually-hidden">{t('action.editField', { field: label })}</span>
          </>
        ) : (
          <>
            <span className="visually-hidden">{t('action.editField', { field: label })}</span>
            {shown ?? t('value.add')}
          </>
        )}
      </button>
    </div>
  );
}

interface InlineFormBodyProps<V extends Record<string, unknown>> {
  label: string;
  state: ProblemForm<V>;
  onClose: () => void;
  children: ReactNode;
}

/** The open form: Enter saves, Escape gives everything back, the server's words stand at their field. */
export function InlineFormBody<V extends Record<string, unknown>>({
  label,
  state,
  onClose,
  children,
}: InlineFormBodyProps<V>) {
  const body = useRef<HTMLFormElement>(null);
  useEffect(() => {
    body.current?.querySelector<HTMLElement>('input, button')?.focus();
  }, []);
  function onKey(event: KeyboardEvent) {
    const isListOpen = (event.target as HTMLElement).getAttribute('aria-expanded') === 'true';
    if (event.key !== 'Escape' || isListOpen) return;
    event.stopPropagation();
    onClose();
  }
  return (
    <form
      ref={body}
      aria-label={label}
      onSubmit={state.submit}
      onKeyDown={onKey}
      noValidate
      className={classes.form}
    >
      {children}
      <ProblemNote text={state.problem} />
      <footer className={classes.foot}>
        <Button variant="default" size="xs" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" size="xs" loading={state.isSending}>
          {t('action.save')}
        </Button>
      </footer>
    </form>
  );
}
