import { MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call } from '@/api/client';
import { customerQuery, customerSource, projectQuery } from '@/api/lookups';
import type { Interaction } from '@/api/types';
import { t } from '@/locales/t';
import { FieldPair } from '@/ui/FieldPair';
import { FormDialog } from '@/ui/FormDialog';
import { useProblemForm } from '@/ui/form';
import { SearchSelect } from '@/ui/SearchSelect';
import { recordInteraction } from './queries';

const CHANNELS = ['note', 'call', 'meeting', 'email', 'chat'] as const;
const DIRECTIONS = ['inbound', 'outbound', 'internal'] as const;

interface ComposeDialogProps {
  customerId?: string;
  projectId?: string;
  onClose: () => void;
}

export function ComposeDialog(props: ComposeDialogProps) {
  const project = useQuery({
    ...projectQuery(props.projectId ?? ''),
    enabled: props.projectId !== undefined,
  });
  const customerId = props.customerId ?? project.data?.customer_ids[0];
  const customer = useQuery({
    ...customerQuery(customerId ?? ''),
    enabled: customerId !== undefined,
  });
  const isWaiting =
    (props.projectId !== undefined && project.isPending) ||
    (customerId !== undefined && customer.isPending);
  if (isWaiting) return null;
  return <ComposeForm {...props} customer={customer.data} />;
}

interface ComposeFormProps extends ComposeDialogProps {
  customer: { id: string; name: string } | undefined;
}

function ComposeForm(props: ComposeFormProps) {
  const state = useCompose(props);
  const { customer, onClose } = props;
  const { form } = state;
  const related = useRelated(form.values.customer_id);
  return (
    <FormDialog
      title={t('interactions.log')}
      submitLabel={t('interactions.record')}
      state={state}
      onClose={onClose}
      size="lg"
    >
      <FieldPair>
        <Select
          label={t('interactions.channel')}
          allowDeselect={false}
          data={CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }))}
          {...form.getInputProps('channel')}
        />
        <Select
          label={t('interactions.direction')}
          allowDeselect={false}
          data={DIRECTIONS.map((value) => ({ value, label: t(`direction.${value}`) }))}
          {...form.getInputProps('direction')}
        />
      </FieldPair>
      <SearchSelect
        label={t('customers.customer')}
        source={customerSource}
        chosen={customer === undefined ? null : { value: customer.id, label: customer.name }}
        {...form.getInputProps('customer_id')}
        onChange={(value) => form.setValues({ customer_id: value, people: [], project_ids: [] })}
      />
      <FieldPair>
        <MultiSelect
          label={t('people.panel')}
          searchable
          data={related.people}
          {...form.getInputProps('people')}
        />
        <MultiSelect
          label={t('nav.projects')}
          searchable
          data={related.projects}
          {...form.getInputProps('project_ids')}
        />
      </FieldPair>
      <FieldPair>
        <TextInput label={t('field.subject')} {...form.getInputProps('subject')} />
        <TextInput
          label={t('interactions.when')}
          type="datetime-local"
          {...form.getInputProps('occurred')}
        />
      </FieldPair>
      <Textarea
        label={t('interactions.text')}
        required
        autosize
        minRows={5}
        maxRows={14}
        data-autofocus
        {...form.getInputProps('text')}
      />
    </FormDialog>
  );
}

function useCompose({ customer, projectId, onClose }: ComposeFormProps) {
  const queryClient = useQueryClient();
  return useProblemForm(
    {
      initialValues: {
        channel: 'note' as Interaction['channel'],
        direction: 'internal' as Interaction['direction'],
        occurred: localNow(),
        subject: '',
        text: '',
        customer_id: customer?.id ?? null,
        project_ids: projectId === undefined ? ([] as string[]) : [projectId],
        people: [] as string[],
      },
    },
    async ({ occurred, subject, people, ...values }) => {
      await recordInteraction({
        ...values,
        subject: subject || null,
        occurred_at: new Date(occurred).toISOString(),
        participants: people.map((contact_id) => ({ contact_id, role: 'attendee' })),
      });
      for (const key of ['timeline', 'interactions']) {
        void queryClient.invalidateQueries({ queryKey: [key] });
      }
      onClose();
    },
    { occurred_at: 'occurred', participants: 'people' },
  );
}

/** People and projects of the chosen customer. */
function useRelated(customerId: string | null) {
  const query = { customer_id: customerId ?? '', limit: 100, sort: 'name' };
  const options = { enabled: customerId !== null };
  const people = useQuery({
    queryKey: ['contacts', 'choices', customerId],
    queryFn: () => call(api.GET('/api/v1/contacts', { params: { query } })),
    ...options,
  });
  const projects = useQuery({
    queryKey: ['projects', 'choices', customerId],
    queryFn: () => call(api.GET('/api/v1/projects', { params: { query } })),
    ...options,
  });
  return { people: choices(people.data?.items), projects: choices(projects.data?.items) };
}

function choices(rows: { id: string; name: string }[] | undefined) {
  return (rows ?? []).map((row) => ({ value: row.id, label: row.name }));
}

/** Now in the form that a `datetime-local` field reads: local time, whole minutes. */
function localNow(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
