import { Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { InboundProvider } from '@/api/types';
import { t, tDynamic } from '@/locales/t';
import { FormDialog } from '@/ui/FormDialog';
import formClasses from '@/ui/FormDialog.module.css';
import { useProblemForm } from '@/ui/form';
import { createSource, providersQuery } from './queries';
import { SourceFields } from './SourceFields';
import { SourceShown } from './SourceShown';
import { EMPTY, placesIn, settingsOf, validate } from './sourceForm';

const FIRST = 'raw';

interface Created {
  url: string;
  secret: string | null;
  provider: string;
}

export function NewSourceDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const providers = useQuery(providersQuery).data ?? [];
  const [name, setName] = useState(FIRST);
  const [created, setCreated] = useState<Created | null>(null);
  const provider = providers.find((one) => one.name === name);
  const state = useProblemForm(
    { initialValues: { ...EMPTY, create_contacts: true }, validate },
    async (values) => {
      if (provider === undefined) return;
      const source = await createSource({
        kind: provider.kind,
        provider: provider.name,
        name: values.name || null,
        secret: values.secret || null,
        settings: settingsOf(values, provider),
      });
      void queryClient.invalidateQueries({ queryKey: ['inbound-sources'] });
      const url = new URL(source.url, location.origin).href;
      const made = provider.makes_secret && values.secret === '' ? source.secret : null;
      setCreated({ url, secret: made, provider: provider.name });
    },
    placesIn,
  );
  if (created !== null) return <SourceShown {...created} onClose={onClose} />;
  return (
    <FormDialog
      title={t('sources.new')}
      submitLabel={t('sources.create')}
      state={state}
      onClose={onClose}
      size="lg"
    >
      <p className={formClasses.text}>{t('sources.explain')}</p>
      <Select
        label={t('sources.provider')}
        data-autofocus
        allowDeselect={false}
        data={grouped(providers)}
        value={name}
        onChange={(value) => setName(value ?? FIRST)}
      />
      <TextInput
        label={t('field.name')}
        placeholder={t('sources.defaultName')}
        {...state.form.getInputProps('name')}
      />
      {provider !== undefined && <SourceFields provider={provider} form={state.form} />}
    </FormDialog>
  );
}

function grouped(providers: InboundProvider[]) {
  return (['email', 'survey'] as const).map((kind) => ({
    group: t(`sources.kind.${kind}`),
    items: providers
      .filter((one) => one.kind === kind)
      .map((one) => ({ value: one.name, label: tDynamic('provider', one.name) })),
  }));
}
