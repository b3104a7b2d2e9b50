import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Phase, Task } from '@/api/types';
import { t, tDynamic } from '@/locales/t';
import { useMay } from '@/ui/command';
import { openDialog } from '@/ui/dialogs';
import { Empty } from '@/ui/Empty';
import { Panel } from '@/ui/Panel';
import { ProgressBar } from '@/ui/ProgressBar';
import { QueryState } from '@/ui/QueryState';
import { StatusChip, type Tone } from '@/ui/StatusChip';
import { DueDay } from '@/ui/Time';
import { useHidden } from '@/ui/undo';
import { PhaseMenu } from './PhaseMenu';
import classes from './Phases.module.css';
import { phasesQuery, tasksQuery } from './queries';
import { TaskLine } from './TaskLine';

interface PhasesPanelProps {
  projectId: string;
  onTask: (taskId: string) => void;
}

/** The plan in words: each phase with its progress and the tasks that are still open in it. */
export function PhasesPanel({ projectId, onTask }: PhasesPanelProps) {
  const phases = useQuery(phasesQuery(projectId));
  const tasks = useQuery(tasksQuery(projectId));
  const hidden = useHidden();
  const mayEdit = useMay('projects:write');
  const rows = (phases.data ?? []).filter((phase) => !hidden.has(phase.id));
  const all = (tasks.data ?? []).filter((task) => !hidden.has(task.id));
  const loose = all.filter((task) => !rows.some((phase) => phase.id === task.phase_id));
  const add = mayEdit && (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={() => openDialog('phase.edit', { projectId })}
    >
      {t('phases.add')}
    </Button>
  );
  return (
    <Panel title={t('phases.panel')} actions={(rows.length > 0 || all.length > 0) && add} isFlush>
      <QueryState
        query={phases}
        height={240}
        isEmpty={() => rows.length === 0 && all.length === 0}
        empty={
          <div className={classes.empty}>
            <Empty title={t('phases.none')} hint={t('phases.noneHint')} action={add} />
          </div>
        }
      >
        {() => (
          <ul className={classes.phases}>
            {rows.map((phase) => (
              <PhaseBlock
                key={phase.id}
                phase={phase}
                phases={rows}
                tasks={all.filter((task) => task.phase_id === phase.id)}
                mayEdit={mayEdit}
                onTask={onTask}
              />
            ))}
            {loose.length > 0 && <LooseTasks tasks={loose} onTask={onTask} />}
          </ul>
        )}
      </QueryState>
    </Panel>
  );
}

const TONES: Record<string, Tone> = { active: 'accent', completed: 'good', done: 'good' };

interface PhaseBlockProps {
  phase: Phase;
  phases: Phase[];
  tasks: Task[];
  mayEdit: boolean;
  onTask: (taskId: string) => void;
}

function PhaseBlock({ phase, phases, tasks, mayEdit, onTask }: PhaseBlockProps) {
  const isDone = TONES[phase.status] === 'good';
  return (
    <li className={classes.phase}>
      <div className={classes.head}>
        <h3 className={classes.name}>{phase.name}</h3>
        <StatusChip
          tone={TONES[phase.status] ?? 'neutral'}
          label={tDynamic('phaseStatus', phase.status)}
        />
        <span className={classes.end}>
          {tasks.length > 0 && <ProgressBar percent={shareDone(tasks)} label={phase.name} />}
          {phase.due_on && <DueDay on={phase.due_on} isDone={isDone} />}
          {mayEdit && <PhaseMenu phase={phase} phases={phases} />}
        </span>
      </div>
      <OpenTasks tasks={tasks} onTask={onTask} />
    </li>
  );
}

function LooseTasks({ tasks, onTask }: { tasks: Task[]; onTask: (taskId: string) => void }) {
  return (
    <li className={classes.phase}>
      <div className={classes.head}>
        <h3 className={classes.name}>{t('phases.loose')}</h3>
      </div>
      <OpenTasks tasks={tasks} onTask={onTask} />
    </li>
  );
}

function OpenTasks({ tasks, onTask }: { tasks: Task[]; onTask: (taskId: string) => void }) {
  const open = tasks.filter((task) => task.status !== 'done');
  return (
    <ul className={classes.tasks}>
      {open.map((task) => (
        <TaskLine key={task.id} task={task} onOpen={() => onTask(task.id)} />
      ))}
    </ul>
  );
}

function shareDone(tasks: Task[]): number {
  const done = tasks.filter((task) => task.status === 'done').length;
  return Math.round((100 * done) / tasks.length);
}
