import { Button, Select } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { rowsOf } from '@/api/paging';
import type { EventRead } from '@/api/types';
import { exactTime } from '@/locales/format';
import { t, tDynamic } from '@/locales/t';
import { useMay } from '@/ui/command';
import { Empty } from '@/ui/Empty';
import { MoreRows } from '@/ui/MoreRows';
import { notify } from '@/ui/notices';
import { Panel } from '@/ui/Panel';
import { problemText } from '@/ui/problemText';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { subjectLink } from '@/ui/subjectLink';
import { Tag } from '@/ui/Tag';
import classes from './Activity.module.css';
import { PersonFilter } from './PersonFilter';
import { ACTOR_KINDS, type AuditFilter, auditQuery, exportAudit } from './queries';
import { RangeFilter } from './RangeFilter';
import { nameOf } from './sentence';
import { AUDIT_TOPIC_NAMES } from './topics';

interface AuditPageProps {
  filter: AuditFilter;
  onFilter: (change: Partial<AuditFilter>) => void;
}

/** Who did what and when, and as what; for those who look after the workspace. */
export function AuditPage({ filter, onFilter }: AuditPageProps) {
  const audit = useInfiniteQuery(auditQuery(filter));
  const rows = rowsOf(audit.data?.pages);
  return (
    <>
      <Filters filter={filter} onFilter={onFilter} />
      <QueryState
        query={audit}
        height={560}
        isEmpty={() => rows.length === 0}
        empty={
          <Panel>
            <Empty title={t('audit.none')} />
          </Panel>
        }
      >
        {() => (
          <Panel
            title={t('audit.panel')}
            subtitle={t('audit.hint')}
            actions={<ExportButton filter={filter} />}
            isFlush
          >
            <RowList label={t('audit.panel')}>
              {rows.map((event) => (
                <Line key={event.id} event={event} />
              ))}
            </RowList>
            <MoreRows {...audit} />
          </Panel>
        )}
      </QueryState>
    </>
  );
}

function Filters({ filter, onFilter }: AuditPageProps) {
  return (
    <div className={classes.filters}>
      <Select
        aria-label={t('activity.topic')}
        placeholder={t('activity.anything')}
        clearable
        w={190}
        data={AUDIT_TOPIC_NAMES.map((value) => ({ value, label: tDynamic('auditTopic', value) }))}
        value={filter.topic ?? null}
        onChange={(topic) => onFilter({ topic: AUDIT_TOPIC_NAMES.find((one) => one === topic) })}
      />
      <Select
        aria-label={t('audit.as')}
        placeholder={t('audit.anyKind')}
        clearable
        w={170}
        data={ACTOR_KINDS.map((value) => ({ value, label: tDynamic('actorKind', value) }))}
        value={filter.actor_kind ?? null}
        onChange={(kind) => onFilter({ actor_kind: ACTOR_KINDS.find((one) => one === kind) })}
      />
      <PersonFilter value={filter.actor_id} onChange={(actor_id) => onFilter({ actor_id })} />
      <RangeFilter range={filter} onRange={onFilter} />
    </div>
  );
}

function Line({ event }: { event: EventRead }) {
  const { type, actor, actor_name, subject, project_id, occurred_at } = event;
  const name = nameOf(event);
  const label = tDynamic('event', type);
  return (
    <Row
      title={name === '' ? label : `${label}: ${name}`}
      link={type.endsWith('.deleted') ? undefined : subjectLink({ ...subject, project_id })}
      below={
        <span className={classes.line}>
          <span>{actor_name ?? tDynamic('actorKind', actor.kind)}</span>
          {actor.kind !== 'user' && actor_name && <Tag label={tDynamic('actorKind', actor.kind)} />}
          {actor.is_import && <Tag label={t('audit.import')} />}
        </span>
      }
      end={<time dateTime={occurred_at}>{exactTime(occurred_at)}</time>}
    />
  );
}

function ExportButton({ filter }: { filter: AuditFilter }) {
  const mayExport = useMay('audit:write');
  const queryClient = useQueryClient();
  const [isSending, setSending] = useState(false);
  async function save() {
    setSending(true);
    try {
      download(await exportAudit(filter));
      await queryClient.invalidateQueries({ queryKey: ['events', 'audit'] });
    } catch (cause) {
      notify(problemText(cause), { isProblem: true });
    } finally {
      setSending(false);
    }
  }
  if (!mayExport) return null;
  return (
    <Button
      variant="default"
      size="sm"
      loading={isSending}
      leftSection={<IconDownload size={16} aria-hidden />}
      onClick={() => void save()}
    >
      {t('audit.export')}
    </Button>
  );
}

function download(file: Blob): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = 'audit.csv';
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
