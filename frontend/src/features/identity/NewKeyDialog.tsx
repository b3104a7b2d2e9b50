import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { meQuery } from '@/api/lookups';
import { t } from '@/locales/t';
import { CopyField } from '@/ui/CopyField';
import { FormDialog } from '@/ui/FormDialog';
import { useProblemForm } from '@/ui/form';
import classes from './NewKeyDialog.module.css';
import { createApiKey } from './queries';

export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const me = useQuery(meQuery);
  const [key, setKey] = useState<string | null>(null);
  const state = useProblemForm(
    { initialValues: { name: '', scopes: [] as string[], expires_on: '' } },
    async ({ name, scopes, expires_on }) => {
      const expires = expires_on === '' ? {} : { expires_at: `${expires_on}T23:59:59Z` };
      const created = await createApiKey({ name, scopes, ...expires });
      void queryClient.invalidateQueries({ queryKey: ['api-keys'] });
      setKey(created.key);
    },
    { expires_at: 'expires_on' },
  );
  if (key !== null) return <KeyShown value={key} onClose={onClose} />;
  const { form } = state;
  return (
    <FormDialog
      title={t('keys.new')}
      submitLabel={t('keys.create')}
      state={state}
      onClose={onClose}
      size="lg"
    >
      <TextInput
        label={t('field.name')}
        description={t('keys.nameHint')}
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Checkbox.Group label={t('keys.scopes')} required {...form.getInputProps('scopes')}>
        <div className={classes.scopes}>
          {(me.data?.permissions ?? []).toSorted().map((scope) => (
            <Checkbox key={scope} value={scope} label={scope} size="xs" />
          ))}
        </div>
      </Checkbox.Group>
      <TextInput
        label={t('keys.expires')}
        description={t('keys.expiresHint')}
        type="date"
        maw={220}
        {...form.getInputProps('expires_on')}
      />
    </FormDialog>
  );
}

function KeyShown({ value, onClose }: { value: string; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={t('keys.ready')} closeOnClickOutside={false}>
      <p className={classes.once}>{t('keys.once')}</p>
      <CopyField label={t('keys.key')} value={value} />
      <div className={classes.foot}>
        <Button onClick={onClose}>{t('action.done')}</Button>
      </div>
    </Modal>
  );
}
