import { MultiSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, call } from '@/api/client';
import { customerSource } from '@/api/lookups';
import { t } from '@/locales/t';
import { FormDialog } from '@/ui/FormDialog';
import { useProblemForm } from '@/ui/form';
import { SearchSelect } from '@/ui/SearchSelect';
import { type MatchTarget, useMatch } from './queries';

interface MatchDialogProps extends MatchTarget {
  subject?: string;
  onClose: () => void;
}

export function MatchDialog({ subject, onClose, ...target }: MatchDialogProps) {
  const match = useMatch(target);
  const state = useProblemForm(
    { initialValues: { customer_id: null as string | null, project_ids: [] as string[] } },
    async ({ customer_id, project_ids }) => {
      if (customer_id === null) {
        state.form.setFieldError('customer_id', t('match.chooseCustomer'));
        return;
      }
      await match.mutateAsync({ customer_id, project_ids });
      onClose();
    },
  );
  const { form } = state;
  const customerId = form.values.customer_id;
  const projects = useQuery({
    queryKey: ['projects', 'choices', customerId],
    queryFn: () => {
      const query = { customer_id: customerId ?? '', limit: 100, sort: 'name' };
      return call(api.GET('/api/v1/projects', { params: { query } }));
    },
    enabled: customerId !== null,
  });
  return (
    <FormDialog
      title={t('match.title')}
      submitLabel={t('match.submit')}
      state={state}
      onClose={onClose}
    >
      {subject !== undefined && <strong>{subject}</strong>}
      <SearchSelect
        label={t('customers.customer')}
        isRequired
        source={customerSource}
        {...form.getInputProps('customer_id')}
      />
      <MultiSelect
        label={t('nav.projects')}
        description={t('match.projectsHint')}
        disabled={customerId === null}
        data={(projects.data?.items ?? []).map((row) => ({ value: row.id, label: row.name }))}
        {...form.getInputProps('project_ids')}
      />
    </FormDialog>
  );
}
