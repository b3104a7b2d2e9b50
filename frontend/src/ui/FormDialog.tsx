import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '@/locales/t';
import classes from './FormDialog.module.css';
import type { ProblemForm } from './form';
import { ProblemNote } from './ProblemNote';

interface FormDialogProps<V extends Record<string, unknown>> {
  title: string;
  submitLabel: string;
  state: ProblemForm<V>;
  onClose: () => void;
  size?: 'md' | 'lg';
  /** Beside the buttons, for instance Delete. */
  aside?: ReactNode;
  children: ReactNode;
}

export function FormDialog<V extends Record<string, unknown>>({
  title,
  submitLabel,
  state,
  onClose,
  size = 'md',
  aside,
  children,
}: FormDialogProps<V>) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form onSubmit={state.submit} noValidate className={classes.form}>
        {children}
        <ProblemNote text={state.problem} />
        <footer className={classes.foot}>
          <span className={classes.aside}>{aside}</span>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={state.isSending}>
            {submitLabel}
          </Button>
        </footer>
      </form>
    </Modal>
  );
}
