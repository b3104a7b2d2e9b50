import { api, call } from '@/api/client';

/**
 * Fetches a file as any other call, with the token in its header, and hands it to the browser to
 * save. Never shown in a page of ours: its type is made that of a download.
 */
export async function downloadAttachment(
  interactionId: string,
  attachmentId: string,
  name: string,
) {
  const path = { interaction_id: interactionId, attachment_id: attachmentId };
  const octets = await call(
    api.GET('/api/v1/interactions/{interaction_id}/attachments/{attachment_id}', {
      params: { path },
      parseAs: 'arrayBuffer',
    }),
  );
  const address = URL.createObjectURL(new Blob([octets], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read by then; kept any longer it would only hold the memory.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
