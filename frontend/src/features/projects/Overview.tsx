import type { ReactNode } from 'react';
import type { Project } from '@/api/types';
import { SplitPage } from '@/ui/SplitPage';
import { MailPanel } from './MailPanel';
import { MilestonesPanel } from './MilestonesPanel';
import { PhasesPanel } from './PhasesPanel';
import { ProjectFacts } from './ProjectFacts';
import { TeamPanel } from './TeamPanel';

interface OverviewProps {
  project: Project;
  satisfaction: ReactNode;
  comments: ReactNode;
  onTask: (taskId: string) => void;
}

export function Overview({ project, satisfaction, comments, onTask }: OverviewProps) {
  return (
    <SplitPage
      main={
        <>
          <PhasesPanel projectId={project.id} onTask={onTask} />
          <MilestonesPanel projectId={project.id} />
          {comments}
        </>
      }
      side={
        <>
          <ProjectFacts project={project} />
          <TeamPanel project={project} />
          <MailPanel projectId={project.id} />
          {satisfaction}
        </>
      }
    />
  );
}
