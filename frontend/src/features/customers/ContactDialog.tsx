import { Button, Select, TagsInput, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { contactQuery } from '@/api/lookups';
import type { Contact } from '@/api/types';
import { t } from '@/locales/t';
import { FieldPair } from '@/ui/FieldPair';
import { FormDialog } from '@/ui/FormDialog';
import { useProblemForm } from '@/ui/form';
import { deleteWithUndo } from '@/ui/undo';
import { createContact, deleteContact, useSaveContact } from './queries';

interface ContactDialogProps {
  customerId: string;
  contactId?: string;
  onClose: () => void;
}

export function ContactDialog({ customerId, contactId, onClose }: ContactDialogProps) {
  const known = useQuery({ ...contactQuery(contactId ?? ''), enabled: contactId !== undefined });
  if (contactId === undefined) return <NewContact customerId={customerId} onClose={onClose} />;
  return known.data ? <KnownContact contact={known.data} onClose={onClose} /> : null;
}

function NewContact({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const queryClient = useQueryClient();
  const save = async (values: ContactFields) => {
    await createContact({ customer_id: customerId, ...values });
    void queryClient.invalidateQueries({ queryKey: ['contacts'] });
  };
  return <ContactForm title={t('people.add')} save={save} onClose={onClose} />;
}

function KnownContact({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const queryClient = useQueryClient();
  const saveContact = useSaveContact(contact);
  const remove = () => {
    onClose();
    deleteWithUndo({
      id: contact.id,
      message: t('people.removed', { name: contact.name }),
      send: () => deleteContact(contact.id),
      onSent: () => void queryClient.invalidateQueries({ queryKey: ['contacts'] }),
    });
  };
  return (
    <ContactForm
      title={t('people.edit')}
      contact={contact}
      save={(values) => saveContact.mutateAsync(values)}
      onClose={onClose}
      onRemove={remove}
    />
  );
}

interface ContactFields extends Record<string, unknown> {
  name: string;
  title: string | null;
  emails: string[];
  phones: string[];
  preferred_channel: Contact['preferred_channel'];
  detail_level: Contact['detail_level'];
  language: string | null;
  time_zone: string | null;
}

interface ContactFormProps {
  title: string;
  contact?: Contact;
  save: (values: ContactFields) => Promise<unknown>;
  onClose: () => void;
  onRemove?: () => void;
}

function fieldsOf(contact: Contact | undefined): ContactFields {
  return {
    name: contact?.name ?? '',
    title: contact?.title ?? '',
    emails: contact?.emails ?? [],
    phones: contact?.phones ?? [],
    preferred_channel: contact?.preferred_channel ?? null,
    detail_level: contact?.detail_level ?? null,
    language: contact?.language ?? '',
    time_zone: contact?.time_zone ?? '',
  };
}

function ContactForm({ title, contact, save, onClose, onRemove }: ContactFormProps) {
  const state = useProblemForm({ initialValues: fieldsOf(contact) }, async (values) => {
    await save({
      ...values,
      title: values.title || null,
      language: values.language || null,
      time_zone: values.time_zone || null,
    });
    onClose();
  });
  const { form } = state;
  const remove = onRemove && (
    <Button variant="subtle" color="red" onClick={onRemove}>
      {t('people.remove')}
    </Button>
  );
  return (
    <FormDialog
      title={title}
      submitLabel={t('action.save')}
      state={state}
      onClose={onClose}
      aside={remove}
    >
      <FieldPair>
        <TextInput
          label={t('field.name')}
          required
          data-autofocus
          {...form.getInputProps('name')}
        />
        <TextInput label={t('people.title')} {...form.getInputProps('title')} />
      </FieldPair>
      <TagsInput
        label={t('people.emails')}
        description={t('people.emailsHint')}
        acceptValueOnBlur
        {...form.getInputProps('emails')}
      />
      <TagsInput label={t('people.phones')} acceptValueOnBlur {...form.getInputProps('phones')} />
      <FieldPair>
        <Select
          label={t('people.prefers')}
          clearable
          data={(['email', 'phone', 'chat', 'sms', 'portal'] as const).map((value) => ({
            value,
            label: t(`channel.${value}`),
          }))}
          {...form.getInputProps('preferred_channel')}
        />
        <Select
          label={t('people.detail')}
          clearable
          data={(['brief', 'full'] as const).map((value) => ({
            value,
            label: t(`detail.${value}`),
          }))}
          {...form.getInputProps('detail_level')}
        />
      </FieldPair>
      <FieldPair>
        <TextInput
          label={t('people.language')}
          placeholder={t('people.languageExample')}
          {...form.getInputProps('language')}
        />
        <TextInput
          label={t('people.timeZone')}
          placeholder={t('people.timeZoneExample')}
          {...form.getInputProps('time_zone')}
        />
      </FieldPair>
    </FormDialog>
  );
}
