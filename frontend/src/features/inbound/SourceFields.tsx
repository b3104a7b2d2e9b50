import { Checkbox, NumberInput, PasswordInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { InboundProvider } from '@/api/types';
import { t, tDynamic } from '@/locales/t';
import { MappingFields } from './MappingFields';
import { type SourceForm, WORDS } from './sourceForm';

interface SourceFieldsProps {
  provider: InboundProvider;
  form: UseFormReturnType<SourceForm>;
  /** What is set already; secrets are never shown again, so an empty field keeps them. */
  set?: ReadonlySet<string>;
  /** Absent while the source is being made. */
  sourceId?: string;
}

/** What a source of this provider takes, as its adapter declares it. */
export function SourceFields({ provider, form, set = new Set(), sourceId }: SourceFieldsProps) {
  const uses = new Set(provider.settings);
  const kept = (key: string) => (set.has(key) ? t('sources.kept') : undefined);
  const isRequired = provider.takes_secret && !provider.makes_secret && !set.has('secret');
  return (
    <>
      {provider.takes_secret && (
        <PasswordInput
          label={t('sources.signingSecret')}
          description={t(provider.makes_secret ? 'sources.secretMade' : 'sources.secretGiven')}
          placeholder={kept('secret')}
          withAsterisk={isRequired}
          autoComplete="off"
          {...form.getInputProps('secret')}
        />
      )}
      {WORDS.filter((key) => uses.has(key)).map((key) => (
        <TextInput
          key={key}
          label={tDynamic('sourceSetting', key)}
          placeholder={kept(key)}
          autoComplete="off"
          {...form.getInputProps(key)}
        />
      ))}
      <PasswordInput
        label={tDynamic('sourceSetting', 'basic_auth')}
        description={t('sources.basicAuthHint')}
        placeholder={kept('basic_auth')}
        autoComplete="off"
        {...form.getInputProps('basic_auth')}
      />
      {uses.has('create_contacts') && (
        <Checkbox
          label={t('sources.createContacts')}
          description={t('sources.createContactsHint')}
          {...form.getInputProps('create_contacts', { type: 'checkbox' })}
        />
      )}
      {uses.has('mapping') && <MappingFields form={form} sourceId={sourceId} />}
      <NumberInput
        label={t('sources.quietAfter')}
        description={t('sources.quietAfterHint')}
        min={1}
        max={365}
        allowDecimal={false}
        {...form.getInputProps('quiet_after_days')}
      />
    </>
  );
}
