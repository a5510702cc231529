/** The engine as the page sees it: a worker that is made when needed, asked one thing at a time, and ended at will. */

/** Blocks of the page, still packed. */
export interface Parts {
  readonly engine: string;
  readonly triples: string;
}
export interface Asked {
  readonly sparql: string;
  readonly form: Form;
  /** Whether it names by FROM the graphs that it is about; else the union of all is asked. */
  readonly ownGraphs: boolean;
  readonly most: number;
}
export type Form = "SELECT" | "ASK" | "CONSTRUCT" | "DESCRIBE";
/** A term as SPARQL's JSON results have it. */
export interface Term {
  readonly type: "uri" | "literal" | "bnode";
  readonly value: string;
  readonly datatype?: string;
  readonly "xml:lang"?: string;
}
interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (Term | null)[])[];
  /** Whether there were more rows than are given. */
  readonly cut: boolean;
}
export type Answer = { readonly spent: number } & (
  | { readonly kind: "truth"; readonly truth: boolean; readonly json: string }
  | (Rows & { readonly kind: "table"; readonly json: string })
  | (Rows & { readonly kind: "graph"; readonly text: string })
);
export type Stage = "engine" | "data" | "ready";
export type Told =
  | { readonly told: "stage"; readonly stage: Stage }
  | { readonly told: "ready"; readonly quads: number }
  | { readonly told: "answer"; readonly answer: Answer }
  | { readonly told: "failed"; readonly message: string; readonly broken: boolean };

/** Said by whoever ended the engine. */
export class Stopped extends Error {}
/** The engine itself ended or could not begin. */
export class Broken extends Error {}

export class Engine {
  private worker: Worker | undefined;
  private begun: Promise<void> | undefined;
  private waiting: { done: (answer: Answer) => void; failed: (why: Error) => void } | undefined;
  private refuse: ((why: Error) => void) | undefined;
  private turn = 0;

  constructor(
    private readonly make: () => Worker,
    private readonly parts: () => Parts,
    private readonly onStage: (stage: Stage) => void,
  ) {}

  /** Resolves when it can be asked. */
  ready(): Promise<void> {
    this.begun ??= new Promise((done, failed) => {
      this.onStage("engine");
      const worker = this.make();
      this.worker = worker;
      this.refuse = failed;
      worker.onmessage = ({ data }: MessageEvent<Told>) => {
        if (data.told === "stage") this.onStage(data.stage);
        else if (data.told === "ready") {
          this.onStage("ready");
          done();
        } else if (data.told === "answer") this.settle((waiting) => waiting.done(data.answer));
        else if (data.broken) this.end(new Broken(data.message));
        else this.settle((waiting) => waiting.failed(new Error(data.message)));
      };
      worker.onerror = (event) => {
        event.preventDefault();
        this.end(new Broken(event.message));
      };
      worker.postMessage(this.parts());
    });
    return this.begun;
  }

  /** Answers a query; one that is still being answered is given up for it. */
  async ask(asked: Asked): Promise<Answer> {
    this.stop();
    const mine = this.turn;
    await this.ready();
    if (mine !== this.turn) throw new Stopped();
    return new Promise((done, failed) => {
      this.waiting = { done, failed };
      this.worker!.postMessage(asked);
    });
  }

  /** Gives up what is being asked. A worker that is at work is ended, for it cannot be told to stop. */
  stop(): void {
    this.turn++;
    if (this.waiting) this.end(new Stopped());
  }

  private settle(how: (waiting: NonNullable<Engine["waiting"]>) => void): void {
    const waiting = this.waiting;
    this.waiting = undefined;
    if (waiting) how(waiting);
  }

  private end(why: Error): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.begun?.catch(() => undefined);
    this.begun = undefined;
    this.refuse?.(why);
    this.settle((waiting) => waiting.failed(why));
  }
}
