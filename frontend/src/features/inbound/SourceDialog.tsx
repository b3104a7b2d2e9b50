import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { InboundProvider, InboundSource } from '@/api/types';
import { t } from '@/locales/t';
import { CopyField } from '@/ui/CopyField';
import { FormDialog } from '@/ui/FormDialog';
import { useProblemForm } from '@/ui/form';
import { notify } from '@/ui/notices';
import { problemText } from '@/ui/problemText';
import { deleteWithUndo } from '@/ui/undo';
import { mappingRows } from './mapping';
import { deleteSource, providersQuery, saveSource, sourceQuery } from './queries';
import { SetupSteps } from './SetupSteps';
import { SourceFields } from './SourceFields';
import { SourceShown } from './SourceShown';
import { EMPTY, placesIn, settingsOf, validate } from './sourceForm';

interface SourceDialogProps {
  sourceId: string;
  onClose: () => void;
}

/** A source's address, what it takes, and how to set up its provider. */
export function SourceDialog({ sourceId, onClose }: SourceDialogProps) {
  const source = useQuery(sourceQuery(sourceId)).data;
  const providers = useQuery(providersQuery).data;
  const provider = providers?.find((one) => one.name === source?.provider);
  if (source === undefined || provider === undefined) return null;
  return <SourceForm source={source} provider={provider} onClose={onClose} />;
}

interface SourceFormProps {
  source: InboundSource;
  provider: InboundProvider;
  onClose: () => void;
}

function SourceForm({ source, provider, onClose }: SourceFormProps) {
  const queryClient = useQueryClient();
  const [made, setMade] = useState<string | null>(null);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['inbound-sources'] });
  const url = new URL(source.url, location.origin).href;
  const { create_contacts, quiet_after_days, secret_keys, topic_arn, client_id } = source.settings;
  const state = useProblemForm(
    {
      initialValues: {
        ...EMPTY,
        name: source.name,
        create_contacts,
        quiet_after_days: quiet_after_days ?? ('' as const),
        address: source.settings.address ?? '',
        topic_arn: topic_arn ?? '',
        client_id: client_id ?? '',
        mapping: mappingRows(source.settings.mapping),
      },
      validate,
    },
    async (values) => {
      await saveSource(source, {
        name: values.name,
        ...(values.secret === '' ? {} : { secret: values.secret }),
        settings: settingsOf(values, provider),
      });
      await refresh();
      onClose();
    },
    placesIn,
  );

  async function makeSecret() {
    try {
      const changed = await saveSource(source, { makes_secret: true });
      setMade(changed.secret);
    } catch (cause) {
      notify(problemText(cause), { isProblem: true });
    }
    await refresh();
  }

  function remove() {
    onClose();
    deleteWithUndo({
      id: source.id,
      message: t('sources.deleted', { name: source.name }),
      send: () => deleteSource(source.id),
      onSent: () => void refresh(),
    });
  }

  if (made !== null) {
    return <SourceShown url={url} secret={made} provider={provider.name} onClose={onClose} />;
  }
  return (
    <FormDialog
      title={source.name}
      submitLabel={t('action.save')}
      state={state}
      onClose={onClose}
      size="lg"
      aside={
        <Button variant="subtle" color="red" onClick={remove}>
          {t('action.delete')}
        </Button>
      }
    >
      <CopyField label={t('sources.url')} value={url} />
      <TextInput label={t('field.name')} required {...state.form.getInputProps('name')} />
      <SourceFields
        provider={provider}
        sourceId={source.id}
        form={state.form}
        set={new Set([...secret_keys, ...(source.has_secret ? ['secret'] : [])])}
      />
      {provider.makes_secret && (
        <div>
          <Button variant="default" size="xs" onClick={() => void makeSecret()}>
            {t('sources.makeSecret')}
          </Button>
        </div>
      )}
      <SetupSteps provider={provider.name} />
    </FormDialog>
  );
}
