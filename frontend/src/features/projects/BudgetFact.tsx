import { Select, TextInput } from '@mantine/core';
import type { Project } from '@/api/types';
import { money } from '@/locales/format';
import { t } from '@/locales/t';
import { FieldPair } from '@/ui/FieldPair';
import { useProblemForm } from '@/ui/form';
import { InlineForm, InlineFormBody } from '@/ui/InlineForm';
import { currencies, decimalText } from './budget';
import { useSaveProject } from './useSaveProject';

interface BudgetFactProps {
  project: Project;
  isReadOnly: boolean;
}

export function BudgetFact({ project, isReadOnly }: BudgetFactProps) {
  const { budget } = project;
  return (
    <InlineForm
      label={t('projects.budget')}
      shown={budget ? money(budget.amount, budget.currency) : undefined}
      isReadOnly={isReadOnly}
    >
      {(close) => <BudgetForm project={project} onClose={close} />}
    </InlineForm>
  );
}

const DEFAULT_CURRENCY = 'EUR';

function BudgetForm({ project, onClose }: { project: Project; onClose: () => void }) {
  const save = useSaveProject(project, { isInForm: true });
  const state = useProblemForm(
    {
      initialValues: {
        amount: project.budget?.amount ?? '',
        currency: project.budget?.currency ?? DEFAULT_CURRENCY,
      },
    },
    async ({ amount, currency }) => {
      const budget = amount.trim() === '' ? null : { amount: decimalText(amount), currency };
      await save.mutateAsync({ budget });
      onClose();
    },
    { 'budget.amount': 'amount', 'budget.currency': 'currency', budget: 'amount' },
  );
  const { form } = state;
  return (
    <InlineFormBody label={t('projects.budget')} state={state} onClose={onClose}>
      <FieldPair>
        <TextInput
          label={t('field.amount')}
          inputMode="decimal"
          autoComplete="off"
          {...form.getInputProps('amount')}
        />
        <Select
          label={t('field.currency')}
          searchable
          allowDeselect={false}
          nothingFoundMessage={t('state.nothingFound')}
          data={currencies(form.values.currency)}
          {...form.getInputProps('currency')}
        />
      </FieldPair>
    </InlineFormBody>
  );
}
