import { Fragment, type ReactNode } from 'react';
import classes from './CommentBody.module.css';
import { type Block, blocks, type Span } from './markup';

export function CommentBody({ body }: { body: string }) {
  return <div className={classes.body}>{inOrder(blocks(body), showBlock)}</div>;
}

/** The parts of one text never change places, so their place is their key. */
function inOrder<T>(parts: T[], show: (part: T) => ReactNode): ReactNode[] {
  let place = 0;
  return parts.map((part) => {
    place += 1;
    return <Fragment key={place}>{show(part)}</Fragment>;
  });
}

function showBlock(block: Block): ReactNode {
  if (block.kind === 'list') {
    const items = inOrder(block.items, (item) => <li>{inOrder(item, showSpan)}</li>);
    return block.isOrdered ? <ol>{items}</ol> : <ul>{items}</ul>;
  }
  let isFirst = true;
  const lines = inOrder(block.lines, (line) => {
    const mark = isFirst ? null : <br />;
    isFirst = false;
    return (
      <>
        {mark}
        {inOrder(line, showSpan)}
      </>
    );
  });
  return block.kind === 'quote' ? <blockquote>{lines}</blockquote> : <p>{lines}</p>;
}

function showSpan(span: Span): ReactNode {
  switch (span.kind) {
    case 'strong':
      return <strong>{inOrder(span.spans, showSpan)}</strong>;
    case 'emphasis':
      return <em>{inOrder(span.spans, showSpan)}</em>;
    case 'code':
      return <code>{span.text}</code>;
    case 'link':
      return (
        <a href={span.address} target="_blank" rel="noreferrer noopener">
          {span.address}
        </a>
      );
    case 'mention':
      return <span className={classes.mention}>{`@${span.name}`}</span>;
    default:
      return span.text;
  }
}
