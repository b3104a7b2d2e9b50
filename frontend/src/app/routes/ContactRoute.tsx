import { getRouteApi } from '@tanstack/react-router';
import { ContactPage } from '@/features/customers/ContactPage';
import { Timeline } from '@/features/interactions/Timeline';

const route = getRouteApi('/app/contacts/$contactId');

export function ContactRoute() {
  const { contactId } = route.useParams();
  return (
    <ContactPage
      key={contactId}
      contactId={contactId}
      timeline={<Timeline subject={{ kind: 'contacts', id: contactId }} />}
    />
  );
}
