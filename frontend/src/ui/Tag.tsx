import classes from './Tag.module.css';

export function Tag({ label }: { label: string }) {
  return <span className={classes.tag}>{label}</span>;
}
