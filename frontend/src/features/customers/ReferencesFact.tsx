import { ActionIcon, Button, Input, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { Customer } from '@/api/types';
import { t } from '@/locales/t';
import { useProblemForm } from '@/ui/form';
import { InlineForm, InlineFormBody } from '@/ui/InlineForm';
import { useSaveCustomer } from './queries';
import classes from './References.module.css';
import { emptyReference, type RefValues, referenceBody, referenceValues } from './references';

interface ReferencesFactProps {
  customer: Customer;
  isReadOnly: boolean;
}

/** The same customer in other systems, with a way there where one is known. */
export function ReferencesFact({ customer, isReadOnly }: ReferencesFactProps) {
  const refs = customer.external_refs;
  return (
    <InlineForm
      label={t('references.label')}
      isReadOnly={isReadOnly}
      hasLinks
      shown={
        refs.length === 0 ? undefined : (
          <ul className={classes.list}>
            {refs.map(({ system, id, url }) => (
              <li key={`${system} ${id}`}>
                <span className={classes.system}>{system}</span>{' '}
                {url ? (
                  <a href={url} target="_blank" rel="noreferrer">
                    {id}
                  </a>
                ) : (
                  id
                )}
              </li>
            ))}
          </ul>
        )
      }
    >
      {(close) => <ReferencesForm customer={customer} onClose={close} />}
    </InlineForm>
  );
}

function ReferencesForm({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const save = useSaveCustomer(customer, { isInForm: true });
  const state = useProblemForm(
    { initialValues: { external_refs: referenceValues(customer.external_refs) } },
    async ({ external_refs }) => {
      await save.mutateAsync({ external_refs: referenceBody(external_refs) });
      onClose();
    },
  );
  const { form } = state;
  return (
    <InlineFormBody label={t('references.label')} state={state} onClose={onClose}>
      {form.values.external_refs.map((row, index) => (
        <ReferenceFields key={row.key} form={form} index={index} />
      ))}
      {form.errors.external_refs && (
        <Input.Error role="alert">{form.errors.external_refs}</Input.Error>
      )}
      <Button
        className={classes.add}
        variant="subtle"
        size="xs"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => form.insertListItem('external_refs', emptyReference())}
      >
        {t('references.add')}
      </Button>
    </InlineFormBody>
  );
}

interface ReferenceFieldsProps {
  form: UseFormReturnType<{ external_refs: RefValues[] }>;
  index: number;
}

function ReferenceFields({ form, index }: ReferenceFieldsProps) {
  const field = (name: 'system' | 'id' | 'url') =>
    form.getInputProps(`external_refs.${index}.${name}`);
  const place = index + 1;
  return (
    <fieldset className={classes.row}>
      <legend className="visually-hidden">{t('references.nth', { place })}</legend>
      <TextInput size="xs" label={t('references.system')} {...field('system')} />
      <TextInput size="xs" label={t('references.id')} {...field('id')} />
      <TextInput size="xs" type="url" label={t('references.url')} {...field('url')} />
      <ActionIcon
        className={classes.remove}
        variant="subtle"
        color="gray"
        aria-label={t('references.remove', { place })}
        onClick={() => form.removeListItem('external_refs', index)}
      >
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </fieldset>
  );
}
