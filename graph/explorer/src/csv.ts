/** Tables as CSV: UTF-8 with a mark for spreadsheet programs; what looks like a formula is defused by `'`. */

const FORMULA = /^[=+\-@\t\r]/;

export function csvText(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => cells.map(cell).join(",");
  return `\ufeff${[header, ...rows].map(line).join("\r\n")}\r\n`;
}

function cell(value: string | number): string {
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hands a file to the reader; nothing leaves the machine. */
export function download(name: string, content: BlobPart, type = "text/csv;charset=utf-8"): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
