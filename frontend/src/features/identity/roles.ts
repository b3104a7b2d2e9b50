import type { Role } from '@/api/types';

export const ROLES: Role[] = ['owner', 'admin', 'manager', 'member', 'viewer'];

/** The roles that somebody may give, or change others who have: theirs and those below. */
export function rolesUpTo(role: Role | undefined): Role[] {
  return role === undefined ? [] : ROLES.slice(ROLES.indexOf(role));
}
