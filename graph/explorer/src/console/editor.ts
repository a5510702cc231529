/** The editor: CodeMirror in a shadow root, whose styles are sheets made by script, which the page's policy lets be. */
import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export interface Editor {
  text(): string;
  set(text: string): void;
  /** Marks what stands at a place, both counted from 1; null takes the mark away. */
  mark(place: { readonly line: number; readonly column: number } | null): void;
  focus(): void;
}

export interface Suggestion {
  readonly text: string;
  readonly says: string;
  readonly sort: "keyword" | "namespace" | "class" | "property" | "constant" | "variable";
}

const marked = StateEffect.define<{ from: number; to: number } | null>();
const marks = StateField.define({
  create: () => Decoration.none,
  update(before, change) {
    let now = change.docChanged ? Decoration.none : before;
    for (const effect of change.effects) {
      if (!effect.is(marked)) continue;
      const at = effect.value;
      now = at ? Decoration.set([(at.to > at.from ? Decoration.mark({ class: "cm-wrong" }) : Decoration.line({ class: "cm-wrong" })).range(at.from, at.to > at.from ? at.to : at.from)]) : Decoration.none;
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, fontWeight: "700", color: "var(--mark)" },
  { tag: [tags.standard(tags.name), tags.operator], color: "var(--mark)" },
  { tag: tags.local(tags.variableName), color: "var(--warn)" },
  { tag: tags.string, fontStyle: "italic" },
  { tag: tags.comment, color: "var(--soft)" },
]);

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--paper)", border: "1px solid #76818c", borderRadius: "4px", fontSize: "0.9rem" },
  "&.cm-focused": { outline: "3px solid var(--mark)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: 'ui-monospace, "DejaVu Sans Mono", monospace', minHeight: "11rem", maxHeight: "28rem", lineHeight: "1.45" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { color: "var(--soft)", backgroundColor: "var(--band)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--line) !important" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--row)", outline: "1px solid var(--mark)" },
  ".cm-wrong": { backgroundColor: "var(--warn-band)", textDecoration: "underline wavy var(--warn) 2px", textUnderlineOffset: "3px" },
  ".cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--paper)", border: "1px solid #76818c" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "2px 6px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { color: "var(--ink)", backgroundColor: "var(--row)", outline: "2px solid var(--mark)", outlineOffset: "-2px" },
  ".cm-completionDetail": { color: "var(--soft)", fontStyle: "normal" },
});

/** Sets an editor into `place`, which must be empty and not yet have one. */
export function edit(
  place: HTMLElement,
  options: {
    readonly text: string;
    readonly label: string;
    readonly description: string;
    readonly suggest: (word: string, text: string) => readonly Suggestion[];
    readonly onRun: () => void;
  },
): Editor {
  const root = place.shadowRoot ?? place.attachShadow({ mode: "open" });
  const complete = (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[?$]?[\p{L}\p{N}_.:-]*/u);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const found = options.suggest(word.text, context.state.doc.toString());
    if (!found.length) return null;
    return { from: word.from, filter: false, options: found.map((each) => ({ label: each.text, detail: each.says, type: each.sort })) };
  };
  const view = new EditorView({
    parent: root as unknown as Element,
    root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        bracketMatching(),
        closeBrackets(),
        EditorView.lineWrapping,
        StreamLanguage.define(sparql),
        syntaxHighlighting(colours),
        autocompletion({ override: [complete], icons: false }),
        marks,
        look,
        // Tab is bound to nothing: it leaves the editor.
        keymap.of([
          { key: "Mod-Enter", run: () => (options.onRun(), true), preventDefault: true },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...historyKeymap,
          ...defaultKeymap.filter((binding) => binding.key !== "Mod-Enter"),
        ]),
        // Left to itself, Chromium types over a selection with a style attribute, which the policy refuses and reports.
        EditorView.domEventHandlers({
          beforeinput: (event, editor) => {
            if (event.inputType !== "insertText" || event.isComposing || event.data === null || editor.state.selection.main.empty) return false;
            editor.dispatch(editor.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
            event.preventDefault();
            return true;
          },
        }),
        EditorView.contentAttributes.of({ "aria-label": options.label, "aria-description": options.description, autocapitalize: "off" }),
      ],
    }),
  });
  // The page's single keys are silent where one types.
  place.addEventListener("keydown", (event) => event.stopPropagation());
  return {
    text: () => view.state.doc.toString(),
    set: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    mark: (at) => {
      if (!at || !at.line) return view.dispatch({ effects: marked.of(null) });
      const line = view.state.doc.line(Math.min(at.line, view.state.doc.lines));
      const from = Math.min(line.from + at.column - 1, line.to);
      const word = /^\S+/.exec(view.state.sliceDoc(from, line.to))?.[0] ?? "";
      const mark = word ? { from, to: from + word.length } : { from: line.from, to: line.from };
      view.dispatch({ effects: [marked.of(mark), EditorView.scrollIntoView(from)] });
    },
    focus: () => view.focus(),
  };
}
