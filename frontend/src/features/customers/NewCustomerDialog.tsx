import { Select, TagsInput, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { meQuery, presentMembersQuery } from '@/api/lookups';
import { t } from '@/locales/t';
import { FieldPair } from '@/ui/FieldPair';
import { FormDialog } from '@/ui/FormDialog';
import { useProblemForm } from '@/ui/form';
import { createCustomer } from './queries';

const KINDS = ['company', 'person', 'internal'] as const;

export function NewCustomerDialog({ name, onClose }: { name?: string; onClose: () => void }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const me = useQuery(meQuery);
  const members = useQuery(presentMembersQuery);
  const state = useProblemForm(
    {
      initialValues: {
        name: name ?? '',
        kind: 'company' as (typeof KINDS)[number],
        domains: [] as string[],
        website: '',
        owner_id: me.data?.user.id ?? null,
        tags: [] as string[],
      },
    },
    async ({ website, ...values }) => {
      const created = await createCustomer({ ...values, website: website || null });
      void queryClient.invalidateQueries({ queryKey: ['customers'] });
      onClose();
      await navigate({ to: '/customers/$customerId', params: { customerId: created.id } });
    },
  );
  const { form } = state;
  return (
    <FormDialog
      title={t('customers.new')}
      submitLabel={t('customers.create')}
      state={state}
      onClose={onClose}
    >
      <TextInput label={t('field.name')} required data-autofocus {...form.getInputProps('name')} />
      <FieldPair>
        <Select
          label={t('field.kind')}
          allowDeselect={false}
          data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          {...form.getInputProps('kind')}
        />
        <Select
          label={t('field.owner')}
          clearable
          data={(members.data ?? []).map((m) => ({ value: m.id, label: m.name }))}
          {...form.getInputProps('owner_id')}
        />
      </FieldPair>
      <TagsInput
        label={t('field.domains')}
        description={t('field.domainsHint')}
        placeholder={t('field.domainsExample')}
        acceptValueOnBlur
        {...form.getInputProps('domains')}
      />
      <TextInput label={t('field.website')} type="url" {...form.getInputProps('website')} />
      <TagsInput label={t('field.tags')} acceptValueOnBlur {...form.getInputProps('tags')} />
    </FormDialog>
  );
}
