/** What can be done about the record that is on the screen; the palette asks. */
interface Deeds {
  comment?: () => void;
  watch?: () => void;
}

const stack: Deeds[] = [];

/** Offers deeds as long as a part of the page stands there; the one that came last is meant. */
export function offerHere(deeds: Deeds): () => void {
  stack.push(deeds);
  return () => {
    stack.splice(stack.indexOf(deeds), 1);
  };
}

export function deedHere(name: keyof Deeds): (() => void) | undefined {
  return stack.findLast((deeds) => deeds[name] !== undefined)?.[name];
}
