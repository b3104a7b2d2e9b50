import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { projectQuery } from '@/api/lookups';
import type { Interaction } from '@/api/types';
import { exactTime } from '@/locales/format';
import { t, tDynamic } from '@/locales/t';
import { Facts } from '@/ui/Facts';
import { Panel } from '@/ui/Panel';
import { Row, RowList } from '@/ui/RowList';
import { AutomaticTag } from './AutomaticTag';

type Participant = Interaction['participants'][number];

export function InteractionFacts({ interaction }: { interaction: Interaction }) {
  return (
    <>
      {interaction.participants.length > 0 && (
        <Panel title={t('interactions.participants')} isFlush>
          <RowList label={t('interactions.participants')}>
            {interaction.participants.map((person) => (
              <PersonRow key={`${person.role}-${person.address ?? person.name}`} person={person} />
            ))}
          </RowList>
        </Panel>
      )}
      <Panel title={t('customers.facts')}>
        <Facts
          facts={[
            { label: t('interactions.when'), value: exactTime(interaction.occurred_at) },
            {
              label: t('interactions.direction'),
              value: tDynamic('direction', interaction.direction),
            },
            {
              label: t('nav.projects'),
              value: <ProjectLinks ids={interaction.project_ids} />,
            },
            ...(interaction.is_automatic
              ? [
                  {
                    label: t('interactions.kind'),
                    value: (
                      <AutomaticTag
                        kind={interaction.automatic_kind}
                        isAutomatic={interaction.is_automatic}
                      />
                    ),
                  },
                ]
              : []),
            ...(interaction.bounced_addresses.length > 0
              ? [
                  {
                    label: t('interactions.bounced'),
                    value: interaction.bounced_addresses.join(', '),
                  },
                ]
              : []),
          ]}
        />
      </Panel>
    </>
  );
}

function PersonRow({ person }: { person: Participant }) {
  const name = person.name || person.address || t('value.none');
  const role = tDynamic('participant', person.role);
  const below = person.name && person.address ? `${role} · ${person.address}` : role;
  return (
    <Row
      title={name}
      below={below}
      link={
        person.contact_id
          ? { to: '/contacts/$contactId', params: { contactId: person.contact_id } }
          : undefined
      }
    />
  );
}

function ProjectLinks({ ids }: { ids: string[] }) {
  const projects = useQueries({ queries: ids.map((id) => projectQuery(id)) });
  if (ids.length === 0) return t('value.none');
  return projects.map(({ data }) =>
    data === undefined ? null : (
      <div key={data.id}>
        <Link to="/projects/$projectId" params={{ projectId: data.id }}>
          {data.name}
        </Link>
      </div>
    ),
  );
}
