import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { t } from '@/locales/t';
import { CopyField } from '@/ui/CopyField';
import { FormDialog } from '@/ui/FormDialog';
import formClasses from '@/ui/FormDialog.module.css';
import { useProblemForm } from '@/ui/form';
import { curlExample } from './curlExample';
import { createRawSource } from './queries';

interface Created {
  url: string;
  secret: string;
}

export function NewSourceDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [created, setCreated] = useState<Created | null>(null);
  const state = useProblemForm(
    { initialValues: { name: t('sources.defaultName'), createContacts: true } },
    async ({ name, createContacts }) => {
      const source = await createRawSource(name, createContacts);
      void queryClient.invalidateQueries({ queryKey: ['inbound-sources'] });
      const url = new URL(source.url, location.origin).href;
      setCreated({ url, secret: source.secret ?? '' });
    },
    { settings: 'createContacts' },
  );
  if (created !== null) return <SourceShown {...created} onClose={onClose} />;
  return (
    <FormDialog
      title={t('sources.new')}
      submitLabel={t('sources.create')}
      state={state}
      onClose={onClose}
    >
      <p className={formClasses.text}>{t('sources.explain')}</p>
      <TextInput label={t('field.name')} data-autofocus {...state.form.getInputProps('name')} />
      <Checkbox
        label={t('sources.createContacts')}
        description={t('sources.createContactsHint')}
        {...state.form.getInputProps('createContacts', { type: 'checkbox' })}
      />
    </FormDialog>
  );
}

function SourceShown({ url, secret, onClose }: Created & { onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('sources.ready')}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <div className={formClasses.form}>
        <p className={formClasses.text}>{t('sources.once')}</p>
        <CopyField label={t('sources.url')} value={url} />
        <CopyField label={t('sources.secret')} value={secret} />
        <CopyField label={t('sources.curl')} value={curlExample(url, secret)} />
        <footer className={formClasses.foot}>
          <Button onClick={onClose}>{t('action.done')}</Button>
        </footer>
      </div>
    </Modal>
  );
}
