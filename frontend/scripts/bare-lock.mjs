// Takes every address out of the lock file, so that it installs from any mirror: npm writes funding links into it.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const withoutFunding = (key, value) => (key === 'funding' ? undefined : value);
const lock = JSON.parse(readFileSync(file, 'utf8'), withoutFunding);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
