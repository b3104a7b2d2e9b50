import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type RefObject, useId, useRef, useState } from 'react';
import { membersQuery } from '@/api/lookups';
import { t } from '@/locales/t';
import { Avatar } from '@/ui/Avatar';
import { ProblemNote } from '@/ui/ProblemNote';
import { problemText } from '@/ui/problemText';
import classes from './Composer.module.css';
import {
  type Asked,
  askedBefore,
  bodyOf,
  type Draft,
  matching,
  type Person,
  withMention,
} from './mentions';

interface ComposerProps {
  label: string;
  initial: Draft;
  submitLabel: string;
  field: RefObject<HTMLTextAreaElement | null>;
  onSend: (body: string) => Promise<unknown>;
  onCancel?: () => void;
}

/** Words with people in them: `@` offers names, Ctrl+Enter sends, Escape gives up an edit. */
export function Composer({ label, initial, submitLabel, field, onSend, onCancel }: ComposerProps) {
  const [draft, setDraft] = useState(initial);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const offer = useOffer(field, draft, setDraft);
  const isEmpty = draft.text.trim() === '';

  async function send() {
    if (isEmpty || isSending) return;
    setSending(true);
    setProblem(null);
    try {
      await onSend(bodyOf(draft).trim());
      setDraft({ text: '', people: [] });
    } catch (cause) {
      setProblem(problemText(cause));
    } finally {
      setSending(false);
    }
  }
  function onKey(event: KeyboardEvent) {
    if (offer.onKey(event)) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send();
    } else if (event.key === 'Escape' && onCancel !== undefined) {
      event.stopPropagation();
      onCancel();
    }
  }
  return (
    <div className={classes.composer}>
      <Textarea
        ref={field}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={offer.isOpen ? offer.listId : undefined}
        aria-activedescendant={offer.isOpen ? offer.optionId(offer.active) : undefined}
        placeholder={t('comments.placeholder')}
        value={draft.text}
        autosize
        minRows={2}
        maxRows={12}
        onChange={(event) => {
          setDraft({ ...draft, text: event.currentTarget.value });
          offer.look(event.currentTarget);
        }}
        onKeyDown={onKey}
        onClick={(event) => offer.look(event.currentTarget)}
        onBlur={offer.close}
      />
      <Offered {...offer} />
      <ProblemNote text={problem} />
      <div className={classes.foot}>
        <span className={classes.hint}>{t('comments.hint')}</span>
        {onCancel !== undefined && (
          <Button size="xs" variant="default" onClick={onCancel}>
            {t('action.cancel')}
          </Button>
        )}
        <Button size="xs" loading={isSending} disabled={isEmpty} onClick={() => void send()}>
          {submitLabel}
        </Button>
      </div>
    </div>
  );
}

type Offer = ReturnType<typeof useOffer>;

function Offered({ isOpen, people, active, listId, optionId, choose }: Offer) {
  if (!isOpen) return null;
  return (
    <div id={listId} role="listbox" aria-label={t('comments.people')} className={classes.people}>
      {people.map((person, index) => (
        <div
          key={person.id}
          id={optionId(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={classes.person}
          onMouseDown={(event) => {
            event.preventDefault();
            choose(person);
          }}
        >
          <Avatar name={person.name} size={22} />
          {person.name}
        </div>
      ))}
    </div>
  );
}

function useOffer(
  field: RefObject<HTMLTextAreaElement | null>,
  draft: Draft,
  onDraft: (draft: Draft) => void,
) {
  const members = useQuery(membersQuery);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [active, setActive] = useState(0);
  const caret = useRef(0);
  const listId = useId();
  const people = asked === null ? [] : matching(members.data ?? [], asked.query);
  const isOpen = people.length > 0;

  function choose(person: Person) {
    if (asked === null) return;
    const [next, place] = withMention(draft, asked, person);
    onDraft(next);
    setAsked(null);
    caret.current = place;
    requestAnimationFrame(() => field.current?.setSelectionRange(place, place));
  }
  function onKey(event: KeyboardEvent): boolean {
    if (!isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const person = people[active];
    if (step !== undefined) setActive((active + step + people.length) % people.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && person !== undefined) choose(person);
    else if (event.key === 'Escape') setAsked(null);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
  return {
    isOpen,
    people,
    active: Math.min(active, Math.max(0, people.length - 1)),
    listId,
    optionId: (index: number) => `${listId}-${index}`,
    look: ({ value, selectionStart }: HTMLTextAreaElement) => {
      setAsked(askedBefore(value, selectionStart));
      setActive(0);
    },
    close: () => setAsked(null),
    choose,
    onKey,
  };
}
