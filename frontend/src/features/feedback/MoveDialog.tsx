import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { contactsQuery, customerQuery, customerSource } from '@/api/lookups';
import type { SurveyResponse } from '@/api/types';
import { t } from '@/locales/t';
import { FormDialog } from '@/ui/FormDialog';
import { useProblemForm } from '@/ui/form';
import { SearchSelect } from '@/ui/SearchSelect';
import { projectChoicesQuery, responseQuery, useMoveResponse } from './queries';
import { surveyName, whoAnswered } from './words';

interface MoveDialogProps {
  responseId: string;
  onClose: () => void;
}

interface Place extends Record<string, unknown> {
  customer_id: string | null;
  contact_id: string | null;
  project_id: string | null;
}

export function MoveDialog({ responseId, onClose }: MoveDialogProps) {
  const response = useQuery(responseQuery(responseId));
  const customerId = response.data?.customer_id ?? '';
  const customer = useQuery({ ...customerQuery(customerId), enabled: customerId !== '' });
  if (response.data === undefined || (customerId !== '' && customer.isPending)) return null;
  return (
    <MoveForm response={response.data} customerName={customer.data?.name ?? ''} onClose={onClose} />
  );
}

interface MoveFormProps {
  response: SurveyResponse;
  customerName: string;
  onClose: () => void;
}

function MoveForm({ response, customerName, onClose }: MoveFormProps) {
  const move = useMoveResponse(response);
  const initialValues: Place = {
    customer_id: response.customer_id ?? null,
    contact_id: response.contact_id ?? null,
    project_id: response.project_id ?? null,
  };
  const state = useProblemForm({ initialValues }, async (place) => {
    await move.mutateAsync(place);
    onClose();
  });
  const { customer_id, contact_id, project_id } = state.form.values;
  const people = useQuery({ ...contactsQuery(customer_id ?? ''), enabled: customer_id !== null });
  const projects = useQuery(projectChoicesQuery(customer_id));
  return (
    <FormDialog
      title={t('feedback.move')}
      submitLabel={t('match.submit')}
      state={state}
      onClose={onClose}
    >
      <strong>{`${surveyName(response)} · ${whoAnswered(response)}`}</strong>
      <SearchSelect
        label={t('customers.customer')}
        source={customerSource}
        chosen={customer_id === null ? null : { value: customer_id, label: customerName }}
        value={customer_id}
        error={state.form.errors.customer_id}
        onChange={(chosen) =>
          // People and projects belong to a customer: with another one they are chosen anew.
          state.form.setValues({ customer_id: chosen, contact_id: null, project_id: null })
        }
      />
      <Select
        label={t('subject.contact')}
        clearable
        disabled={customer_id === null}
        data={choices(people.data)}
        value={contact_id}
        error={state.form.errors.contact_id}
        onChange={(chosen) => state.form.setFieldValue('contact_id', chosen)}
      />
      <Select
        label={t('projects.project')}
        clearable
        searchable
        data={choices(projects.data?.items)}
        value={project_id}
        error={state.form.errors.project_id}
        onChange={(chosen) => state.form.setFieldValue('project_id', chosen)}
      />
    </FormDialog>
  );
}

function choices(rows: { id: string; name: string }[] | undefined) {
  return (rows ?? []).map((row) => ({ value: row.id, label: row.name }));
}
