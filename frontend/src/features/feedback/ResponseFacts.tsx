import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { contactQuery, projectQuery } from '@/api/lookups';
import type { SurveyResponse } from '@/api/types';
import { exactTime } from '@/locales/format';
import { t, tDynamic } from '@/locales/t';
import { Facts } from '@/ui/Facts';
import { None } from '@/ui/None';
import { Panel } from '@/ui/Panel';

export function ResponseFacts({ response }: { response: SurveyResponse }) {
  const { contact_id, project_id, matched_by, normalized } = response;
  return (
    <>
      <Panel title={t('customers.facts')}>
        <Facts
          facts={[
            { label: t('feedback.who'), value: response.respondent_name || <None /> },
            { label: t('field.email'), value: response.respondent_address || <None /> },
            {
              label: t('subject.contact'),
              value: contact_id ? <ContactLink id={contact_id} /> : <None />,
            },
            {
              label: t('projects.project'),
              value: project_id ? <ProjectLink id={project_id} /> : <None />,
            },
            { label: t('feedback.metric'), value: tDynamic('metric', response.metric) },
            {
              label: t('feedback.normalized'),
              value: normalized ?? <None />,
            },
            { label: t('feedback.when'), value: exactTime(response.submitted_at) },
            { label: t('feedback.provider'), value: tDynamic('provider', response.provider) },
            {
              label: t('feedback.matched'),
              value: matched_by ? t(`feedback.by.${matched_by}`) : t('match.unmatched'),
            },
          ]}
        />
      </Panel>
      <Extras title={t('feedback.hidden')} values={response.hidden} />
      <Extras title={t('feedback.variables')} values={response.variables} />
    </>
  );
}

/** What came beside the answers; nothing is said where nothing came. */
function Extras({ title, values }: { title: string; values: Record<string, string> }) {
  const facts = Object.entries(values).map(([label, value]) => ({ label, value }));
  if (facts.length === 0) return null;
  return (
    <Panel title={title}>
      <Facts facts={facts} />
    </Panel>
  );
}

function ContactLink({ id }: { id: string }) {
  const contact = useQuery(contactQuery(id));
  return (
    <Link to="/contacts/$contactId" params={{ contactId: id }}>
      {contact.data?.name ?? t('subject.contact')}
    </Link>
  );
}

function ProjectLink({ id }: { id: string }) {
  const project = useQuery(projectQuery(id));
  return (
    <Link to="/projects/$projectId" params={{ projectId: id }}>
      {project.data?.name ?? t('projects.project')}
    </Link>
  );
}
