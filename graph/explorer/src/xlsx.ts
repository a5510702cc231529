/** Tables as a spreadsheet: two sheets of texts and numbers. Every cell is typed, so that none can run as a formula. */
import { strToU8, zipSync } from "fflate";
import { download } from "./csv";

export type Cells = readonly (readonly (string | number)[])[];

/** A sheet: its name, and its rows, the first of which is the head. */
export interface Sheet {
  readonly name: string;
  readonly rows: Cells;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
/** Plain; bold for the head; a day. */
const STYLE = { plain: 0, head: 1, day: 2 };
/** What a spreadsheet can hold in one cell. */
const LONGEST = 32_767;

export function xlsx(sheets: readonly Sheet[]): Uint8Array<ArrayBuffer> {
  const numbers = sheets.map((_, place) => place + 1);
  const relations = (of: readonly (readonly [id: string, kind: string, target: string])[]): string =>
    `${XML}<Relationships xmlns="${PACKAGE}/relationships">${of.map(([id, kind, target]) => `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`).join("")}</Relationships>`;
  const override = (part: string, kind: string): string => `<Override PartName="/xl/${part}.xml" ContentType="${TYPE}.${kind}+xml"/>`;
  const names = sheetNames(sheets.map((sheet) => sheet.name));
  const files: Record<string, string> = {
    "[Content_Types].xml": `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${override("workbook", "sheet.main")}${override("styles", "styles")}${numbers.map((number) => override(`worksheets/sheet${number}`, "worksheet")).join("")}</Types>`,
    "_rels/.rels": relations([["r1", "officeDocument", "xl/workbook.xml"]]),
    "xl/workbook.xml": `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${numbers.map((number) => `<sheet name="${escaped(names[number - 1]!)}" sheetId="${number}" r:id="s${number}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations([...numbers.map((number) => [`s${number}`, "worksheet", `worksheets/sheet${number}.xml`] as const), ["styles", "styles", "styles.xml"]]),
    "xl/styles.xml": `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ...Object.fromEntries(sheets.map((sheet, place) => [`xl/worksheets/sheet${place + 1}.xml`, worksheet(sheet.rows)])),
  };
  // Always the same day, so that the same table gives the same bytes.
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])), { mtime: new Date(1980, 0, 1) });
}

function worksheet(rows: Cells): string {
  const widths = rows[0]!.map((_, column) => Math.min(60, Math.max(8, ...rows.slice(0, 500).map((row) => String(row[column] ?? "").length + 2))));
  const columns = widths.map((width, place) => `<col min="${place + 1}" max="${place + 1}" width="${width}" customWidth="1"/>`).join("");
  const body = rows.map((row, line) => `<row r="${line + 1}">${row.map((value, column) => cell(value, `${letters(column)}${line + 1}`, line === 0)).join("")}</row>`).join("");
  return `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns}</cols><sheetData>${body}</sheetData></worksheet>`;
}

function cell(value: string | number, at: string, head: boolean): string {
  if (value === "") return "";
  if (typeof value === "number") return `<c r="${at}"><v>${value}</v></c>`;
  const day = head ? null : serial(value);
  if (day !== null) return `<c r="${at}" s="${STYLE.day}"><v>${day}</v></c>`;
  return `<c r="${at}" s="${head ? STYLE.head : STYLE.plain}" t="inlineStr"><is><t xml:space="preserve">${escaped(value.slice(0, LONGEST))}</t></is></c>`;
}

/** The number by which a spreadsheet knows a day such as `2017-10-26`; null for what is no day, or before its calendar. */
export function serial(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text || text < "1900-03-01") return null;
  return time / 86_400_000 + 25_569;
}

/** `A` to `Z`, then `AA`. */
function letters(column: number): string {
  return (column < 26 ? "" : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));
}

/** What XML can hold, with its signs escaped. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, "")
    .replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    // What looks like an escape of the format itself is one only in Excel: `_x000D_`.
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_");
}

/** At most 31 characters, none of those that a sheet's name may not have, each but once. */
function sheetNames(wanted: readonly string[]): string[] {
  const taken: string[] = [];
  for (const text of wanted) {
    const plain = text.replace(/[\\/?*:[\]\u0000-\u001f]/g, " ").replace(/^'+|'+$/g, "").trim() || "Sheet";
    let name = plain.slice(0, 31);
    for (let number = 2; taken.some((each) => each.toLowerCase() === name.toLowerCase()); number += 1) name = `${plain.slice(0, 27)} ${number}`;
    taken.push(name);
  }
  return taken;
}

export function saveXlsx(file: string, sheets: readonly Sheet[]): void {
  download(`${file}.xlsx`, xlsx(sheets), `${TYPE}.sheet`);
}
