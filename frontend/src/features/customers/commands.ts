import { IconBuilding, IconBuildingPlus } from '@tabler/icons-react';
import type { Command } from '@/ui/command';
import { openDialog } from '@/ui/dialogs';

export const newCustomer: Command = {
  id: 'customer.create',
  label: 'customers.new',
  icon: IconBuildingPlus,
  shortcut: 'n c',
  permission: 'customers:write',
  run: () => openDialog('customer.create', {}),
};

export const goCustomers: Command = {
  id: 'go.customers',
  label: 'nav.customers',
  icon: IconBuilding,
  shortcut: 'g c',
  permission: 'customers:read',
  run: ({ navigate }) => navigate({ to: '/customers' }),
};

export const customerCommands: Command[] = [goCustomers, newCustomer];
