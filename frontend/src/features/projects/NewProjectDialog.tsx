import { Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { customerQuery, customerSource, meQuery, presentMembersQuery } from '@/api/lookups';
import { t } from '@/locales/t';
import { FieldPair } from '@/ui/FieldPair';
import { FormDialog } from '@/ui/FormDialog';
import { useProblemForm } from '@/ui/form';
import { SearchSelect } from '@/ui/SearchSelect';
import { createProject } from './queries';
import { suggestKey } from './suggestKey';

interface NewProjectDialogProps {
  customerId?: string;
  onClose: () => void;
}

export function NewProjectDialog({ customerId, onClose }: NewProjectDialogProps) {
  const customer = useQuery({
    ...customerQuery(customerId ?? ''),
    enabled: customerId !== undefined,
  });
  if (customerId !== undefined && customer.isPending) return null;
  return <ProjectForm customer={customer.data} onClose={onClose} />;
}

interface ProjectFormProps {
  customer: { id: string; name: string } | undefined;
  onClose: () => void;
}

function ProjectForm(props: ProjectFormProps) {
  const state = useNewProject(props);
  const members = useQuery(presentMembersQuery);
  const { customer, onClose } = props;
  const { form } = state;
  return (
    <FormDialog
      title={t('projects.new')}
      submitLabel={t('projects.create')}
      state={state}
      onClose={onClose}
      size="lg"
    >
      <FieldPair>
        <TextInput
          label={t('field.name')}
          required
          data-autofocus
          {...form.getInputProps('name')}
          onChange={(event) => {
            const name = event.currentTarget.value;
            const isOwnKey = form.values.key === suggestKey(form.values.name);
            form.setValues({ name, ...(isOwnKey ? { key: suggestKey(name) } : {}) });
          }}
        />
        <TextInput
          label={t('projects.key')}
          description={t('projects.keyHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          required
          {...form.getInputProps('key')}
        />
      </FieldPair>
      <FieldPair>
        <SearchSelect
          label={t('customers.customer')}
          source={customerSource}
          chosen={customer === undefined ? null : { value: customer.id, label: customer.name }}
          {...form.getInputProps('customer_id')}
        />
        <Select
          label={t('projects.manager')}
          clearable
          data={(members.data ?? []).map((m) => ({ value: m.id, label: m.name }))}
          {...form.getInputProps('manager_id')}
        />
      </FieldPair>
      <FieldPair>
        <TextInput label={t('field.starts')} type="date" {...form.getInputProps('starts_on')} />
        <TextInput label={t('field.due')} type="date" {...form.getInputProps('due_on')} />
      </FieldPair>
      <Textarea
        label={t('projects.objective')}
        autosize
        minRows={2}
        {...form.getInputProps('objective')}
      />
      <Checkbox
        label={t('projects.private')}
        description={t('projects.privateHint')}
        {...form.getInputProps('is_private', { type: 'checkbox' })}
      />
    </FormDialog>
  );
}

function useNewProject({ customer, onClose }: ProjectFormProps) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const me = useQuery(meQuery);
  return useProblemForm(
    {
      initialValues: {
        name: '',
        key: '',
        customer_id: customer?.id ?? null,
        manager_id: me.data?.user.id ?? null,
        starts_on: '',
        due_on: '',
        objective: '',
        is_private: false,
      },
    },
    async ({ customer_id, starts_on, due_on, objective, ...values }) => {
      const created = await createProject({
        ...values,
        status: 'active',
        customer_ids: customer_id === null ? [] : [customer_id],
        starts_on: starts_on || null,
        due_on: due_on || null,
        objective: objective || null,
      });
      void queryClient.invalidateQueries({ queryKey: ['projects'] });
      onClose();
      await navigate({ to: '/projects/$projectId', params: { projectId: created.id } });
    },
    { customer_ids: 'customer_id' },
  );
}
