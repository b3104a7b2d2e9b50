import { api, call, ifMatch } from '@/api/client';
import { saveVersioned } from '@/api/conflict';
import type { Milestone, Phase, ProjectMember } from '@/api/types';

/** Writes of the plan's frame: phases, milestones, team. */

export interface PhaseFields {
  name: string;
  starts_on: string | null;
  due_on: string | null;
}

export interface MilestoneFields {
  name: string;
  phase_id: string | null;
  due_on: string | null;
  reached_on?: string | null;
}

const PHASES = '/api/v1/projects/{project_id}/phases';
const PHASE = '/api/v1/projects/{project_id}/phases/{phase_id}';
const MILESTONES = '/api/v1/projects/{project_id}/milestones';
const MILESTONE = '/api/v1/projects/{project_id}/milestones/{milestone_id}';
const MEMBER = '/api/v1/projects/{project_id}/members/{user_id}';

export function createPhase(projectId: string, phase: PhaseFields) {
  return call(api.POST(PHASES, { params: { path: { project_id: projectId } }, body: phase }));
}

export function savePhase(
  phase: Phase,
  change: Partial<PhaseFields> & { status?: Phase['status']; position?: number },
) {
  const path = { project_id: phase.project_id, phase_id: phase.id };
  return saveVersioned({
    version: phase.version,
    send: (version) =>
      call(
        api.PATCH(PHASE, {
          params: { path, header: ifMatch(version) },
          body: change,
          keepalive: true,
        }),
      ),
    latestVersion: async () => (await call(api.GET(PHASE, { params: { path } }))).version,
  });
}

export function deletePhase(phase: Phase) {
  const path = { project_id: phase.project_id, phase_id: phase.id };
  return call(api.DELETE(PHASE, { params: { path }, keepalive: true }));
}

export function createMilestone(projectId: string, milestone: MilestoneFields) {
  const params = { path: { project_id: projectId } };
  return call(api.POST(MILESTONES, { params, body: milestone }));
}

export function saveMilestone(milestone: Milestone, change: Partial<MilestoneFields>) {
  const path = { project_id: milestone.project_id, milestone_id: milestone.id };
  return saveVersioned({
    version: milestone.version,
    send: (version) =>
      call(api.PATCH(MILESTONE, { params: { path, header: ifMatch(version) }, body: change })),
    latestVersion: async () => (await call(api.GET(MILESTONE, { params: { path } }))).version,
  });
}

export function deleteMilestone(milestone: Milestone) {
  const path = { project_id: milestone.project_id, milestone_id: milestone.id };
  return call(api.DELETE(MILESTONE, { params: { path }, keepalive: true }));
}

export function putMember(projectId: string, userId: string, role: ProjectMember['role']) {
  const path = { project_id: projectId, user_id: userId };
  return call(api.PUT(MEMBER, { params: { path }, body: { role } }));
}

export function removeMember(projectId: string, userId: string) {
  const path = { project_id: projectId, user_id: userId };
  return call(api.DELETE(MEMBER, { params: { path }, keepalive: true }));
}
