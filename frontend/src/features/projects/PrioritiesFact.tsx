import { Input } from '@mantine/core';
import type { Project } from '@/api/types';
import { t, tDynamic } from '@/locales/t';
import { useProblemForm } from '@/ui/form';
import { InlineForm, InlineFormBody } from '@/ui/InlineForm';
import { RankedList } from '@/ui/RankedList';
import classes from './Facts.module.css';
import { rankedFor } from './priorities';
import { useSaveProject } from './useSaveProject';

interface PrioritiesFactProps {
  project: Project;
  isReadOnly: boolean;
}

export function PrioritiesFact({ project, isReadOnly }: PrioritiesFactProps) {
  const ranked = project.priorities.map((value) => tDynamic('priority', value));
  return (
    <InlineForm
      label={t('projects.priorities')}
      shown={ranked.length === 0 ? undefined : <RankedWords words={ranked} />}
      isReadOnly={isReadOnly}
    >
      {(close) => <PrioritiesForm project={project} onClose={close} />}
    </InlineForm>
  );
}

/** "1 Time, 2 Cost" in a line: the numbers say that it is a ranking. */
function RankedWords({ words }: { words: string[] }) {
  return words.map((word, index) => (
    <span key={word} className={classes.ranked}>
      <span className={classes.place}>{index + 1}</span> {word}{' '}
    </span>
  ));
}

function PrioritiesForm({ project, onClose }: { project: Project; onClose: () => void }) {
  const save = useSaveProject(project, { isInForm: true });
  const label = t('projects.priorities');
  const state = useProblemForm(
    { initialValues: { priorities: rankedFor(project.priorities) } },
    async ({ priorities }) => {
      await save.mutateAsync({ priorities });
      onClose();
    },
  );
  const { form } = state;
  return (
    <InlineFormBody label={label} state={state} onClose={onClose}>
      <RankedList
        label={label}
        values={form.values.priorities}
        nameOf={(value) => tDynamic('priority', value)}
        onChange={(priorities) => form.setFieldValue('priorities', priorities)}
      />
      {form.errors.priorities && <Input.Error role="alert">{form.errors.priorities}</Input.Error>}
    </InlineFormBody>
  );
}
