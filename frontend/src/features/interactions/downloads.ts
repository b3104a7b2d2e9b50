import { api, call } from '@/api/client';

export function fetchAttachment(interactionId: string, attachmentId: string): Promise<ArrayBuffer> {
  const path = { interaction_id: interactionId, attachment_id: attachmentId };
  return call(
    api.GET('/api/v1/interactions/{interaction_id}/attachments/{attachment_id}', {
      params: { path },
      parseAs: 'arrayBuffer',
    }),
  );
}

/**
 * Fetches a file as any other call, with the token in its header, and hands it to the browser to
 * save. Never shown in a page of ours: its type is made that of a download.
 */
export async function downloadAttachment(
  interactionId: string,
  attachmentId: string,
  name: string,
) {
  const octets = await fetchAttachment(interactionId, attachmentId);
  const address = URL.createObjectURL(new Blob([octets], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read by then; kept any longer it would only hold the memory.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
