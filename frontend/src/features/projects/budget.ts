/**
 * A typed amount as the API takes it. Where it is unclear which mark divides the cents, the text goes
 * as it is, and the server's answer says so at the field.
 */
export function decimalText(typed: string): string {
  const text = typed.replaceAll(/[\s'’]/g, '');
  const isGrouped = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text);
  const isCommaDecimal = /^-?\d+,\d{1,2}$/.test(text);
  const isDotGrouped = /^-?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(text);
  if (isGrouped) return text.replaceAll(',', '');
  if (isCommaDecimal) return text.replace(',', '.');
  if (isDotGrouped) return text.replaceAll('.', '').replace(',', '.');
  return /^-?[\d.,]+$/.test(text) ? text : typed;
}

/** Every currency that the browser knows, and the present one. */
export function currencies(present: string): string[] {
  return [...new Set([...Intl.supportedValuesOf('currency'), present])].sort();
}
