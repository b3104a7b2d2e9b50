/** One field a 422 complains about; `pointer` is a JSON pointer into the request body. */
export interface FieldProblem {
  pointer: string;
  code: string;
  message: string;
}

/** An RFC 9457 problem, or a request that never got an answer (`status` 0). */
export class ProblemError extends Error {
  readonly status: number;
  readonly slug: string;
  readonly detail: string | null;
  readonly requestId: string | null;
  readonly fields: FieldProblem[];

  constructor(status: number, body: unknown) {
    const record = isRecord(body) ? body : {};
    super(textOf(record.title) ?? '');
    this.name = 'ProblemError';
    this.status = status;
    this.slug = (textOf(record.type) ?? '').split('/').pop() ?? '';
    this.detail = textOf(record.detail);
    this.requestId = textOf(record.request_id);
    this.fields = Array.isArray(record.errors) ? record.errors.filter(isFieldProblem) : [];
  }
}

/** Form field path (`participants.0.name`) -> message, from the pointers of a 422. */
export function fieldMessages(problem: ProblemError): Record<string, string> {
  const messages: Record<string, string> = {};
  for (const field of problem.fields) {
    const path = pointerToPath(field.pointer);
    if (path !== '' && !(path in messages)) messages[path] = field.message;
  }
  return messages;
}

export function pointerToPath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .filter((part, index) => !(index === 0 && part === 'body'))
    .join('.');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function isFieldProblem(value: unknown): value is FieldProblem {
  return isRecord(value) && typeof value.pointer === 'string' && typeof value.message === 'string';
}
