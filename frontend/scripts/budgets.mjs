// Checks what a browser has to fetch, and what we ship of others, against the product's budgets.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const KB = 1024;
const BUDGETS = { firstLoad: 240 * KB, shared: 200 * KB, routeChunk: 40 * KB, css: 25 * KB };
const MOST_PACKAGES = 80;
const LICENCES = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'OFL-1.1',
  'MIT-0',
  'Unlicense',
];

const root = new URL('..', import.meta.url).pathname;
const assets = join(root, 'dist', 'assets');
const manifest = JSON.parse(readFileSync(join(root, 'dist', '.vite', 'manifest.json'), 'utf8'));
const faults = [];

function weight(file) {
  return gzipSync(readFileSync(join(root, 'dist', file)), { level: 9 }).length;
}

/** The chunk and everything that it imports statically. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

function total(keys) {
  return [...keys].reduce((sum, key) => sum + weight(manifest[key].file), 0);
}

function judge(name, value, limit, show = (number) => `${(number / KB).toFixed(1)} KB`) {
  const isOver = value > limit;
  console.log(`${isOver ? 'OVER' : 'ok  '}  ${name}: ${show(value)} of ${show(limit)}`);
  if (isOver) faults.push(name);
}

const keys = Object.keys(manifest);
const entry = keys.find((key) => manifest[key].isEntry);
const shell = keys.find((key) => key.endsWith('app/Shell.tsx'));
const shared = new Set([...closure(entry), ...closure(shell)]);
const routes = keys.filter(
  (key) => /app\/routes\/|features\/.*Page\.tsx$/.test(key) && manifest[key].isDynamicEntry,
);

judge('shared by all pages', total(shared), BUDGETS.shared);
let heaviest = { name: '', own: 0, first: 0 };
for (const key of routes) {
  const own = total([...closure(key)].filter((part) => !shared.has(part)));
  const first = total(new Set([...shared, ...closure(key)]));
  if (first > heaviest.first) heaviest = { name: key, own, first };
  if (weight(manifest[key].file) > BUDGETS.routeChunk) faults.push(`chunk of ${key}`);
}
judge(`heaviest first load (${heaviest.name})`, heaviest.first, BUDGETS.firstLoad);
judge('its own chunk', weight(manifest[heaviest.name].file), BUDGETS.routeChunk);
const styles = readdirSync(assets).filter((name) => name.endsWith('.css'));
judge(
  'CSS, all of it',
  styles.reduce((sum, name) => sum + weight(join('assets', name)), 0),
  BUDGETS.css,
);

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const runtime = Object.entries(lock.packages).filter(
  ([path, one]) => path !== '' && !one.dev && !one.devOptional && !one.optional,
);
judge('runtime packages', runtime.length, MOST_PACKAGES, String);
for (const [path] of runtime) {
  const file = join(root, path, 'package.json');
  if (!statSync(file, { throwIfNoEntry: false })) continue;
  const { license } = JSON.parse(readFileSync(file, 'utf8'));
  const names = String(license)
    .replaceAll(/[()]/g, '')
    .split(/ OR | AND /);
  if (!names.some((name) => LICENCES.includes(name))) faults.push(`licence of ${path}: ${license}`);
}

if (faults.length > 0) {
  console.error(`Over budget or not allowed: ${faults.join('; ')}`);
  process.exit(1);
}
